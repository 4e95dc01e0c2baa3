"""Reads a person's age as people give it: "34", "I'm 34 nearly 35", "born in 1991"."""

from __future__ import annotations

import re
from datetime import date

from bot.guidance.dates import MONTHS
from bot.guidance.eligibility.amounts import with_digits

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS[1:])
_DAY = r"(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? )?"
_BORN = r"(?:born|birthday|date of birth|d\.?o\.?b\.?)(?: is| was|:)?(?: in| on| back in)?(?: the)? "
_BORN_WORDS = re.compile(rf"\b{_BORN}{_DAY}(?:({_MONTH})\.?,? )?((?:19|20)\d\d)\b")
_BORN_DIGITS = re.compile(rf"\b(?:{_BORN})?(\d{{1,2}})[/.-](\d{{1,2}})[/.-]((?:19|20)\d\d)\b")
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)")
_YEARS = r"(?: ?(?:years? old|years? of age|years?|yrs? old|yrs?|y/?o))?"
# Not reached yet: "nearly 35", "35 next month", "turning 35".
_LATER = rf"(?:next|tomorrow|soon|in (?:a|the|{_MONTH}|\d))\b.*$"
_SOON = re.compile(
    r"\b(?:nearly|almost|coming up to|coming up|about to turn|about to be|turning|going on|soon(?: to be)?|"
    r"will be|i'll be|nearing|approaching) (?:be )?(\d{1,3})\b(?: ?years old)?(?: " + _LATER + ")?"
    r"|\b(\d{1,3}) " + _LATER
)
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# What may stand around an age without making the message something else.
_AROUND = frozenset(
    """i i'm im i've am is it it's its my me age aged ages of a an and the at just turned now today years year old yrs
    yr yo about around approximately roughly only but was this last week month half well um er erm oh ok okay so yes
    please sorry hi hello mate love think say days day birthday in had been be currently exactly actually yeah there
    you see""".split()
)
# "34 and I live in Leeds": an age, and then more.
_FIRST = re.compile(r"(?:i'm |im |i am |age )?(\d{1,3})(?: years old)?(?:,| and | but )(?! ?\d)")
_SAID = re.compile(
    rf"\b(?:i'm|im|i am|i have just turned|i've just turned|i just turned|i turned)(?: now| only| just"
    rf"| currently| about"
    rf"| around| aged)? (\d{{1,3}})\b(?!\s?(?:%|k\b|hours?|hrs?|minutes?|miles?|weeks?|months?|days?|people"
    rf"|staff|to\b|of\b))"
    rf"{_YEARS}"
)
_SAID_OTHERWISE = re.compile(
    r"\b(?:my age is|i'm aged|aged|as an?|being) (\d{1,3})\b(?! (?:hours?|people|staff|weeks?|to\b))"
    r"|\b(\d{2}) (?:years? old|yrs? old|year old)\b"
)
# Of somebody else: "she is 24", "a lad of 17", "the apprentice is 25", "aged 22".
_OF_OTHER = re.compile(
    r"\b(?:he|she|they|who|apprentice|trainee|learner|one|carers?|staff|lad|lass|girl|boy|worker|receptionist|chef|man|woman)"
    r"(?:'s|'?re| is|s| are| was| were)?(?: now| only| just| about| aged| of)* (?:is )?(\d{2})\b"
    r"(?!\s?(?:%|k\b|hours?|hrs?|people|staff|weeks?|of\b))"
    r"|\b(?:aged|age) (\d{2})\b|\bof (\d{2})(?= (?:as|and)\b|$|[,.])|\b(\d{2}) (?:years? old|yrs? old|year old)\b"
)
_AT = re.compile(r"\b(?:old|young|can i|could i|am i|may i|should i)\b.*\bat (?:the age of |age )?(1[6-9]"
    r"|[2-9]\d)\b(?!\s?(?:[%:]|am\b|pm\b|hours?|high|the|[a-z]+ (?:road|street)))")


def stated_age(text: str, today: date) -> float | None:
    """The age in a normalised text that says nothing else, or None."""
    text = with_digits(text)
    born = _born(text, today)
    if born is not None:
        return born
    year = _YEAR_ALONE.fullmatch(text.strip(" ."))
    if year and int(year.group(1)) <= today.year:
        return _age(today, int(year.group(1)), None, None)
    plain = re.sub(r"\d+(?:yo|yrs?|ish)\b", lambda found: re.sub(r"\D", "", found.group()), text)
    numbers = re.findall(r"-?\d+(?:\.\d+)?", _SOON.sub(" ", plain))
    if len(numbers) == 1 and _only(_SOON.sub(" ", plain)):
        return float(numbers[0])
    soon = _SOON.search(plain)
    if soon and not numbers and _only(_SOON.sub(" ", plain)):
        return float(soon.group(1) or soon.group(2)) - 1
    first = _FIRST.match(text)
    return float(first.group(1)) if first else None


def volunteered_age(text: str, today: date, of_other: bool = False) -> float | None:
    """The age that a person gives for themselves anywhere in a normalised text, or for somebody else; None where none."""
    text = with_digits(text)
    if of_other:
        found = _OF_OTHER.search(text)
        return float(next(group for group in found.groups() if group)) if found else None
    soon = _SOON.search(text)
    plain = _SOON.sub(" ", text)
    first_person = re.search(r"\b(?:i|i'm|im|i've|me|my)\b", text)
    for pattern in (_SAID, _SAID_OTHERWISE, _AT):
        found = pattern.search(plain)
        if found and (pattern is _SAID or first_person):
            return float(next(group for group in found.groups() if group))
    if soon and re.search(r"\bi(?:'m| am|'ll)? ?$|\bim ?$", text[: soon.start()].rstrip() + " "):
        return float(soon.group(1) or soon.group(2)) - 1
    return _born(text, today) if re.search(r"\bi (?:was|were) born|\bi'm born|\bmy (?:date of birth"
    r"|dob)", text) else None


def _born(text: str, today: date) -> int | None:
    digits = _BORN_DIGITS.search(text)
    if digits:
        day, month, year = (int(part) for part in digits.groups())
        return _age(today, year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    words = _BORN_WORDS.search(text)
    if words is None:
        return None
    day_text, month_text, year_text = words.groups()
    named = next((number for number, name in enumerate(MONTHS) if month_text and name[:3] == month_text[:3]), None)
    return _age(today, int(year_text), named, int(day_text) if day_text else None)


def _age(today: date, year: int, month: int | None, day: int | None) -> int:
    """Full years lived; of a year alone, counted as if the birthday were on 1 July, of a month on its first day."""
    return today.year - year - ((today.month, today.day) < (month or 7, day or 1))


def _only(text: str) -> bool:
    return all(word in _AROUND for word in _WORDS.findall(text))
