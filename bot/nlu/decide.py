"""Decide what a message means in its conversation, and list everything that travels with it."""
from __future__ import annotations

from bot.guidance.places.unclear import candidates, doubtful
from bot.nlu.certain import certain
from bot.nlu.likely import likely
from bot.nlu.situation import Parse, Situation


def decide(at: Situation) -> Parse:
    """Return every key of the message: `intent` is a name, `score` how sure it is, the rest as the actions read it."""
    return {**_found_in_any_case(at), **(certain(at) or likely(at))}


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
