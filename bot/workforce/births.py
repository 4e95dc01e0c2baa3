"""Reads dates of birth as files of staff write them, the day first."""

from __future__ import annotations

import re
from datetime import date

from bot.guidance.dates import MONTHS

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS[1:])
_TIME = r"(?:[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?z?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d\d){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*({_MONTH})\.?,?[-/. ]*(\d{{4}}|\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Nobody at work is younger or older, so two digits of a year mean only one year.
YOUNGEST, OLDEST = 10, 109


def birth_reply(text: str, today: date) -> str | None:
    """A cell with a date or year of birth as a reply that the chat understands; None where it holds neither."""
    text = " ".join(text.lower().split())
    if _YEAR.fullmatch(text):
        return text
    born = _date(text, today)
    return f"{born.day}/{born.month}/{born.year}" if born else None


def _date(text: str, today: date) -> date | None:
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy"), (_NAMED, "dmy")):
        found = pattern.fullmatch(text)
        if found:
            parts = dict(zip(order, found.groups()))
            month = int(parts["m"]) if parts["m"].isdigit() else _named(parts["m"])
            try:
                return date(_year(parts["y"], today), month, int(parts["d"]))
            except ValueError:
                return None
    return None


def _named(month: str) -> int:
    return next(number for number, name in enumerate(MONTHS) if name and name[:3] == month[:3])


def _year(digits: str, today: date) -> int:
    """The year in full; ValueError where two digits could be either century."""
    if len(digits) == 4:
        return int(digits)
    years = [year for year in (1900 + int(digits), 2000 + int(digits)) if YOUNGEST <= today.year - year <= OLDEST]
    if len(years) != 1:
        raise ValueError(digits)
    return years[0]
