"""Typing slips in the names of places: near enough to one name, and honest when near to two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

# Chosen on tests/guidance/test_places.py and hard_places.yml: short names are a letter away from each other and from words.
SHORTEST_TOLD, SHORTEST_UNTOLD = 5, 7
TWO_SLIPS_FROM = 8
# A name of several words is less easily another: it may have a slip wherever it stands.
SEVERAL_FROM, SEVERAL_TWO_SLIPS_FROM = 9, 16
# A wrong first letter is forgiven only where the sentence says that a place comes.
FIRST_LETTER_FROM = 6
# From so many slips on the reader is told what was understood.
DOUBTED_FROM = 2
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
DOUBLED = 0.5
# The keys around each key: the next in its row, and those above and below it.
NEIGHBOURS = {
    key: "".join(
        other for below, line in enumerate(_ROWS) for place, other in enumerate(line)
        if other != key and abs(below - row) <= 1 and abs(place - at) <= 1
    )
    for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)
}


def is_far(typed: str, name: str) -> bool:
    """Whether what was typed is so far from a name that another may be meant: "Broughton" and Brighton."""
    return OSA.distance(typed, name.lower()) >= DOUBTED_FROM


class Slips:
    """The names of places by their first letter, to compare typed words with."""

    def __init__(self, names: Iterable[str], never_stretch: Collection[str]) -> None:
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        self._several: dict[tuple[str, int], list[str]] = defaultdict(list)
        for name in names:
            self._by_letter[name[0]].append(name)
            self._by_rest[name[1:]].append(name)
            if " " in name and len(name) >= SEVERAL_FROM:
                self._several[name[0], name.count(" ") + 1].append(name)
        self.lengths = sorted({length for _, length in self._several}, reverse=True)
        self._never = frozenset(never_stretch)
        self.of = lru_cache(maxsize=4096)(self._of)
        self.of_several = lru_cache(maxsize=8192)(self._of_several)

    def _of(self, typed: str, told: bool) -> tuple[str, ...]:
        """The names nearest to what was typed, all of them when several are as near; `told`: a cue stands before."""
        shortest = SHORTEST_TOLD if told else SHORTEST_UNTOLD
        if len(typed) < shortest or typed in self._never or any(sign.isdigit() for sign in typed):
            return ()
        near = _nearest(typed, self._by_letter.get(typed[0], ()), lambda name: _most_slips(min(len(name), len(typed)), told))
        if near or not told or len(typed) < FIRST_LETTER_FROM:
            return near
        return tuple(name for name in self._by_rest.get(typed[1:], ()) if name[0] in NEIGHBOURS.get(typed[0], ""))

    def _of_several(self, typed: str, length: int) -> tuple[str, ...]:
        """The names of as many words nearest to what was typed, wherever it stands."""
        if len(typed) < SEVERAL_FROM:
            return ()
        most = 2 if len(typed) >= SEVERAL_TWO_SLIPS_FROM else 1
        return _nearest(typed, self._several.get((typed[0], length), ()), lambda _: most)


def _nearest(typed: str, names: Iterable[str], most_for: Callable[[str], int]) -> tuple[str, ...]:
    near: dict[float, list[str]] = defaultdict(list)
    for name in names:
        most = most_for(name)
        if most and abs(len(name) - len(typed)) <= most:
            slips = DOUBLED if _single(name) == _single(typed) else OSA.distance(typed, name, score_cutoff=most)
            if slips <= most:
                near[slips].append(name)
    return tuple(near[min(near)]) if near else ()


def _most_slips(length: int, told: bool) -> int:
    if length < (SHORTEST_TOLD if told else SHORTEST_UNTOLD):
        return 0
    return 2 if told and length >= TWO_SLIPS_FROM else 1


@lru_cache(maxsize=8192)
def _single(name: str) -> str:
    """A name with each doubled letter once: doubling is the commonest slip."""
    return "".join(letter for letter, before in zip(name, " " + name) if letter != before)
