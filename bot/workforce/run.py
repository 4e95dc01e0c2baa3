"""Checks one file from end to end: reads it row by row, judges, counts, and writes the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce.columns import Columns
from bot.workforce.everybody import Same
from bot.workforce.outputs import Outputs
from bot.workforce.page import Story, page
from bot.workforce.people import Fault, Person, Reader
from bot.workforce.progress import shown
from bot.workforce.rows import Table
from bot.workforce.screen import FAULTS_SHOWN, missing_of
from bot.workforce.sheets import CsvSheet, Sheet, sheet_for
from bot.workforce.tally import Tally
from bot.workforce.verdicts import FIELDS, Judge


@dataclass(frozen=True)
class Plan:
    """What to check and how: the table, its columns, the rules, and where the results go."""

    table: Table
    columns: Columns
    judges: list[Judge]
    same: Mapping[str, Same]
    output: Path
    page: Path
    faults: Path
    today: date

    @property
    def needed(self) -> list[str]:
        """The circumstances that some of the rules turn on."""
        return needed_by(self.judges)

    @property
    def told_of_all(self) -> dict[str, str]:
        """What is the same for everybody, in words."""
        return {name: each.words for name, each in self.same.items()}


@dataclass
class Found:
    """What came out: the counts, how many rows were left out, the first things that were wrong, and vague places."""

    tallies: list[Tally]
    rows: int = 0
    left_out: int = 0
    faults: int = 0
    vague: int = 0
    first: list[Fault] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people were judged."""
        return self.rows - self.left_out


def run(k: Knowledge, words: Workforce, plan: Plan, outputs: Outputs) -> Found:
    """Judge every row and write the results; they stand in their places once `outputs.keep` is called."""
    found = Found([Tally(judge) for judge in plan.judges])
    result = sheet_for(words, outputs.begin(plan.output), plan.output.suffix.lower())
    bad = CsvSheet(outputs.begin(plan.faults))
    try:
        _judge_all(k, words, plan, found, result, bad)
        bad.close()
        if found.people:
            result.close()
            outputs.begin(plan.page).write_text(page(k, words, _story(plan, found)), encoding="utf-8")
    finally:
        result.abandon()
        bad.abandon()
    if not found.people:
        outputs.drop(plan.output)
    if not found.left_out:
        outputs.drop(plan.faults)
    return found


def _judge_all(k: Knowledge, words: Workforce, plan: Plan, found: Found, result: Sheet, bad: Sheet) -> None:
    reader = Reader(k, words, plan.columns, plan.needed, plan.same, plan.today)
    judge = _judging(plan, found, result)
    result.write(headings(words, plan))
    bad.write(words.phrase("bad.headings"))
    for row in shown(words, plan.table.rows, plan.table.expected):
        found.rows += 1
        read = reader.read(row)
        if isinstance(read, Person):
            judge(read)
            found.vague += read.vague
        else:
            _leave_out(found, read, bad)


def _story(plan: Plan, found: Found) -> Story:
    return Story(
        found.tallies, found.people, found.left_out, plan.columns.department is not None,
        missing_of(plan.needed, plan.columns, plan.same), plan.told_of_all, found.vague, plan.today,
    )


def needed_by(judges: Sequence[Judge]) -> list[str]:
    """The circumstances that some of the rules turn on."""
    return list(dict.fromkeys(name for judge in judges for name in judge.rules.order))


def headings(words: Workforce, plan: Plan) -> list[str]:
    """The headings of the result: who, then what each set of rules says."""
    own = [words.reference.heading if plan.columns.reference is not None else words.say("result.line")]
    own += [words.department.heading] if plan.columns.department is not None else []
    fields = [words.say(f"result.{name}") for name in FIELDS]
    if len(plan.judges) == 1:
        return own + fields
    titles = [judge.rule_set.title for judge in plan.judges]
    return own + [words.say("result.of_set", title=title, heading=each) for title in titles for each in fields]


def _judging(plan: Plan, found: Found, result: Sheet) -> Callable[[Person], None]:
    by_department = plan.columns.department is not None
    pairs = list(zip(plan.judges, found.tallies))

    def judge(person: Person) -> None:
        cells = [person.label, person.department] if by_department else [person.label]
        for each, tally in pairs:
            verdict = each.verdict(person.facts)
            door = each.door(verdict, person.facts, person.place)
            tally.add(verdict, door, person.department)
            cells += verdict.cells(door)
        result.write(cells)

    return judge


def _leave_out(found: Found, faults: list[Fault], bad: Sheet) -> None:
    found.left_out += 1
    found.faults += len(faults)
    found.first += faults[: FAULTS_SHOWN - len(found.first)]
    for fault in faults:
        bad.write([str(fault.line), fault.column, fault.problem, fault.shown])
