"""Fixed forms of words that need no classifier: bare names, bare follow-ups, "what is X", a number for a choice."""
from __future__ import annotations

import re
from collections.abc import Iterable

from bot.guidance.text import folded

# What may stand around a bare name: "and what about apprenticeships then?"
_AROUND_NAME = frozenset(
    "what about and how or ok okay so then now the for same question but also well i mean meant no sorry in at on near it other "
    "one is that this a an n im am we are live lives from based please just hi hello hey right um er about instead actually "
    "with to of there too as thanks back go going return returning again".split()
)
# What may stand around a term that is asked about: "sorry, what does level 2 mean?"
_AROUND_TERM = frozenset(
    "what is are was were a an the does do did mean meant meaning means by of stand for explain define definition please "
    "sorry who which whats wot wat exactly actually hang on um er so and but i dont know understand get no idea "
    "term word short you can could tell me it that this then in plain english simple words".split()
)
# What may stand around a topic of which somebody wants to know what it is: "so what was train to gain then?"
_AROUND_WHAT = _AROUND_TERM | frozenset(
    "tell know about hear heard i i'd i'm we like want would wanted need give me overview summary describe describing "
    "right well now looking info information on some little bit something anything basics these those they all "
    "called to thing things scheme programme interested in thanks hello hi hey learn find out more about please "
    "then so ok".split()
)
_ASKS_WHAT = re.compile(
    r"\b(?:what|whats|what's|wot|wat) (?:exactly |actually )?(?:is|are|was|were|r|s)\b|\bwhat'?s\b"
    r"|\bwhat (?:did|do|does) .*\b(?:do|mean|stand for)\b"
    r"|\b(?:tell|explain|describe|overview|know about|info(?:rmation)? (?:on|about)|what .* (?:is|are|was|were)$)\b"
)
_ASKS_MEANING = re.compile(
    r"\b(?:what|whats|what's|wot|mean|means|meaning|stands?|explain|define|definition|no idea|don'?t know|don'?t get)\b|\?$"
)
_MEAN = re.compile(r"\b(?:mean|means|meaning|stands? for|short for|definition|define)\b")
# "What replaced it" and "what did it replace" are opposites that look alike to sentence vectors.
_ASKS_WHAT_CAME_AFTER = re.compile(
    r"\bwhat(?:'s|s| has| have)? (?:replaced|came after|comes after|took (?:over from|the place of)|followed|succeeded)\b"
)
# What points back to something said before.
POINTING = re.compile(r"\b(?:it|its|it's|this|that|they|them|these|those|scheme|programme)\b")
_TODAY = re.compile(r"\b(?:now|nowadays|today|todays|still|currently|at the moment|these days)\b")
_YES_OR_NO = re.compile(r"(?:yes+|yep|yeah|yup|ye|yh|aye|y|no|nope|nah|n|sure|correct|right|true|false)\b")
_PUZZLED = re.compile(
    r"(?:sorry,? |eh,? |um,? )*(?:what (?:does|do) (?:that|this|it|you) mean|what do you mean"
    r"|i (?:do not|don'?t|dont) (?:understand|get it)"
    r"|(?:and |but )?why (?:do|would|are|did) (?:you|u) (?:ask|need|want|asking|care)\b.{0,30}|why(?: that| this)?|what for"
    r"|what is (?:that|this)|whats (?:that|this)|not sure what (?:that|this|you) mean\w*)\W*$"
)
# "No, maths", "no sorry maths" put something right; "no gcses" says that there are none.
_CORRECTION = re.compile(
    r"^(?:(?:actually|(?:no|nah)(?=[,.;]| (?:no|sorry|actually|wait|i mean|i meant|make that|it'?s)\b)|sorry|oh|wait"
    r"|i mean|i meant|make that|rather|well)\b[ ,.]*)+(?=\w)"
)
_MORE = {
    folded(text)
    for text in ("more", "tell me more", "what else", "anything else", "more please", "show me more", "more details",
                 "more detail", "say more", "what more", "and what else", "is there more", "go into more detail", "any more")
}
FEWEST_WORDS_OF_AN_INTERRUPTION = 5
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NUMBER = re.compile(r"(?:number |option |no |choice )?(\d)[.)]?|(?:the )?(\w+)(?: one| option| choice)?")
_QUESTION = re.compile(
    r"^(?:and |but |so |ok |sorry |hang on |wait |um |er )*"
    r"(?:what|whats|what's|wot|who|whos|who's|how|hows|why|when|where|which|does|do|did|is there|are there|can i|can you"
    r"|could|tell me|explain)\b"
)

