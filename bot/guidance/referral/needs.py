"""What somebody needs help with, read from a topic, from a bare word, and for the kind of person."""

from __future__ import annotations

from typing import Optional

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded


def general_need(k: Knowledge) -> str:
    """The need whose door is near to every other: for whoever does not say what they need."""
    return next(name for name, need in k.needs.items() if need.general)


def need_for(k: Knowledge, need: str, role: Optional[str]) -> str:
    """What a need means for a kind of person: an apprenticeship is another matter to an employer."""
    return next((meant for who, meant in k.needs[need].means.items() if who == role), need)


def need_of_topic(k: Knowledge, topic: Optional[str]) -> Optional[str]:
    """The need that people have who talk of a topic; None without one."""
    return k.topics[topic].need if topic in k.topics else None


def need_named(k: Knowledge, text: str) -> Optional[str]:
    """The need that a text is the name of, with nothing else in it: "maths"; None where it says more or less."""
    return _names(k).get(folded(text))


def _names(k: Knowledge) -> dict[tuple[str, ...], str]:
    return k.once("names of needs", lambda: {
        folded(name): need for need, each in reversed(k.needs.items()) for name in (each.name, each.title, *each.aliases)
    })
