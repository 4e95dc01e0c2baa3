"""How far the score of an answer can be believed: how often answers with that score were right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.bench.said import Said
from bot.bench.verdicts import RIGHT

BINS = 10
# What is read by rule has exactly this score, and no likelihood.
BY_RULE = 1.0


@dataclass(frozen=True)
class Bin:
    """The answers with a score from `low` to `high`: how many, their mean score, and the share of them that was right."""

    low: float
    high: float
    number: int
    score: float
    right: float


def scored(said: Iterable[Said]) -> list[tuple[float, bool]]:
    """The score of each answer, and whether it was right; what was asked back is no answer."""
    return [(min(max(one.score, 0.0), 1.0), one.found == RIGHT) for one in said if one.score is not None]


def by_likelihood(answers: Iterable[tuple[float, bool]]) -> list[tuple[float, bool]]:
    """The answers without those that were read by rule."""
    return [(score, right) for score, right in answers if score < BY_RULE]


def bins(answers: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Ten bins of equal width; one without answers has number 0."""
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in answers:
        inside[min(int(score * BINS), BINS - 1)].append((score, right))
    return [_bin(at, found) for at, found in enumerate(inside)]


def calibration_error(found: Sequence[Bin]) -> float:
    """The expected calibration error: how far score and share of right answers are apart, by the numbers in the bins."""
    total = sum(one.number for one in found)
    return sum(one.number * abs(one.score - one.right) for one in found) / total if total else 0.0


def _bin(at: int, found: Sequence[tuple[float, bool]]) -> Bin:
    number = len(found)
    score = sum(score for score, _ in found) / number if number else 0.0
    right = sum(right for _, right in found) / number if number else 0.0
    return Bin(at / BINS, (at + 1) / BINS, number, score, right)
