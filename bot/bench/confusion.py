"""Counts what was asked against what was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.bench.said import ALIKE, COMPARISON, HALF_OF_IT, UNCLEAR, Said

# What can be heard, and is never asked: these columns stand last.
_ONLY_HEARD = (ALIKE, HALF_OF_IT, COMPARISON, UNCLEAR)


@dataclass(frozen=True)
class Confusion:
    """How often each sort of question (a row) was heard as each other (a column); the rows lead the columns, in their order."""

    asked: list[str]
    heard: list[str]
    counts: dict[tuple[str, str], int]

    def of(self, asked: str) -> int:
        """How many messages asked this."""
        return sum(self.counts.get((asked, heard), 0) for heard in self.heard)

    def share(self, asked: str, heard: str) -> float:
        """The part of the messages asking the one that were heard as the other, from 0 to 1."""
        total = self.of(asked)
        return self.counts.get((asked, heard), 0) / total if total else 0.0

    def worst(self, most: int) -> list[tuple[str, str, int]]:
        """What was asked and heard otherwise, and how often, the most frequent first."""
        wrong = [(asked, heard, count) for (asked, heard), count in self.counts.items() if asked != heard]
        return sorted(wrong, key=lambda one: (-one[2], one[0], one[1]))[:most]


def confusion(said: Iterable[Said]) -> Confusion:
    """What was asked against what was heard, over these messages; the most asked comes first."""
    counts = Counter((one.asked, one.heard) for one in said)
    totals: Counter[str] = Counter()
    for (asked, _), count in counts.items():
        totals[asked] += count
    rows = sorted(totals, key=lambda name: (-totals[name], name))
    others = {heard for _, heard in counts} - set(rows)
    last = [name for name in _ONLY_HEARD if name in others]
    return Confusion(rows, [*rows, *sorted(others - set(last)), *last], dict(counts))
