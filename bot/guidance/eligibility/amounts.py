"""Reads numbers and pay as people type them: "thirty four", "26k", "£13 an hour 37 hours"."""

from __future__ import annotations

import re

WEEKS_A_YEAR, MONTHS_A_YEAR = 52, 12
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_VALUES["fourty"] = 40
_SCALES = ("hundred", "thousand")
_WORD = "|".join([*_VALUES, *_SCALES])
_RUN = re.compile(rf"\b(?:a (?:hundred|thousand)|{'|'.join(_VALUES)})\b(?:[ -]+(?:and[ -]+)?(?:{_WORD}))*\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_NUMBER = r"(\d+(?:\.\d+)?)"
_MONEY = rf"£? ?{_NUMBER} ?(k|grand|thousand|thou)?\b(?: ?(?:pounds|quid|gbp))?"
_HOURLY = re.compile(rf"{_MONEY} ?(?:an hour|a hour|per hour|each hour|p/h|ph\b|/ ?h(?:ou)?r?\b|hourly)")
_HOURS = re.compile(rf"{_NUMBER} ?(?:hours?|hrs?|h)\b(?: ?(?:a week|per week|each week|weekly|week|pw|/ ?week))?")
_WEEKLY = re.compile(rf"{_MONEY} ?(?:a week|per week|each week|weekly|pw|p/w|/ ?w(?:ee)?k)\b")
_MONTHLY = re.compile(rf"{_MONEY} ?(?:a month|per month|each month|monthly|pcm|pm|/ ?m(?:on)?th)\b")
_YEARLY = re.compile(rf"{_MONEY}(?: ?(?:a year|per year|each year|yearly|per annum|p\.?a\.?|annually"
    rf"|/ ?y(?:ea)?r)(?!\w))?")
_RANGE = re.compile(rf"{_MONEY} ?(?:-|to|and|or) ?{_MONEY}")
UNDER = re.compile(r"\b(?:under|less than|below|not more than|up to|at most)\b")
OVER = re.compile(r"\b(?:over|more than|above|at least)\b")


def with_digits(text: str) -> str:
    """A normalised text with its number words as digits and without commas inside numbers."""
    return _RUN.sub(lambda run: str(_value(run.group())), _THOUSANDS.sub("", text))


def counted(things: list[str], text: str) -> float | None:
    """The only number of such things in a normalised text: 900 in "900 staff", 9 in "there are 9 of us"."""
    either = "|".join(re.escape(thing) for thing in things)
    found = {int(number) for number in re.findall(rf"(?<![\w.£-])(\d+) (?:{either})\b", with_digits(text))}
    return float(found.pop()) if len(found) == 1 else None


def yearly_pay(text: str) -> tuple[float | None, str]:
    """The pounds a year that a normalised text gives, and the text without them.

    None where there is no amount, or an amount an hour without the hours. A range counts as its upper end, because a
    doubt must not make a verdict better.
    """
    text = with_digits(text)
    hourly = _HOURLY.search(text)
    if hourly:
        rest = _cut(text, hourly)
        hours = _HOURS.search(rest)
        if hours is None:
            return None, rest
        return _pounds(hourly.group(1), None) * float(hours.group(1)) * WEEKS_A_YEAR, _cut(rest, hours)
    text = _RANGE.sub(_upper, text)
    for pattern, times in ((_WEEKLY, WEEKS_A_YEAR), (_MONTHLY, MONTHS_A_YEAR), (_YEARLY, 1)):
        found = pattern.search(text)
        if found:
            rest = _cut(text, found)
            amount = _pounds(found.group(1), found.group(2)) * times
            step = -1 if UNDER.search(rest) else 1 if OVER.search(rest) else 0
            return amount + step, OVER.sub(" ", UNDER.sub(" ", rest))
    return None, text


def _value(run: str) -> int:
    total = current = 0
    for word in re.split(r"[ -]+", run):
        if word in _VALUES:
            is_year = 10 <= current < 100 and _VALUES[word] >= 20
            current = current * 100 + _VALUES[word] if is_year else current + _VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
    return total + current


def _pounds(number: str, scale: str | None) -> float:
    return float(number) * (1000 if scale else 1)


def _upper(found: re.Match[str]) -> str:
    """The higher end of a range; "22-24k" means thousands at both ends."""
    low, low_scale, high, high_scale = found.groups()
    highest = max(_pounds(high, high_scale), _pounds(low, low_scale or (high_scale if float(low) < 1000 else None)))
    return f"£{highest:g} " if highest < 1_000_000 else found.group()


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end():]}"
