"""Recognises which offered answer a message gives: by number, title, alias, or nearly so."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.guidance.eligibility.amounts import with_digits
from bot.guidance.schema.eligibility import Choice, Circumstance
from bot.guidance.text import normalise

# One slip of the keyboard is allowed for every so many letters.
LETTERS_A_SLIP = 5
MOST_SLIPS = 3
# Shorter aliases ("c", "ba") count only when they are all that is said.
SHORTEST_INSIDE = 4
MOST_COUNTED = 1000
_NUMBERED = re.compile(r"(?:number |option |answer |the )?(?:(\d{1,2})[.)]?|(first|second|third|fourth|fifth"
    r"|last))(?: one)?")
_ORDER = ("first", "second", "third", "fourth", "fifth")
_LEAD = re.compile(
    r"^(?:(?:it's|its|it is|it was|i've got|i've|i have|i had|i got|i'm|im|i am|i was|i want to (?:learn|do"
    r"|study|improve)|"
    r"i want|i'd like to (?:learn|do|study)|i'd like|i work for|i worked for|they worked for|worked for|he had|she had|"
    r"they had|my|a|an|the|in|for|just|only|well|um|er|oh|ok|so|please|think|probably|to (?:learn|do|study)|yes"
    r"|with)\b ?)+"
)
_TAIL = re.compile(r"(?: (?:please|thanks|thank you|course|courses|training|class|classes|mate|i think|though"
    r"|really))+$")
_NEGATED = re.compile(
    r"\b(?:no|not|not an?|never|without|don't have|dont have|haven't got|havent got|except|isn't|hasn't)"
    r"(?: (?:a|an|any|my|the|got|full|first))* ?$"
)
# "None", "yes", "nothing of that": an answer to the question that is open, and to no other.
_BARE = re.compile(
    r"(?:(?:yes|yep|yeah|yup|no|none|nope|nah|nothing|neither|never|zero|one|some|all|any|of|it|them|these|those|that|the|above|sorry)\b"
    r"[ ,.!]*)+"
)
_DENIES = re.compile(r"(?:no|not|never|without|haven'?t|don'?t|hasn'?t|doesn'?t)\b")
# "a C in maths" means the grade, not the article.
_GRADE = re.compile(r"\b(?:an?|got|with|grade) (?:grade )?([a-gu])\b(?! ?levels?\b)(?=$|[ ,.](?:in|at|for|from"
    r"|and|back|then|but)\b|[,.])")


def chosen(question: Circumstance, text: str) -> Choice | None:
    """The choice that a normalised text is: its number, title or alias and nothing else."""
    text = _spaced(text)
    numbered = _NUMBERED.fullmatch(text.strip(" .!"))
    if numbered:
        return _numbered(question, numbered) or _said_whole(question, text)
    return _said_whole(question, text)


def is_bare(text: str) -> bool:
    """Whether a normalised text answers only the question that is open: "none", and not "no qualifications"."""
    return bool(_BARE.fullmatch(text))


def mentioned(question: Circumstance, text: str, max_words: int = 14) -> Choice | None:
    """The one choice that a short normalised text speaks of, or resembles; None where none or several do."""
    text = _spaced(text)
    if len(text.split()) > max_words:
        return None
    found = _inside(question, text)
    if len(found) > 1:
        # "Level 2 maths" is maths: the subject says more than the level.
        found = [choice for choice in found if not choice.broad] or found
    if question.several == "last" and found:
        counted = [choice for choice in question.choices if choice in found and choice.id != "none"]
        return (counted or found)[-1]
    if len(found) == 1:
        return found[0]
    return None if found or _DENIES.match(text) else _alike(question, _stripped(text))


def given_away(question: Circumstance, text: str) -> Choice | None:
    """The one choice that a phrase anywhere in a normalised text gives away."""
    spans = [
        (found.start(), found.end(), choice)
        for choice in question.choices for said in choice.said for found in _phrase(said).finditer(text)
    ]
    kept = {choice.id: choice for choice in _outermost(spans)}
    return next(iter(kept.values())) if len(kept) == 1 else None


def _numbered(question: Circumstance, found: re.Match[str]) -> Choice | None:
    digits, word = found.groups()
    number = int(digits) if digits else len(question.choices) if word == "last" else _ORDER.index(word) + 1
    return question.choices[number - 1] if 1 <= number <= len(question.choices) else None


def _said_whole(question: Circumstance, text: str) -> Choice | None:
    plain = text.strip(" .!?,")
    for said in (plain, _stripped(plain), _grades(plain)):
        for choice in question.choices:
            if said and said in _words_for(choice):
                return choice
    return None


def _inside(question: Circumstance, text: str) -> list[Choice]:
    """The choices whose longest words stand in the text, without those that lie inside words of another."""
    text = _grades(text)
    spans: list[tuple[int, int, Choice]] = []
    for choice in question.choices:
        for words in _words_for(choice):
            if len(words) < SHORTEST_INSIDE and not re.search(r"\d", words) or words.isdigit():
                continue
            for body in dict.fromkeys((text, with_digits(text))):
                for found in _phrase(words).finditer(body):
                    if not _NEGATED.search(body[: found.start()]):
                        spans.append((found.start(), found.end(), choice))
    kept = _outermost(spans)
    return [choice for choice in question.choices if choice in kept]


def _outermost(spans: list[tuple[int, int, Choice]]) -> list[Choice]:
    """The choices of spans that do not lie inside words of another choice: "don't recognise my union"."""
    return [
        choice for start, end, choice in spans
        if not any(s <= start and end <= e and (e - s) > (end - start) and other != choice for s, e, other in spans)
    ]


def _alike(question: Circumstance, text: str) -> Choice | None:
    """The one choice that a text is but for slips of the keyboard; digits have to be right."""
    slips = min(len(text) // LETTERS_A_SLIP, MOST_SLIPS)
    digits = re.findall(r"\d", text)
    near = [
        choice for choice in question.choices
        if slips and any(
            OSA.distance(text, words, score_cutoff=slips) <= slips and re.findall(r"\d", words) == digits
            for words in _words_for(choice) if len(words) >= LETTERS_A_SLIP
        )
    ]
    return near[0] if len(near) == 1 else None


def _stripped(text: str) -> str:
    return _TAIL.sub("", _LEAD.sub("", text.strip(" .!?,"))).strip(" .!?,")


def _spaced(text: str) -> str:
    """The text with "nvq2" as two words."""
    return re.sub(r"\b(nvq|level|l|gcse|btec)(?=\d)", r"\1 ", text)


def _grades(text: str) -> str:
    return _GRADE.sub(lambda found: f"grade {found.group(1)}", text)


@lru_cache(maxsize=4096)
def _title_words(title: str) -> str:
    return _spaced(normalise(title).strip(" .!?,"))


def _words_for(choice: Choice) -> list[str]:
    return [_title_words(choice.title), *(_title_words(alias) for alias in choice.aliases)]


@lru_cache(maxsize=4096)
def _phrase(words: str) -> re.Pattern[str]:
    """A pattern for whole words; "5+ gcses" is five or more of them, "1-4 gcses" one to four."""
    counted = re.match(r"(\d+)\+ (.+)|(\d+)-(\d+) (.+)", words)
    if counted is None:
        # "a level" is not in "a level 5 course", nor "I don't have any" in "I don't have any building qualifications".
        open_end = r"(?! \d)" if words.endswith("level") else r"(?! \w)" if words.endswith(" any") else ""
        return re.compile(rf"(?<![\w']){re.escape(words)}(?![\w']){open_end}")
    least, things, low, high, few = counted.groups()
    numbers = range(int(least), MOST_COUNTED) if least else range(int(low), int(high) + 1)
    either = "|".join(map(str, numbers))
    return re.compile(rf"(?<![\w.])(?:{either}) (?:good |other )?{re.escape(things or few)}(?![\w'])")
