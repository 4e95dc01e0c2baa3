"""Reads one cell as the chat reads a reply: a fact for the rules, not known, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Optional

from bot.guidance.eligibility.circumstances import Value, known
from bot.guidance.eligibility.replies import parse
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import UNANSWERED, Circumstance
from bot.guidance.schema.workforce import Form
from bot.guidance.text import normalise
from bot.workforce.births import birth_reply
from bot.workforce.decoding import BROKEN

# How many different cells of one column are remembered, and how long a cell may be to be looked at.
REMEMBERED, LONGEST = 8192, 200
_POSTCODE = re.compile(r"([A-Za-z]{1,2}\d[A-Za-z\d]?) ?\d[A-Za-z]{2}")


@dataclass(frozen=True)
class Said:
    """What a cell says: a fact that rules can use (None: not known), the place it names, or a problem (key of `bad`).

    `blank` cells say nothing at all, so that another column may be asked; a `vague` place lies, or may lie, in areas with
    different rules, so that it is not known which of them hold.
    """

    fact: Optional[Value] = None
    place: Optional[str] = None
    problem: Optional[str] = None
    blank: bool = False
    vague: bool = False


BLANK, NOT_SAID, VAGUE = Said(blank=True), Said(), Said(vague=True)


class Cells:
    """The cells of one column, or pair of columns, for one circumstance."""

    def __init__(self, k: Knowledge, circumstance: str, form: Form, today: date) -> None:
        self._k, self._name, self._form, self._today = k, circumstance, form, today
        self._question: Circumstance = k.questions[circumstance]
        self._not_known = frozenset(map(normalise, k.workforce.not_known)) if k.workforce else frozenset()
        self._remembered = lru_cache(REMEMBERED)(self._read)

    def read(self, cell: str, other: str = "") -> Said:
        """What a cell says, together with that of the second column where there is one."""
        if not cell or cell.isspace():
            return BLANK
        if len(cell) > LONGEST or len(other) > LONGEST:
            return Said(problem="not_understood")
        if self._question.kind == "place":
            cell = _without_address(cell)
        return self._remembered(cell.strip(), other.strip())

    def _read(self, cell: str, other: str) -> Said:
        if BROKEN in cell or BROKEN in other:
            return Said(problem="broken_text")
        if self._is_blank(cell) or (self._form.with_ and self._is_blank(other)):
            return BLANK
        text: str | None = cell
        if self._form.reads == "birth":
            text = birth_reply(cell, self._today)
        elif self._question.age:
            text = birth_reply(cell, self._today) or cell
        if text is None:
            return Said(problem="no_date")
        return self._replied(self._form.as_.format(cell=text, other=other) if self._form.as_ else text)

    def _replied(self, text: str) -> Said:
        reply = parse(self._question, text, self._k, self._today)
        if reply.kind == "rather_not":
            return NOT_SAID
        if reply.kind in ("value", "dont_know"):
            value = "unknown" if reply.value is None else reply.value
            fact = known(self._k, {self._name: value}).get(self._name)
            if fact is not None:
                place = str(value) if self._question.kind == "place" and value not in UNANSWERED else None
                return Said(None if fact in UNANSWERED else fact, place)
        if reply.kind != "none" and self._question.kind == "place":
            return VAGUE
        return Said(problem="not_understood" if reply.kind == "none" else "impossible")

    def _is_blank(self, cell: str) -> bool:
        normal = normalise(cell)
        return not normal or normal in self._not_known or normal.rstrip(" .") in self._not_known


def _without_address(cell: str) -> str:
    """A cell with the second half of a postcode made the same for all: it tells a house, and is not needed."""
    found = _POSTCODE.fullmatch(cell.strip())
    return f"{found.group(1).upper()} 1AA" if found else cell
