"""What the conversation so far adds to a message: the slots, as understanding needs them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Memory:
    """What was talked of last and before (`recent`, the latest first), who asks, what was offered, and what we asked.

    `asked` is the open question of a check, `rule_sets` are those of the check that is open or was finished last,
    `answered` what was said of the person, `wanted` is what a referral asked for ("place", "need"), `last` the card shown.
    """

    topic: str | None = None
    recent: list[str] = field(default_factory=list)
    facet: str | None = None
    place: str | None = None
    need: str | None = None
    role: str | None = None
    wanted: str | None = None
    last: str | None = None
    on_date: list[str | None] | None = None
    offered: list[dict[str, Any]] = field(default_factory=list)
    asked: str | None = None
    rule_sets: list[str] = field(default_factory=list)
    answered: frozenset[str] = frozenset()

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any], form: str | None) -> Memory:
        """Return the memory that slots hold; a question of ours is open only while its form is."""
        return cls(
            topic=slots.get("topic"),
            recent=list(slots.get("recent") or []),
            facet=slots.get("facet"),
            place=slots.get("place"),
            need=slots.get("need"),
            role=slots.get("role"),
            wanted=slots.get("wanted"),
            last=slots.get("last"),
            on_date=slots.get("on_date"),
            offered=list(slots.get("offered") or []),
            asked=slots.get("asked") if form else None,
            answered=frozenset(slots.get("circumstances") or {}),
            rule_sets=list((slots.get("check" if form else "checked") or {}).get("rule_sets") or []),
        )
