"""Which groups may be shown by themselves: none that is so small that it points at somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

LEAST, MOST = 5, 15


@dataclass(frozen=True)
class Groups:
    """Groups by size, the largest first, and how many there are in all others together."""

    shown: tuple[tuple[str, int], ...]
    others: int

    @property
    def all(self) -> int:
        """How many there are in all."""
        return sum(count for _, count in self.shown) + self.others


def apart(counts: Mapping[str, int], most: int = MOST) -> Groups:
    """The groups of five and more, at most so many; the others are never fewer than five together, and where there are
    none but small ones, nothing is shown.
    """
    ranked = sorted(((name, count) for name, count in counts.items() if count), key=lambda each: (-each[1], each[0]))
    large = [each for each in ranked[:most] if each[1] >= LEAST]
    others = sum(count for _, count in ranked[len(large):])
    # The others are what is left of the sum of all: fewer than five of them would be shown by that.
    while large and 0 < others < LEAST:
        others += large.pop()[1]
    return Groups(tuple(large), others if others >= LEAST else 0)


def cells(counts: Sequence[int]) -> list[Optional[int]]:
    """The counts of a row whose sum is shown, None for those that are not: a small one, and where it is the only one that
    is left out, the next larger as well.
    """
    hidden = {at for at, count in enumerate(counts) if 0 < count < LEAST}
    if len(hidden) == 1:
        others = [at for at in range(len(counts)) if at not in hidden]
        # With a nought beside it the small one would still be known.
        hidden |= {min((at for at in others if counts[at]), key=lambda at: counts[at], default=-1)}
    return [None if at in hidden else count for at, count in enumerate(counts)]
