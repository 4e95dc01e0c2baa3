"""Tries other values of the threshold below which the assistant asks "did you mean", so that a person can choose one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bench.verdicts import ASKED, CONFIDENT, RIGHT

if TYPE_CHECKING:
    from bot.bench.understanding import Tally

# Thresholds are chosen on this set and on no other: on the rest they would fit what they are measured by.
CHOSEN_ON = "dev"
TRIED = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75)


@dataclass(frozen=True)
class Tried:
    """What a threshold would come to: shares of the questions and follow-ups, from 0 to 1."""

    threshold: float
    right: float
    asked: float
    confident: float


def curve(measured: Callable[[str], Tally], groups: Sequence[str], tried: Sequence[float] = TRIED) -> list[Tried]:
    """The shares at each threshold; every message is said anew, since an answer changes what later messages mean.

    `measured` says all messages, its argument keeps their conversations apart from those before.
    """
    found = []
    for value in tried:
        with sure_at(value):
            tally = measured(f"at-{value}-")
        shares = (tally.share(verdict, *groups) for verdict in (RIGHT, ASKED, CONFIDENT))
        found.append(Tried(value, *shares))
    return found


def now() -> float:
    """The threshold as it is."""
    from bot.nlu import thresholds

    return thresholds.SURE


@contextmanager
def sure_at(value: float) -> Iterator[None]:
    """While this lasts, that is the threshold."""
    from bot.nlu import thresholds

    before = thresholds.SURE
    thresholds.SURE = value
    try:
        yield
    finally:
        thresholds.SURE = before
