"""One row as a person: what rules can use, and the little that is kept to know the row by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Optional

from bot.guidance.eligibility.circumstances import Value
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce.cells import Cells, Said
from bot.workforce.columns import Columns, heading_of
from bot.workforce.decoding import BROKEN
from bot.workforce.everybody import Same
from bot.workforce.rows import Broken, Row

LONGEST_KEPT, LONGEST_SHOWN = 60, 40
# National Insurance numbers and e-mail addresses say who somebody is, whatever column they stand in.
_PERSONAL = re.compile(r"\b[A-Za-z]{2} ?(?:\d\d ?){3}[A-Da-d]\b|\S+@\S+")


@dataclass(frozen=True)
class Person:
    """What one row says: a label for the result, the department, facts by circumstance, and the place for a route.

    `vague`: a place is named that the rules turn on, and it does not tell which of them hold.
    """

    label: str
    department: str
    facts: Mapping[str, Value]
    place: Optional[str]
    vague: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a row: its line, the column as we call it, what is wrong in words, and what it says."""

    line: int
    column: str
    problem: str
    shown: str


class Reader:
    """Reads the rows of one file with its columns, and with what is the same for everybody."""

    def __init__(
        self, k: Knowledge, words: Workforce, columns: Columns, needed: Collection[str], same: Mapping[str, Same], today: date
    ) -> None:
        self._words, self._columns, self._needed = words, columns, frozenset(needed)
        self._facts = {name: each.said.fact for name, each in same.items() if each.said.fact is not None}
        self._place = next((each.said.place for each in same.values() if each.said.place), None)
        self._cells = [
            (name, [(way.at, way.other, Cells(k, name, way.form, today)) for way in ways])
            for name, ways in columns.ways.items()
        ]

    def read(self, row: Row | Broken) -> Person | list[Fault]:
        """The person of a row, or everything that is wrong with it."""
        if isinstance(row, Broken):
            problem = self._words.say(f"bad.{row.why}", **row.values)
            return [Fault(row.line, self._words.say("bad.whole_row"), problem, "")]
        facts, place, vague, faults = dict(self._facts), self._place, False, []
        for name, ways in self._cells:
            at, said = self._said(ways, row.cells)
            if said.problem and name in self._needed:
                faults.append(self._fault(row, name, at, said.problem))
            elif said.vague:
                vague = vague or name in self._needed
            elif said.fact is not None:
                facts[name] = said.fact
                place = said.place or place
        label, department = self._kept(row, faults)
        return faults or Person(label, department, facts, place, vague)

    def _said(self, ways: list[tuple[int, int | None, Cells]], cells: list[str]) -> tuple[int, Said]:
        """What the first column that is not blank says."""
        at, said = ways[0][0], Said()
        for at, other, column in ways:
            said = column.read(cells[at], "" if other is None else cells[other])
            if not said.blank:
                break
        return at, said

    def _kept(self, row: Row, faults: list[Fault]) -> tuple[str, str]:
        label = department = ""
        if self._columns.reference is not None:
            label = self._tidy(row, self._columns.reference, self._words.reference.heading, faults)
        if self._columns.department is not None:
            department = self._tidy(row, self._columns.department, self._words.department.heading, faults)
        return label or self._words.say("result.line_value", line=row.line), department

    def _tidy(self, row: Row, at: int, heading: str, faults: list[Fault]) -> str:
        """A cell that is carried over: in one short line, and nothing where it would say who somebody is."""
        text = tidy(row.cells[at], LONGEST_KEPT)
        if BROKEN in text:
            faults.append(Fault(row.line, heading, self._words.say("bad.broken_text"), ""))
        return "" if _PERSONAL.search(text) else text

    def _fault(self, row: Row, name: str, at: int, problem: str) -> Fault:
        column = self._words.column_for(name)
        examples = column.examples if column else ["", ""]
        example = self._words.say("bad.several", first=examples[0], last=examples[1])
        example = example if len(set(examples)) > 1 else examples[0]
        shown = tidy(row.cells[at], LONGEST_SHOWN)
        shown = self._words.say("bad.hidden") if _PERSONAL.search(shown) or BROKEN in shown else shown
        heading = self._columns.headings[at].strip() or heading_of(self._words, name)
        return Fault(row.line, heading, self._words.say(f"bad.{problem}", example=example), shown)


def tidy(text: str, longest: int) -> str:
    """A text in one line, without what cannot be seen, cut where it is too long."""
    text = " ".join("".join(each for each in text[: 4 * longest] if each.isprintable() or each.isspace()).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
