"""Decide what a message means in its conversation, and list everything that travels with it."""
from __future__ import annotations

from dataclasses import replace

from bot.guidance.places.unclear import candidates, doubtful
from bot.nlu.alone import alone
from bot.nlu.certain import certain
from bot.nlu.likely import likely
from bot.nlu.looking_back import place_among, without_place
from bot.nlu.situation import Parse, Situation

# What was shown last, where several things were compared: `recent` begins with them in their order.
COMPARED = "comparison"


def decide(at: Situation) -> Parse:
    """Return every key of the message: `intent` is a name, `score` how sure it is, the rest as the actions read it."""
    at = _about_one_of_those_compared(_without_denied(at))
    return {**_found_in_any_case(at), **(certain(at) or _likely(at))}


def _likely(at: Situation) -> Parse:
    """What is likeliest; where that is nothing, what a message tells or wants that asks nothing."""
    found = likely(at)
    return alone(at, found) or found


def _without_denied(at: Situation) -> Situation:
    """The situation as if nothing had been talked of that a message says is not so."""
    denied, memory = at.reading.denied, at.memory
    if not denied:
        return at
    topic = memory.topic if memory.topic not in denied else None
    return replace(at, memory=replace(memory, topic=topic, recent=[name for name in memory.recent if name not in denied]))


def _about_one_of_those_compared(at: Situation) -> Situation:
    """The situation as if that one were talked of which a message picks by its place: "the second one, how long is it"."""
    compared = at.memory.last == COMPARED and not at.memory.asked and not at.reading.topics
    place = place_among(at.reading.text) if compared else None
    if place is None or place > len(at.memory.recent):
        return at
    for clause in filter(None, [*at.reading.clauses, at.reading.whole]):
        # "The second one" says which, and nothing of what is asked.
        clause.bare, clause.neutral = without_place(clause.bare, place), without_place(clause.neutral, place)
    picked = at.memory.recent[place - 1]
    return replace(at, memory=replace(at.memory, topic=picked, recent=[picked]))


def _found_in_any_case(at: Situation) -> Parse:
    shared = candidates(at.reading.places)
    places = [hit.id for hit in at.reading.places if hit not in shared]
    unsure = doubtful(at.reading.text, [hit for hit in at.reading.places if hit not in shared], at.memory.place)
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
