"""The misses by facet: for every sort of question and kind of follow-up, what became of its messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.bench.said import Said
from bot.bench.verdicts import ASKED, CONFIDENT, HALF, MISREAD, REFUSED, RIGHT

HEADS = ("messages", "right", "wrong, confident", "asked back", "refused", "half or misread")
_SORTS = {"facet": "Facet", "questions": "Questions", "kind": "Turn", "intent": "Wish"}
_VERDICTS = ((RIGHT,), (CONFIDENT,), (ASKED,), (REFUSED,), (HALF, MISREAD))


@dataclass(frozen=True)
class Row:
    """One row: the messages counted in it, and how many of them met with which verdict, in the order of HEADS."""

    sort: str
    name: str
    messages: int
    counts: tuple[int, ...]

    @property
    def title(self) -> str:
        """What the row is of: "Facet: cost"."""
        return f"{_SORTS[self.sort]}: {self.name}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The messages, then each verdict as a number with its share."""
        return (f"{self.messages}", *(f"{count} ({count / self.messages:.0%})" for count in self.counts))


def rows(said: Iterable[Said]) -> list[Row]:
    """A row for each facet, sort of question, kind of turn and wish, in that order, the most messages first."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for one in said:
        for row in one.rows:
            counted.setdefault(row, Counter())[one.found] += 1
    made = [
        Row(sort, name, sum(found.values()), tuple(sum(found[each] for each in some) for some in _VERDICTS))
        for (sort, name), found in counted.items()
    ]
    order = list(_SORTS)
    return sorted(made, key=lambda row: (order.index(row.sort), -row.messages, row.name))


def lines(found: Iterable[Row]) -> Iterator[str]:
    """The table as lines of text."""
    yield f"  {'':30}" + "".join(f"{head:>17}" for head in HEADS)
    for row in found:
        yield f"  {row.title:30}" + "".join(f"{cell:>17}" for cell in row.cells)
