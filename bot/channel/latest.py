"""The turns of a conversation: each message as it is kept, masked and understood, with the cards of its reply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered

# Events of the end of a conversation that hold its last two turns: a turn has some twenty.
ENOUGH = 150
SPOKEN = (UserUttered, BotUttered, SessionStarted)


@dataclass(frozen=True)
class Spoken:
    """A message and its reply; `said` is the event of the message as it is kept."""

    said: Mapping[str, Any]
    cards: list[dict[str, Any]] = field(default_factory=list)

    @property
    def understood(self) -> dict[str, Any]:
        """What the message was read as."""
        return dict(self.said.get("parse_data") or {})

    @property
    def text(self) -> str:
        """The words of the message, personal data already taken out."""
        return str(self.said.get("text") or "")

    @property
    def at(self) -> float:
        """When it was said, in seconds since 1970."""
        return float(self.said.get("timestamp") or 0.0)


def latest_turns(tracker: Any) -> list[Spoken]:
    """The last turns of a tracker, oldest first: two of them where there are two."""
    last = list(islice(reversed(tracker.events), ENOUGH))[::-1]
    return turns_in(_as_kept(event) for event in last if isinstance(event, SPOKEN))


def turns_in(events: Iterable[Mapping[str, Any]]) -> list[Spoken]:
    """Each message with something in it, and what was replied to it; a reply that a fresh session carries over is none."""
    turns: list[Spoken] = []
    answering = False
    for event in events:
        kind = event.get("event")
        if kind == "user" and event.get("text"):
            turns.append(Spoken(event))
            answering = True
        elif kind == "session_started":
            answering = False
        elif kind == "bot" and answering:
            card = (event.get("data") or {}).get("custom") or {}
            turns[-1].cards.extend([card, *(card.get("then") or [])] if card.get("card") else [])
    return turns


def _as_kept(event: Any) -> dict[str, Any]:
    # What as_dict gives, without a copy of everything that a message was understood as.
    if isinstance(event, UserUttered):
        return {"event": "user", "text": event.text, "timestamp": event.timestamp, "parse_data": event.parse_data}
    return {"event": event.type_name, "data": getattr(event, "data", None), "timestamp": event.timestamp}
