"""Compares headings of a file with the names that columns go by: the same words, or a slip of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.guidance.text import folded

# Shorter names are a letter away from too many others.
SHORTEST_STRETCHED, TWO_SLIPS_FROM = 6, 10
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Target:
    """What a heading stands for: the column (a circumstance or another name), which of its forms, and which part."""

    column: str
    form: int = 0
    part: str = "cell"


class Names:
    """The names of all columns that are looked for."""

    def __init__(self, passing: Collection[str], never_stretched: Collection[str]) -> None:
        self._known: dict[str, Target] = {}
        self._passing = frozenset(word for each in passing for word in folded(each))
        self._never = frozenset(map(key_of, never_stretched))

    def add(self, target: Target, aliases: Iterable[str]) -> None:
        """Let aliases stand for a target; one that stands for something already stays with that."""
        for alias in aliases:
            whole = key_of(alias)
            self._known.setdefault(whole, target)
            # "date birth" is still a date of birth, but "number" is no staff number.
            if " " in (short := self._short(whole)):
                self._known.setdefault(short, target)

    def find(self, heading: str) -> Target | None:
        """What a heading stands for, None where it is nothing known, or a slip of several things."""
        whole = key_of(heading)
        short = self._short(whole)
        for key in (whole, short):
            if key in self._known:
                return self._known[key]
        for key in dict.fromkeys((whole, short)):
            near = self._near(key)
            if len(near) == 1:
                return near.pop()
        return None

    def _short(self, key: str) -> str:
        return " ".join(word for word in key.split() if word not in self._passing)

    def _near(self, key: str) -> set[Target]:
        """The targets of the names that are nearest to a heading, a slip or two away; digits have to be right."""
        most = 0 if len(key) < SHORTEST_STRETCHED or key in self._never else 1 if len(key) < TWO_SLIPS_FROM else 2
        near: dict[int, set[Target]] = {}
        for name, target in self._known.items() if most else ():
            if len(name) >= SHORTEST_STRETCHED and _digits(name) == _digits(key):
                slips = OSA.distance(key, name, score_cutoff=most)
                if slips <= most:
                    near.setdefault(slips, set()).add(target)
        return near[min(near)] if near else set()


def key_of(heading: str) -> str:
    """A heading as it is compared: "DateOfBirth" and "date_of_birth" are "date of birth"."""
    return " ".join(folded(_CAMEL.sub(" ", heading)))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
