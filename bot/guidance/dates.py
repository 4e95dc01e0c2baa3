"""Dates as sources and people give them: a year, a month or a day, and one clock."""

from __future__ import annotations

import calendar
import os
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, Iterator

MIDDLE_OF_A_YEAR = 6
MONTHS = tuple(name.lower() for name in calendar.month_name)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTH_WORD = "|".join(f"{name[:3]}[a-z]*" for name in MONTHS[1:])
_SINCE = re.compile(rf"\bsince (?:({_MONTH_WORD})\b(?: ((?:19|20)\d\d))?|((?:19|20)\d\d))\b")
_TYPED = re.compile(rf"(?:\b({_MONTH_WORD})\.?,?\s+)?\b((?:19[89]|20[0-4])\d)\b(?!\s*(?:pounds|a year|per))")
# "20-26 hours" or "£2008" is an amount, not a year.
_AMOUNT = re.compile(
    r"[£$€]\s*$|\d[,.]$|\b(?:grant|payment|bonus|incentive|loan|sum|amount|cost|fee|price|bill|limit|cap|pay|wage|salary)s? of $"
)
# "She came from Poland in 2019" tells of a life, and asks about no year.
_OF_A_LIFE = re.compile(
    r"\b(?:i|he|she|they|we|who|learner|member)(?:'ve|'s)?(?: have| has| had| was| were| only| first)*"
    r" (?:came|come|arrived|moved|left|started|joined|finished|passed|failed|born|been)\b[^.?!;]*$"
)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|during|for|of|since|until|till|around|about|back in|as at|as of|by|year)\s+(?:the\s+year\s+)?"
    rf"|\b(?:{_MONTH_WORD})\.?,?\s+|^\s*(?:and\s+)?)$"
)


def as_of() -> date:
    """Today, or the day that KNOWLEDGE_AS_OF sets for a whole deployment."""
    set_day = os.environ.get("KNOWLEDGE_AS_OF")
    return date.fromisoformat(set_day) if set_day else date.today()


def calendar_day() -> date:
    """The real day, whatever KNOWLEDGE_AS_OF says: reviews fall due by it."""
    return date.today()


def elapsed(text: str, today: date) -> str:
    """A normalised text with "since March" and "since 2019" as the months or years that have passed since."""
    def passed(found: re.Match[str]) -> str:
        month = next((number for number, name in enumerate(MONTHS) if found[1] and name[:3] == found[1][:3]), MIDDLE_OF_A_YEAR)
        year = int(found[2] or found[3] or today.year - (month > today.month))
        months = (today.year - year) * 12 + today.month - month
        return f"{months // 12} years" if months >= 24 else f"{max(months, 0)} months"

    return _SINCE.sub(passed, text)


@dataclass(frozen=True)
class Period:
    """Days from first to last, both included; None means open on that side."""

    first: date | None
    last: date | None

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.overlaps(Period(day, day))

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share a day."""
        starts_in_time = self.first is None or other.last is None or self.first <= other.last
        ends_late_enough = self.last is None or other.first is None or self.last >= other.first
        return starts_in_time and ends_late_enough

    def iso(self) -> list[str | None]:
        """The period as two ISO dates, for messages between processes."""
        return [day.isoformat() if day else None for day in (self.first, self.last)]

    @classmethod
    def from_iso(cls, days: list[str | None]) -> Period:
        """The period that `iso` wrote."""
        first, last = (date.fromisoformat(day) if day else None for day in days)
        return cls(first, last)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, a month or a day as a source gives it ("2008", "2008-09", "2008-09-15")."""

    first: date
    last: date
    text: str

    @classmethod
    def parse(cls, value: Any) -> PartialDate:
        """The date in the value; ValueError says what was expected."""
        match = _PARTIAL.fullmatch(str(value))
        if match is None:
            raise ValueError(f"{value!r} is not a date like 2008, 2008-09 or 2008-09-15")
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
        last = first if day else date(first.year, month or 12, calendar.monthrange(first.year, month or 12)[1])
        return cls(first, last, str(value))

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[Any], PartialDate]]:
        yield lambda value: value if isinstance(value, PartialDate) else cls.parse(value)

    def words(self) -> str:
        """The date as it is said: "2008", "September 2008", "15 September 2008"."""
        parts = len(self.text.split("-"))
        month = calendar.month_name[self.first.month]
        if parts == 1:
            return self.text
        return f"{month} {self.first.year}" if parts == 2 else f"{self.first.day} {month} {self.first.year}"

    def when(self) -> str:
        """The date as it stands in a sentence: "in 2008", "in September 2008", "on 15 September 2008"."""
        return f"{'on' if self.text.count('-') == 2 else 'in'} {self.words()}"


def find_period(text: str, earliest: int = 0) -> Period | None:
    """The year or month that a message asks about ("in 2008", "sept 2008?"), or None; years before `earliest` are passed over."""
    lowered = text.lower()
    for match in _TYPED.finditer(lowered):
        month, year = match.groups()
        before = lowered[: match.start(2)]
        asked = _BEFORE_YEAR.search(before) or _ends_the_question(lowered, match.end())
        if int(year) < earliest or _AMOUNT.search(before) or _OF_A_LIFE.search(before) or not asked:
            continue
        number = next((i for i, name in enumerate(MONTHS) if month and i and name.startswith(month[:3])), None)
        partial = PartialDate.parse(f"{year}-{number}" if number else year)
        return Period(partial.first, partial.last)
    return None


def _ends_the_question(text: str, end: int) -> bool:
    return not text[end:].strip(" ?!.")
