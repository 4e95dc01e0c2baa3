"""Which columns of a file are read, as what, and which are left out and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.guidance.schema.workforce import Column, Form, Workforce
from bot.workforce.names import Names, Target, key_of
from bot.workforce.refusals import CannotDo, WrongWords

REFERENCE, DEPARTMENT, UNUSED = "(reference)", "(department)", "(not used)"


@dataclass(frozen=True)
class Way:
    """One way in which a file gives something: the form, its column and, where the form needs two, the other one."""

    form: Form
    at: int
    other: int | None = None


@dataclass
class Columns:
    """The columns of one file: ways to read each circumstance in order, the others by heading with why, if known."""

    headings: list[str]
    ways: dict[str, list[Way]] = field(default_factory=dict)
    reference: int | None = None
    department: int | None = None
    left_out: dict[int, str | None] = field(default_factory=dict)


def columns_of(
    words: Workforce, headings: list[str], wanted: Collection[str], fixed: Collection[str], chosen: Mapping[str, str]
) -> Columns:
    """The columns that give the wanted circumstances; CannotDo where two could be the same thing.

    What is `fixed` for everybody is not read. `chosen` are headings by name of what they are to be read as.
    """
    described = _described(words, wanted)
    found = _found(words, described, headings, chosen)
    columns = Columns(headings, left_out=dict.fromkeys(range(len(headings))))
    for at, target in found.items():
        if target.column == UNUSED:
            columns.left_out[at] = words.not_used[target.form].why
    for name, column in described.items():
        ways = _ways(words, name, column, found, columns)
        if name in fixed:
            columns.left_out.update((way.at, words.say("screen.overridden")) for way in ways)
        elif name in (REFERENCE, DEPARTMENT) and ways:
            _keep_first(words, columns, name, ways)
        elif ways:
            columns.ways[name] = ways
    read = {at for ways in columns.ways.values() for way in ways for at in (way.at, way.other)}
    read |= {columns.reference, columns.department}
    columns.left_out = {at: why for at, why in columns.left_out.items() if at not in read and headings[at].strip()}
    return columns


def names_for(words: Workforce, wanted: Collection[str]) -> Names:
    """The names of the columns of wanted circumstances, and of those that are known and not read."""
    names = Names(words.passing, words.never_stretched)
    for name, column in _described(words, wanted).items():
        for number, form in enumerate(column.forms):
            names.add(Target(name, number), form.aliases)
            names.add(Target(name, number, "other"), form.with_)
        plain = next(at for at, form in enumerate(column.forms) if form.reads == "reply" and form.as_ is None)
        names.add(Target(name, plain), [name, column.heading])
    for number, unused in enumerate(words.not_used):
        names.add(Target(UNUSED, number), unused.aliases)
    return names


def heading_of(words: Workforce, circumstance: str) -> str:
    """What the column of a circumstance is called when we write it."""
    column = words.column_for(circumstance)
    return column.heading if column else circumstance


def _described(words: Workforce, wanted: Collection[str]) -> dict[str, Column]:
    own: dict[str, Column] = {REFERENCE: words.reference, DEPARTMENT: words.department}
    return own | {column.circumstance: column for column in words.columns if column.circumstance in wanted}


def _found(
    words: Workforce, described: Mapping[str, Column], headings: list[str], chosen: Mapping[str, str]
) -> dict[int, Target]:
    """What each heading stands for; a column that was chosen for something is the only one for it."""
    names = names_for(words, described)
    picked: dict[int, Target] = {}
    for name, heading in chosen.items():
        target = names.find(name)
        at = next((at for at, each in enumerate(headings) if key_of(each) == key_of(heading)), None)
        if target is None or target.column == UNUSED:
            known = ", ".join(column.heading for column in described.values())
            raise WrongWords(words.say("usage.no_circumstance", name=name, names=known))
        if at is None:
            raise WrongWords(words.say("usage.no_heading", name=heading))
        picked[at] = target
    taken = {(target.column, target.part) for target in picked.values()}
    found = {at: names.find(heading) for at, heading in enumerate(headings) if at not in picked and heading.strip()}
    kept = {at: target for at, target in found.items() if target and (target.column, target.part) not in taken}
    return {**kept, **picked}


def _ways(
    words: Workforce, name: str, column: Column, found: Mapping[int, Target], columns: Columns
) -> list[Way]:
    ways = []
    for number, form in enumerate(column.forms):
        at = _only(words, column, found, Target(name, number), columns.headings)
        other = _only(words, column, found, Target(name, number, "other"), columns.headings)
        if at is not None and form.with_ and other is None:
            columns.left_out[at] = words.say("screen.alone", needed=f'"{form.with_[0].capitalize()}"')
        elif at is not None:
            ways.append(Way(form, at, other))
    return ways


def _only(
    words: Workforce, column: Column, found: Mapping[int, Target], target: Target, headings: list[str]
) -> int | None:
    """The one column for a target, None where there is none."""
    at = [number for number, each in found.items() if each == target]
    if len(at) > 1:
        named = " and ".join(f'"{headings[number].strip()}"' for number in at)
        first = headings[at[0]].strip()
        raise CannotDo(words.say("refused.twice", columns=named, as_what=column.heading, first=first))
    return at[0] if at else None


def _keep_first(words: Workforce, columns: Columns, name: str, ways: list[Way]) -> None:
    """A name or group that is only carried over comes from one column."""
    first, *others = ways
    if name == REFERENCE:
        columns.reference = first.at
    else:
        columns.department = first.at
    other = columns.headings[first.at].strip()
    columns.left_out.update((way.at, words.say("screen.second_choice", other=f'"{other}"')) for way in others)