_INTERRUPTS = re.compile(
    r"^(?:(?:oo+h|oh|ok|no|sorry|um|er|actually|well)\W+)*"
    r"(?:wait|wate|hang (?:on|fire)|hold (?:on|fire|up)|(?:but )?before|b4|first|one (?:sec|moment|question)"
    r"|just a (?:mo|sec|minute)|leave that)\b"
)
_ASKS_WITHIN = re.compile(
    r"\b(?:is|does|dos|do|did|can|cud|could|would|wud|will|am|are|was|were|has|have)"
    r" (?:that|it|i|there|this|they|he|she|u|you|we|my|her|his|our|ur)\b"
    r"|\b(?:what|how|who|where|when|which|wot|hoo|wen)"
    r" (?:is|are|was|were|do|does|did|can|could|would|will|about|if|much|many|long|low|old|to)\b"
    r"|\b(?:matters?|difference|problem|count)\W*$"
)
_ASKED = re.compile(
    r"\b(?:what|whats|what's|wot|wots|wat|who|whos|hoo|how|hows|why|when|wen|where|wer|which|wich|tell|explain|describe|list|name"
    r"|show|give|summarise|compare|need to know|want to know|wondering|wonder|explained)\b"
    r"|^(?:(?:and|but|so|ok|or|also|then|please|now|an|n)\W+)*(?:does?|dose|did|is|are|was|were|can|could|cud|will|would|wud"
    r"|should|has|have|had|must|may|any|do)\b"
)
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)


def _folded_set(words: frozenset[str]) -> set[str]:
    return {form for word in words for form in folded(word)}


AROUND_NAME, _TERM_FORMS, _WHAT_FORMS = map(_folded_set, (_AROUND_NAME, _AROUND_TERM, _AROUND_WHAT))


def rest_of(text: str, spans: Iterable[tuple[int, int]]) -> set[str]:
    """Return the words of a normalised text outside some spans."""
    for start, end in sorted(set(spans), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return set(folded(text))


def is_bare_name(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Say whether a text is names and nothing that asks anything about them."""
    return rest_of(text, spans) <= AROUND_NAME


def asks_meaning(text: str, span: tuple[int, int]) -> bool:
    """Say whether a text asks what one term means, and nothing else."""
    rest = rest_of(text, [span])
    return rest <= _TERM_FORMS and (not rest or bool(_ASKS_MEANING.search(text)))


def says_mean(text: str) -> bool:
    """Say whether a text asks for the meaning of words, not for what a thing is."""
    return bool(_MEAN.search(text))


def asks_what(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Say whether a text only asks what the things named in it are: "could you explain the Skills Pledge to me"."""
    return rest_of(text, spans) <= _WHAT_FORMS and bool(_ASKS_WHAT.search(text))


def asks_of_today(text: str) -> bool:
    """Say whether a text asks how things are now, whatever date was talked of before."""
    return bool(_TODAY.search(text))


def asks_what_came_after(text: str) -> bool:
    """Say whether a text asks what took the place of something."""
    return bool(_ASKS_WHAT_CAME_AFTER.search(text))


def is_puzzled(text: str) -> bool:
    """Say whether somebody does not understand the question that was put to them, or why it is put."""
    return bool(_PUZZLED.match(text))


def says_yes_or_no(text: str) -> bool:
    """Say whether a text begins with a yes or a no."""
    return bool(_YES_OR_NO.match(text))


def without_correction(text: str) -> str:
    """Return a normalised text without the words that open a correction: "no sorry i meant maths" is "maths"."""
    return _CORRECTION.sub("", text)


def asks_for_more(text: str) -> bool:
    """Say whether a text only wants more of the last answer."""
    return folded(text) in _MORE


def is_asked(text: str) -> bool:
    """Say whether a clause is put as a question or a request, and no mere statement."""
    return text.rstrip().endswith("?") or bool(_ASKED.search(text))


def interrupts(text: str) -> bool:
    """Say whether a text holds up what is going on: "wait, is that before tax"."""
    return bool(_INTERRUPTS.search(text)) and len(text.split()) >= FEWEST_WORDS_OF_AN_INTERRUPTION


def asks_within(text: str) -> bool:
    """Say whether a text asks something, if only at its end: "I finish friday, do I count as out of work"."""
    return looks_like_question(text) or bool(_ASKS_WITHIN.search(text))


def looks_like_question(text: str) -> bool:
    """Say whether a normalised text is put as a question."""
    return text.endswith("?") or bool(_QUESTION.match(text))


def chosen_number(text: str) -> int | None:
    """Return 2 for "2", "option 2", "the second one"; None for anything else."""
    found = _NUMBER.fullmatch(text.strip(" .!"))
    if found is None:
        return None
    if found.group(1):
        return int(found.group(1))
    return _ORDINALS.index(found.group(2)) + 1 if found.group(2) in _ORDINALS else None


def without_date(text: str) -> str:
    """Return a normalised text of the same length, with its years and months blanked out."""
    return _DATE.sub(lambda found: " " * len(found.group()), text)
