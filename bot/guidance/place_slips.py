"""Typing slips in the names of places: near enough to one name, and honest when near to two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

# Chosen on tests/guidance/test_places.py: short names are a letter away from each other and from words.
SHORTEST_TOLD, SHORTEST_UNTOLD = 5, 7
TWO_SLIPS_FROM = 9


class Slips:
    """The names of places by their first letter, to compare typed words with."""

    def __init__(self, names: Iterable[str], never_stretch: Collection[str]) -> None:
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._by_letter[name[0]].append(name)
        self._never = frozenset(never_stretch)
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, typed: str, told: bool) -> tuple[str, ...]:
        """The names nearest to what was typed, all of them when several are as near; `told`: a cue stands before."""
        shortest = SHORTEST_TOLD if told else SHORTEST_UNTOLD
        if len(typed) < shortest or typed in self._never or any(sign.isdigit() for sign in typed):
            return ()
        near: dict[float, list[str]] = defaultdict(list)
        for name in self._by_letter.get(typed[0], ()):
            most = _most_slips(min(len(name), len(typed)), told)
            if most and abs(len(name) - len(typed)) <= most:
                slips = OSA.distance(typed, name, score_cutoff=most)
                if slips <= most:
                    near[0.5 if _single(name) == _single(typed) else slips].append(name)
        return tuple(near[min(near)]) if near else ()


def _most_slips(length: int, told: bool) -> int:
    if length < (SHORTEST_TOLD if told else SHORTEST_UNTOLD):
        return 0
    return 2 if told and length >= TWO_SLIPS_FROM else 1


def _single(name: str) -> str:
    """A name with each doubled letter once: doubling is the commonest slip."""
    return "".join(letter for letter, before in zip(name, " " + name) if letter != before)
