"""Takes replies to an open question as people give them: "34", "no quals", "about 26k", "rather not say"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Optional

from bot.guidance.dates import elapsed
from bot.guidance.eligibility.ages import stated_age
from bot.guidance.eligibility.amounts import OVER, UNDER, with_digits, yearly_pay
from bot.guidance.eligibility.choices import chosen, mentioned
from bot.guidance.eligibility.circumstances import Value, area_kind
from bot.guidance.eligibility.volunteered import fact_in, volunteered
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import PlaceHit, find_places
from bot.guidance.places.homes import meant_first
from bot.guidance.schema.eligibility import Circumstance
from bot.guidance.text import normalise

__all__ = ["Reply", "parse", "volunteered"]

Kind = Literal["value", "dont_know", "rather_not", "impossible", "none"]

_DONT_KNOW = re.compile(
    r"(?:(?:sorry|um|er|erm|oh|well|honestly|actually|no|i'm|im|i am|i|to be honest|haven't a|i've) ?,? ?)*"
    r"(?:don't know|dont know|do not know|dunno|no idea|not sure|unsure|not certain|idk|no clue|not a clue|clue"
    r"|can't remember|cant remember|can't say|cant say|don't remember|dont remember|forget|forgotten"
    r"|couldn't tell you|maybe|possibly|who knows)\b"
)
_ASKS_MEANING = re.compile(r"\b(?:mean|means|meaning|why|what (?:is|are|that|this|it)|what's|which (?:one|is))\b")
_RATHER_NOT = re.compile(
    r"\b(?:rather not|prefer not|would not say|won't say|wont say|not saying|not telling|no comment"
    r"|none of your|mind your own"
    r"|don't want to (?:say|tell|answer|give)|dont want to (?:say|tell|answer|give)|do not want to (?:say|tell"
    r"|answer|give))\b"
    r"|^(?:pass|skip|skip it|skip this|that's private|private|it's private|personal)[.! ]*$"
)
_QUESTION = re.compile(
    r"^(?:(?:and|but|so|ok|okay|hi|hello|please|sorry|well|hang on|wait),? )*"
    r"(?:what|what's|whats|who|who's|where|where's|when|why|how|how's|which|whose|can|could|does|is|are|will"
    r"|would|should|am i"
    r"|do (?:i|you|they|we|people)|did (?:i|you|they)|have (?:i|you)|tell me|explain|show me|give me)\b"
)
_YES = re.compile(r"(?:yes+|yep|yeah|yup|ya|ye|yh|aye|y|sure|correct|right|definitely|of course|indeed|absolutely)\b")
_NO = re.compile(r"(?:no|nope|nah|naw|n|never|not really|not yet|negative|none|neither|afraid not)\b")
# "I am", "I don't": a yes or a no by themselves, and the beginning of something else otherwise ("I am 34").
_YES_ALONE = re.compile(r"(?:i do|i have|i am|i did|i think so|that's right|it does|they do|we do|it is|it was)")
_NO_ALONE = re.compile(
    r"(?:i don'?t|i do not|i haven'?t|i have not|i'?m not|i am not|i didn'?t|i never|i don'?t think so|it doesn'?t|they don'?t"
    r"|we don'?t)"
)
# What may follow a yes or no without making it the beginning of something else: "no i never did", not "no quals".
_AFTER_YES_OR_NO = frozenset(
    """i i'm i've im ive we it it's its he she they not never none neither sorry please thanks thank ta mate love
    that that's thats this these those them of but cos because only just my there definitely actually really
    afraid think so sure do don't dont did didn't have haven't havent am at all yet years months year been since hes shes he's
    she's got any one is was to be honest""".split()
)
_NEITHER = re.compile(r"^(?:no (?:problem|worries|thanks|thank you|way)|right (?:then|so)|sure thing)\b")
_NUMBER_WORDS = frozenset(
    """i i'm im it it's its is was were are we they had have has about abt around approximately approx
    roughly only just some maybe like say employed employ employs people person staff employees employee workers worker of a
    an the in total all altogether at time then well um er oh ok so yes please sorry think or over under nearly almost exactly
    there less more than below above up least most""".split()
)
_PAY_WORDS = frozenset(
    """i i'm im he she they he's she's it it's its is was were earn earns earned earning make get paid am are on my
    pay salary wage wages income gross before tax about abt around approximately approx circa roughly only
    just maybe like say a an the in of for per x at and year yearly or so well um er oh ok yes please sorry
    think full time basic take bring each plus currently now probably somewhere between exactly i'd be would
    do work working hours pounds""".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True)
class Reply:
    """What a message is as a reply: a value, "don't know", "rather not", an impossible value, or no reply at all."""

    value: Optional[Value]
    kind: Kind


NONE, IMPOSSIBLE = Reply(None, "none"), Reply(None, "impossible")


