"""The question that was asked before, about something else."""
from __future__ import annotations

from bot.nlu.questions import question
from bot.nlu.situation import MOST_QUESTIONS, Parse, Situation


def same_question(at: Situation, topics: list[str], wanted: str | None = None) -> Parse:
    """Return the same question again, or `wanted`, about other topics."""
    asked = []
    for topic in dict.fromkeys(topics):
        known = at.knowledge.topics.get(topic)
        again = wanted or at.memory.facet
        again = again if known and again in known.questions() else "what"
        is_special = known is not None and again in known.specials
        facet, special = (None, again) if is_special else (again, None)
        asked.append(question(topic, facet, special, 1.0, topic == at.memory.topic, at.on(False),
                              at.sought, at.points))
    return {"intent": "ask", "questions": asked[:MOST_QUESTIONS]}
