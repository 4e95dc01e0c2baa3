"""Turn clauses into questions: a topic and a facet or special each, with the points nearest to it."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.nlu.labels import Label, read_label
from bot.nlu.points import PointIndex
from bot.nlu.ranking import Meaning, named_for, rank
from bot.nlu.reading import ClauseReading
from bot.nlu.situation import Situation, need_today
from bot.nlu.sought import Sought

MOST_POINTS = 5


@dataclass(frozen=True)
class Candidate:
    """One thing that a clause may mean, how likely among all of them, and how near its nearest example."""

    label: Label
    likely: float
    near: float
    topic: str | None = None
    kind: str = ""


def candidates(clause: ClauseReading, at: Situation) -> list[Candidate]:
    """Return what a clause may mean, likeliest first."""
    found: dict[tuple[str, str | None], Candidate] = {}
    for each, likely, near in rank(clause, at):
        if each.label.facet == "contact" and at.reading.places and (need := need_today(at, each.topic)):
            # Whom to ask about it in Hull is a wish to be sent to somebody there.
            each = Meaning(read_label(f"refer/{need}"), "refer")
        # The same question about two things that are both named is one meaning.
        key = each.label.name, None if each.kind == "named" else each.topic
        first = found.setdefault(key, Candidate(each.label, 0.0, near, each.topic, each.kind))
        found[key] = replace(first, likely=first.likely + likely)
    return sorted(found.values(), key=lambda candidate: -candidate.likely)


def questions_of(candidate: Candidate, clause: ClauseReading, at: Situation) -> list[dict[str, Any]]:
    """Return the question of a clause for each topic that it is about; one without a topic where there is none."""
    label, carried = candidate.label, candidate.kind in ("carried", "beside")
    topics: list[str | None] = [candidate.topic]
    # What links two topics is asked of the first; what both cost is asked of both.
    if candidate.kind == "named" and label.facet and label.facet != "links":
        topics = [name for name in named_for(clause, at) if label.facet in at.knowledge.topics[name].facets] or topics
    on = at.on(carried)
    return [
        question(topic, label.facet, label.special, candidate.likely, carried, on, clause.sought, at.points) for topic in topics
    ]


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
