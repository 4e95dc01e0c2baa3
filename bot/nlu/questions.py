"""Turn clauses into questions: a topic and a facet or special each, with the points nearest to it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.guidance.knowledge import Knowledge
from bot.nlu import thresholds
from bot.nlu.labels import Label, read_label
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.reading import ClauseReading, Reading
from bot.nlu.wording import asks_what

MOST_POINTS = 5


@dataclass(frozen=True)
class Candidate:
    """One label that a clause may have, how likely among the possible ones, and how near its nearest example."""

    label: Label
    likely: float
    near: float


def candidates(clause: ClauseReading, reading: Reading, knowledge: Knowledge, memory: Memory) -> list[Candidate]:
    """Return the possible labels of a clause, likeliest first; a special needs its topic, or none named."""
    named = set(clause.topics or [match.id for match in reading.topics])
    possible = [
        (read_label(name), likely, near)
        for name, likely, near in zip(reading.labels, clause.likely, clause.near)
        if _is_possible(read_label(name), float(likely), float(near), named, knowledge, memory)
    ]
    if clause.topics and asks_what(clause.neutral, []):
        return [Candidate(read_label("ask/what"), 1.0, 1.0)]
    total = sum(likely for _, likely, _ in possible) or 1.0
    ranked = [Candidate(label, float(likely) / total, float(near)) for label, likely, near in possible]
    return sorted(ranked, key=lambda candidate: -candidate.likely)


def _is_possible(
    label: Label, likely: float, near: float, named: set[str], knowledge: Knowledge, memory: Memory
) -> bool:
    if label.special is None:
        return True
    topic = knowledge.topics.get(label.topic or "")
    if topic is None or label.special not in topic.specials:
        return False
    if named:
        return label.topic in named
    if label.topic == memory.topic:
        return True
    return likely >= thresholds.SPECIAL_UNNAMED and near >= thresholds.SPECIAL_NEAR


def questions_of(
    candidate: Candidate,
    clause: ClauseReading,
    topics: list[str],
    carried: bool,
    on: list[str | None] | None,
    points: PointIndex,
    knowledge: Knowledge,
) -> list[dict[str, Any]]:
    """Return the question of a clause for each topic that it is about; one without a topic where there is none."""
    label = candidate.label
    if label.special is not None:
        carried = carried and label.topic in topics
        topics = [label.topic or ""]
    found = []
    for topic in topics or [None]:  # type: ignore[list-item]
        facet, special = label.facet, label.special
        if topic is not None and special is None and candidate.likely < thresholds.PLAIN_FACET:
            facet, special = _second_opinion(candidate, topic, clause.vector, points, knowledge)
        found.append(question(topic, facet, special, candidate.likely, carried, on, clause.vector, points))
    return found


def question(
    topic: str | None,
    facet: str | None,
    special: str | None,
    score: float,
    carried: bool,
    on: list[str | None] | None,
    vector: np.ndarray,
    points: PointIndex,
) -> dict[str, Any]:
    """Return one question as it travels on the message."""
    near = points.nearest(vector, topic, special or facet or "", MOST_POINTS) if topic else []
    return {
        "topic": topic,
        "facet": facet,
        "special": special,
        "score": round(score, 3),
        "points": [point for point, _ in near],
        "carried": carried,
        "on": on,
    }


def _second_opinion(
    candidate: Candidate, topic: str, vector: np.ndarray, points: PointIndex, knowledge: Knowledge
) -> tuple[str | None, str | None]:
    """Return the facet, or where it is in doubt or empty the one whose point says just what was asked."""
    facet = candidate.label.facet
    if topic not in knowledge.topics or not len(vector):
        return facet, None
    if candidate.likely >= thresholds.BEYOND_DOUBT and facet in knowledge.topics[topic].facets:
        return facet, None
    own = points.nearest(vector, topic, facet or "", 1)
    best = points.best_question(vector, topic, knowledge.topics[topic].questions())
    own_fit = own[0][1] if own else 0.0
    if best is None or best[1] < thresholds.POINT_FITS or best[1] - own_fit < thresholds.POINT_LEAD:
        return facet, None
    is_special = best[0] in knowledge.topics[topic].specials
    return (None, best[0]) if is_special else (best[0], None)
