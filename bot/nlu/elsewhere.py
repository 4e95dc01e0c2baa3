"""A question that names no topic, and that some point, in whatever topic, all but answers in its own words."""
from __future__ import annotations

from typing import Any

from bot.nlu import thresholds
from bot.nlu.labels import OUT_OF_SCOPE
from bot.nlu.questions import Candidate, question
from bot.nlu.reading import ClauseReading
from bot.nlu.situation import Parse, Situation
from bot.nlu.wording import POINTING

MOST_ROOMS = 3
LOOKED_AT = 30
LEAST_WORDS = 3


def elsewhere(at: Situation, main: Candidate, clause: ClauseReading) -> Parse | None:
    """Return the question, or the few it may be, whose points fit; None where none fits well enough."""
    if at.reading.topics or at.memory.asked or not _may_be_found(at, main, clause):
        return None
    near = at.points.anywhere(at.sought, LOOKED_AT)
    if not near:
        return None
    # A name alone ("did Rotherham United win") makes no question about skills of what may well be none.
    outside = _outside(at, clause) >= thresholds.MAYBE_OUT_OF_SCOPE
    best = near[0][2 if outside else 1]
    if best < max(_least(at, main, outside), _here(at) + thresholds.POINT_ELSEWHERE_LEAD):
        return None
    rooms = _rooms(at, near)
    if best >= thresholds.POINT_SURE_ANYWHERE or len(rooms) == 1:
        return {"intent": "ask", "score": best, "questions": rooms[:1]}
    return {"intent": "unclear", "score": best, "choices": rooms}


def _may_be_found(at: Situation, main: Candidate, clause: ClauseReading) -> bool:
    """Whether a message asks something, or seems to lie outside the field, and does not point back to what was said."""
    follows = at.memory.topic is not None and main.likely >= thresholds.SURE_FOLLOW_UP
    if main.label.special or follows or len(clause.clause.text.split()) < LEAST_WORDS:
        return False
    if main.label.name == OUT_OF_SCOPE:
        return True
    if main.label.family == "refer" and main.likely < thresholds.BACKGROUND:
        return True
    return main.label.family == "ask" and not POINTING.search(clause.clause.text)


def _outside(at: Situation, clause: ClauseReading) -> float:
    """Return how likely it is that a clause lies outside the field."""
    labels = at.reading.labels
    return float(clause.likely[labels.index(OUT_OF_SCOPE)]) if OUT_OF_SCOPE in labels else 0.0


def _least(at: Situation, main: Candidate, outside: bool) -> float:
    """Return how well a point has to fit: better where the message seems to be about something else, or to follow on."""
    if main.label.name == OUT_OF_SCOPE:
        sure = main.likely >= thresholds.OUT_OF_SCOPE_UNSURE
        return thresholds.POINT_DESPITE_OUT_OF_SCOPE if sure else thresholds.POINT_SURE_ANYWHERE
    if at.memory.topic:
        return thresholds.POINT_SURE_AFTER_A_TOPIC
    doubtful = outside or main.label.family == "refer"
    return thresholds.POINT_SURE_ANYWHERE if doubtful else thresholds.POINT_ANYWHERE


def _here(at: Situation) -> float:
    """Return how well the topic that was talked of before fits, 0.0 without one."""
    fits = at.points.fits(at.sought, at.memory.topic or "")
    return max(fits.values(), default=0.0)


def _rooms(at: Situation, near: list[tuple[str, float, float]]) -> list[dict[str, Any]]:
    """Return the questions that hold the nearest points, each once, the best first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for point, nearness, _ in near:
        topic, room = point.split("/")[:2]
        if (topic, room) not in found and len(found) < MOST_ROOMS:
            special = room if room in at.knowledge.topics[topic].specials else None
            facet = None if special else room
            found[topic, room] = question(topic, facet, special, nearness, False, at.on(False), at.sought, at.points)
    return list(found.values())
