"""What became of a "did you mean": whether one of the questions offered was the one that was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

Understood = Mapping[str, Any]
FIRST, OTHER, NONE = "first", "other", "none"
TAKEN = (FIRST, OTHER, NONE)

Question = tuple[Optional[str], Optional[str]]


def asked_back(cards: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a reply asked which question was meant."""
    return any(card.get("card") == "choice" for card in cards)


def offered(understood: Understood) -> list[Question]:
    """The questions that a doubtful message was asked back with: topic, and facet or special."""
    return [_question(choice) for choice in understood.get("choices") or []]


def taken(choices: list[Question], understood: Understood) -> str:
    """Whether the next message asks the first of the questions offered, another of them, or none."""
    asked = [_question(one) for one in understood.get("questions") or []]
    if not asked and understood.get("topic"):
        asked = [_question(understood)]
    places = [choices.index(question) for question in asked if question in choices]
    return NONE if not places else FIRST if min(places) == 0 else OTHER


def _question(meant: Understood) -> Question:
    return meant.get("topic"), meant.get("special") or meant.get("facet") or "what"
