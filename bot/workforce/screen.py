"""What stands on the screen: how a file is read, what came out, what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.guidance.schema.eligibility import MEANS
from bot.guidance.schema.workforce import Workforce
from bot.workforce.columns import Columns, Way, heading_of
from bot.workforce.people import Fault, tidy
from bot.workforce.tally import Tally

WIDEST_HEADING, FAULTS_SHOWN = 40, 20


def reading(words: Workforce, columns: Columns, everybody: Mapping[str, str]) -> Iterator[str]:
    """Which column is read as what, what is the same for everybody, and what is left out."""
    yield words.say("screen.columns")
    for kind, at, column in (
        ("reference", columns.reference, words.reference), ("department", columns.department, words.department)
    ):
        if at is not None:
            as_what = words.say(f"screen.{kind}", heading=column.heading)
            yield words.say("screen.column", heading=quoted(columns, at), as_what=as_what)
    for name, ways in columns.ways.items():
        for number, way in enumerate(ways):
            yield _way(words, columns, heading_of(words, name), way, first=not number)
    for name, value in everybody.items():
        yield words.say("screen.everybody", as_what=heading_of(words, name), value=value)
    if columns.reference is None:
        yield words.say("screen.no_reference")
    plain = [quoted(columns, at) for at, why in columns.left_out.items() if why is None]
    if plain:
        yield words.say("screen.left_out", headings=", ".join(plain))
    for at, why in columns.left_out.items():
        if why is not None:
            yield words.say("screen.left_out_why", heading=quoted(columns, at), why=why)


def not_given(words: Workforce, missing: Sequence[str], hint: tuple[str, str] | None) -> Iterator[str]:
    """The circumstances that no column gives, and how to give one for everybody."""
    if missing:
        yield words.say("screen.not_in_file", headings="; ".join(heading_of(words, name) for name in missing))
        if hint:
            yield words.say("screen.not_in_file_hint", name=hint[0], value=hint[1])


def summary(words: Workforce, tally: Tally) -> Iterator[str]:
    """The table of one set of rules: people and share for each outcome, the best first."""
    rule_set = tally.judge.rule_set
    yield words.say("screen.heading", title=upper(rule_set.title), when=rule_set.as_at.words())
    rows = [
        (title, words.say(f"comes_to.{means}"), f"{count:,}", share(count, tally.people))
        for title, means, count in by_title(tally)
    ]
    heads = tuple(words.say(f"screen.{key}") for key in ("outcome", "comes_to", "people", "share"))
    total = (words.say("screen.all"), "", f"{tally.people:,}", share(tally.people, tally.people))
    widths = [max(len(row[at]) for row in (heads, *rows, total)) for at in range(4)]
    for row in (heads, *rows, total):
        yield "  " + "  ".join(
            text.ljust(width) if at < 2 else text.rjust(width) for at, (text, width) in enumerate(zip(row, widths))
        ).rstrip()
    yield words.say("screen.guidance", caution=rule_set.caution or "").rstrip()


def faults(words: Workforce, first: Sequence[Fault], rows: int, more: int, name: str) -> Iterator[str]:
    """The first things that were wrong, and how many more there are."""
    if rows:
        yield words.say("screen.bad", count=counted(words, "screen.rows", rows))
        for fault in first[:FAULTS_SHOWN]:
            yield words.say("screen.bad_row", line=fault.line, column=fault.column, problem=_told(fault))
        if more:
            yield words.say("screen.bad_more", count=f"{more:,}", name=name)


def by_title(tally: Tally) -> list[tuple[str, str, int]]:
    """Each title of an outcome, what it comes to and how many people have it: the best first, then the most."""
    counts: dict[tuple[str, str], int] = {}
    for name, count in tally.outcomes.items():
        outcome = tally.judge.rule_set.outcomes[name]
        counts[outcome.means, outcome.title] = counts.get((outcome.means, outcome.title), 0) + count
    ordered = sorted(counts, key=lambda key: (MEANS.index(key[0]), -counts[key], key[1]))
    return [(title, means, counts[means, title]) for means, title in ordered]


def share(count: int, of: int) -> str:
    """A share in whole per cent, and no "0 %" where there is somebody."""
    percent = round(100 * count / of) if of else 0
    return "<1%" if count and not percent else f"{percent}%"


def counted(words: Workforce, key: str, count: int) -> str:
    """A number with its noun: "1 row", "1,000 rows"."""
    return words.say(f"{key}.{'one' if count == 1 else 'many'}", count=f"{count:,}")


def upper(text: str) -> str:
    """A title at the beginning of a line."""
    return text[:1].upper() + text[1:]


def quoted(columns: Columns, at: int) -> str:
    """A heading of the file as it is quoted on the screen."""
    return f'"{tidy(columns.headings[at], WIDEST_HEADING)}"'


def missing_of(order: Collection[str], columns: Columns, everybody: Collection[str]) -> list[str]:
    """The circumstances that neither a column nor a word for everybody gives."""
    return [name for name in order if name not in columns.ways and name not in everybody]


def _way(words: Workforce, columns: Columns, as_what: str, way: Way, first: bool) -> str:
    heading = quoted(columns, way.at)
    if way.other is not None:
        heading = words.say("screen.column_with", heading=heading, other=quoted(columns, way.other))
    if way.form.note:
        as_what = words.say("screen.column_note", as_what=as_what, note=way.form.note)
    return words.say(
        "screen.column", heading=heading, as_what=as_what if first else words.say("screen.column_after", as_what=as_what)
    )


def _told(fault: Fault) -> str:
    return f'"{fault.shown}": {fault.problem}' if fault.shown else fault.problem
