"""Runs actions as the action server does, with a conversation made by hand."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class Conversation:
    """Slots and the last reply of a made-up conversation."""

    def __init__(self) -> None:
        self.slots: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []

    def run(self, action: Action, intent: str = "", **message: Any) -> list[dict[str, Any]]:
        """Runs an action on a message and returns the cards it sent; slots are kept."""
        latest = {"intent": {"name": intent}, "text": "", **message}
        self.events.append({"event": "user", "text": ""})
        tracker = Tracker("test", dict(self.slots), latest, list(self.events), False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        self.slots.update({event["name"]: event["value"] for event in events if event["event"] == "slot"})
        self.followup = next((event["name"] for event in events if event["event"] == "followup"), None)
        cards = [sent["custom"] for sent in dispatcher.messages]
        self.events += [{"event": "bot", "text": sent["text"], "data": {"custom": sent["custom"]}}
                        for sent in dispatcher.messages]
        return cards


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()
