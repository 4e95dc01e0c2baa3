"""Turn clauses into questions: a topic and a facet or special each, with the points nearest to it."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded
from bot.nlu import thresholds
from bot.nlu.labels import Label, read_label
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex, Sought
from bot.nlu.reading import ClauseReading, Reading
from bot.nlu.wording import POINTING, asks_what

MOST_POINTS = 5


@dataclass(frozen=True)
class Candidate:
    """One label that a clause may have, how likely among the possible ones, and how near its nearest example."""

    label: Label
    likely: float
    near: float


def candidates(
    clause: ClauseReading, reading: Reading, knowledge: Knowledge, memory: Memory, points: PointIndex
) -> list[Candidate]:
    """Return the possible labels of a clause, likeliest first; a special needs its topic, or none named."""
    if clause.topics and asks_what(clause.neutral, []):
        return [Candidate(read_label("ask/what"), 1.0, 1.0)]
    named = clause.topics or [match.id for match in reading.topics]
    points_back = bool(POINTING.search(clause.clause.text))
    topics = named or ([memory.topic] if memory.topic else [])
    fits = {topic: found for topic in topics if (found := points.fits(clause.sought, topic))}
    weighed = [
        (label, float(likely) * _fit(label, fits) * _of_place(label, reading, knowledge), float(near))
        for label, likely, near in zip(map(read_label, reading.labels), clause.likely, clause.near)
        if _is_possible(label, float(likely), float(near), set(named), points_back, knowledge, memory)
    ]
    total = sum(weight for _, weight, _ in weighed) or 1.0
    ranked = [Candidate(label, weight / total, near) for label, weight, near in weighed]
    return sorted(ranked, key=lambda candidate: -candidate.likely)


def _fit(label: Label, fits: dict[str, dict[str, float]]) -> float:
    """Return the weight of a room by its nearest point, 1.0 for the room that fits best; specials are asked more rarely."""
    if label.family != "ask":
        return 1.0
    rarity = thresholds.SPECIAL_IS_RARER if label.special else 1.0
    if not fits or (label.special and label.topic not in fits):
        return rarity
    best = max(max(rooms.values()) for rooms in fits.values())
    own = max(rooms.get(label.special or label.facet or "", 0.0) for rooms in fits.values())
    return rarity * math.exp(thresholds.POINT_WEIGHT * (own - best))


def _of_place(label: Label, reading: Reading, knowledge: Knowledge) -> float:
    """Return what a special question gains where its title has the place that the message names."""
    if label.special is None or not reading.places or label.topic not in knowledge.topics:
        return 1.0
    special = knowledge.topics[label.topic].specials.get(label.special)
    title = set(folded(special.title)) if special else set()
    return thresholds.PLACE_IN_TITLE if any(set(folded(hit.name)) <= title for hit in reading.places) else 1.0


def _is_possible(
    label: Label, likely: float, near: float, named: set[str], points_back: bool, knowledge: Knowledge, memory: Memory
) -> bool:
    if label.special is None:
        return True
    topic = knowledge.topics.get(label.topic or "")
    if topic is None or label.special not in topic.specials:
        return False
    if named:
        return label.topic in named or bool(named & set(topic.specials[label.special].also_of))
    if label.topic == memory.topic:
        return True
    # "How often is it renewed" after one award asks about that award, not about the one whose example it is like.
    if memory.topic and points_back:
        return False
    least = thresholds.KNOWN_QUESTION if memory.topic else thresholds.SPECIAL_NEAR
    return likely >= thresholds.SPECIAL_UNNAMED and near >= least


def questions_of(
    candidate: Candidate,
    clause: ClauseReading,
    topics: list[str],
    carried: bool,
    on: list[str | None] | None,
    points: PointIndex,
) -> list[dict[str, Any]]:
    """Return the question of a clause for each topic that it is about; one without a topic where there is none."""
    label = candidate.label
    if label.special is not None:
        carried = carried and label.topic in topics
        topics = [label.topic or ""]
    found = []
    for topic in topics or [None]:  # type: ignore[list-item]
        found.append(question(topic, label.facet, label.special, candidate.likely, carried, on, clause.sought, points))
    return found


def question(
    topic: str | None,
    facet: str | None,
    special: str | None,
    score: float,
    carried: bool,
    on: list[str | None] | None,
    sought: Sought,
    points: PointIndex,
) -> dict[str, Any]:
    """Return one question as it travels on the message."""
    near = points.nearest(sought, topic, special or facet or "", MOST_POINTS) if topic else []
    return {
        "topic": topic,
        "facet": facet,
        "special": special,
        "score": round(score, 3),
        "points": [point for point, _ in near],
        "carried": carried,
        "on": on,
    }
