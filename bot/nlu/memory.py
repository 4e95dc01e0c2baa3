"""What the conversation so far adds to a message: the slots, as understanding needs them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Memory:
    """The topic, facet, place, need and date talked of last, what was offered, and what we asked."""

    topic: str | None = None
    facet: str | None = None
    place: str | None = None
    need: str | None = None
    on_date: list[str | None] | None = None
    offered: list[dict[str, Any]] = field(default_factory=list)
    asked: str | None = None

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any], form: str | None) -> Memory:
        """Return the memory that slots hold; a question of ours is open only while its form is."""
        return cls(
            topic=slots.get("topic"),
            facet=slots.get("facet"),
            place=slots.get("place"),
            need=slots.get("need"),
            on_date=slots.get("on_date"),
            offered=list(slots.get("offered") or []),
            asked=slots.get("asked") if form else None,
        )
