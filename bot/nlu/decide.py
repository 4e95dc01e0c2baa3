"""Decide what a message means in its conversation, and list everything that travels with it."""
from __future__ import annotations

from dataclasses import replace

from bot.guidance.places.unclear import candidates, doubtful
from bot.nlu.certain import certain
from bot.nlu.likely import likely
from bot.nlu.situation import Parse, Situation
from bot.nlu.wording import asks_of_the_other


def decide(at: Situation) -> Parse:
    """Return every key of the message: `intent` is a name, `score` how sure it is, the rest as the actions read it."""
    at = _about_the_other(at)
    return {**_found_in_any_case(at), **(certain(at) or likely(at))}


def _about_the_other(at: Situation) -> Situation:
    """The situation as if the topic before the last were talked of, where a message means "the other one"."""
    others = [topic for topic in at.memory.recent if topic != at.memory.topic and topic in at.knowledge.topics]
    if at.memory.asked or at.reading.topics or not others or not asks_of_the_other(at.reading.text):
        return at
    return replace(at, memory=replace(at.memory, topic=others[0]))


def _found_in_any_case(at: Situation) -> Parse:
    shared = candidates(at.reading.places)
    places = [hit.id for hit in at.reading.places if hit not in shared]
    unsure = doubtful(at.reading.text, [hit for hit in at.reading.places if hit not in shared])
    return {
        "kind": None,
        "score": 1.0,
        "questions": [],
        "choices": [],
        "places": list(dict.fromkeys(places)),
        "ambiguous_place": [{"id": hit.id, "name": hit.name} for hit in shared] or None,
        "doubtful_place": {"said": unsure[0], "name": unsure[1].name} if unsure else None,
        "need": None,
        "role": at.reading.role,
        "scheme": None,
        "circumstances": at.reading.circumstances,
        "reply": None,
        "term": None,
        "also": None,
        "knowledge_version": at.knowledge.version,
    }