def parse(question: Circumstance, text: str, knowledge: Knowledge, today: date) -> Reply:
    """The reply to a question in a message; kind none where the message is something else, such as a question.

    `today` serves dates of birth; a question about the past counts from its own day.
    """
    normal = normalise(text)
    exact = chosen(question, normal) if normal else None
    if exact is not None:
        return Reply(exact.id, "value")
    if not normal or _NEITHER.search(normal):
        return NONE
    if _RATHER_NOT.search(normal):
        return Reply(None, "rather_not")
    if _DONT_KNOW.match(normal):
        return NONE if _ASKS_MEANING.search(normal) else Reply(None, "dont_know")
    if _is_question(normal):
        return NONE
    day = question.at.first if question.at else today
    return _by_kind(question, elapsed(normal, day), text, knowledge, day)


def _by_kind(question: Circumstance, normal: str, text: str, knowledge: Knowledge, day: date) -> Reply:
    if question.kind == "place":
        return _place(question, normal, text, knowledge)
    if question.kind in ("whole_number", "money"):
        number = _number(question, normal, day)
        if number is not None:
            return number
        said = mentioned(question, normal, max_words=8) if question.choices else None
        if said is not None:
            return Reply(said.id, "value")
    else:
        reply = _worded(question, normal)
        if reply is not NONE:
            return reply
    fact = fact_in(question, normal, day)
    return NONE if fact is None else Reply(fact, "value")


def _number(question: Circumstance, normal: str, day: date) -> Reply | None:
    """A number that the message gives and says nothing else, in or out of range; None where there is none."""
    if question.age:
        number = stated_age(normal, day)
    elif question.kind == "money":
        number = _stated_pay(normal)
    else:
        number = _stated_number(normal)
    if number is not None and question.kind == "whole_number" and not question.age:
        number += -1 if UNDER.search(normal) else 1 if OVER.search(normal) else 0
    if number is None or question.range is None:
        return None
    low, high = question.range
    return Reply(int(number), "value") if low <= number <= high else IMPOSSIBLE


def _stated_number(normal: str) -> float | None:
    text = with_digits(normal)
    numbers = re.findall(r"-?\d+(?:\.\d+)?", text)
    return float(numbers[0]) if len(numbers) == 1 and _only(text, _NUMBER_WORDS) else None


def _stated_pay(normal: str) -> float | None:
    """Pounds a year; minus one, which is impossible, for an amount an hour without the hours."""
    amount, rest = yearly_pay(normal)
    if not _only(rest, _PAY_WORDS) or re.search(r"\d", rest):
        return None
    if amount is None:
        return -1.0 if re.search(r"\d", normal) else None
    # Pence are left out: £26,799.60 is under £26,800.
    return int(amount)


def _worded(question: Circumstance, normal: str) -> Reply:
    """A choice spoken of, or a plain yes or no; none where the two disagree."""
    said = mentioned(question, normal)
    plain = _yes_or_no(question, normal)
    begun = "yes" if _YES.match(normal) else "no" if _NO.match(normal) else None
    if said is not None and plain is None and question.kind == "choice" and begun:
        # "No, I'm on a student visa": the two halves disagree where a plain yes or no is another answer.
        plain = next((c.id for c in question.choices if begun in c.aliases), None)
    if said is None and plain is None or (said is not None and plain is not None and said.id != plain):
        return NONE
    return Reply(said.id if said is not None else plain, "value")


def _yes_or_no(question: Circumstance, normal: str) -> str | None:
    word = "yes" if _says(_YES, _YES_ALONE, normal, question) else "no" if _says(_NO, _NO_ALONE, normal, question) else None
    return next((c.id for c in question.choices if word and (c.id == word or word in c.aliases)), None)


def _says(word: re.Pattern[str], alone: re.Pattern[str], normal: str, question: Circumstance) -> bool:
    """Whether a text is a yes (or a no), or begins with one that is not the beginning of something else."""
    if alone.fullmatch(normal.strip(" .!,")):
        return True
    found = word.match(normal)
    if found is None:
        return False
    rest = normal[found.end() :]
    words = _WORDS.findall(rest)
    if question.kind != "yes_no":
        return all(each in _AFTER_YES_OR_NO for each in words)
    return not words or rest.lstrip()[:1] in ",.;!-" or words[0] in _AFTER_YES_OR_NO or word is _YES


def _place(question: Circumstance, normal: str, text: str, knowledge: Knowledge) -> Reply:
    said = mentioned(question, normal, max_words=8)
    hits = find_places(knowledge, text)
    if not hits:
        return Reply(said.id, "value") if said is not None else NONE
    named = _home(normal, hits)
    kinds = {area_kind(knowledge, question, hit.id) for hit in named}
    return Reply(named[0].id, "value") if len(kinds) == 1 and "unknown" not in kinds else IMPOSSIBLE


def _home(normal: str, hits: list[PlaceHit]) -> list[PlaceHit]:
    """The candidates for the place lived in: the one after "live", else the first that is named."""
    first = meant_first(normal, hits)[0]
    return [hit for hit in hits if (hit.start, hit.end) == (first.start, first.end)]


def _is_question(normal: str) -> bool:
    return bool(_QUESTION.match(normal)) or (normal.endswith("?") and len(normal.split()) > 2)


def _only(text: str, allowed: frozenset[str]) -> bool:
    return all(word in allowed for word in _WORDS.findall(text))
