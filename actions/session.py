"""Starts a session: what is remembered and a check that is open are carried over once, and nothing else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ActionSessionStart(Action):
    """Begins a session with the latest value of each slot; stock sessions repeat every change ever made."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        kept = [SlotSet(name, value) for name, value in tracker.slots.items() if value is not None]
        return [SessionStarted(), *_last_reply(tracker), *_open_form(tracker), *kept, ActionExecuted("action_listen")]


def _open_form(tracker: Tracker) -> list[Any]:
    """The form that goes on; the slot it asks for is carried over with the others."""
    name = (tracker.active_loop or {}).get("name")
    return [ActiveLoop(name)] if name else []


def _last_reply(tracker: Tracker) -> list[Any]:
    """What was said last, so that it can still be repeated."""
    said: list[Any] = []
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            said.insert(0, BotUttered(text=event.get("text"), data=event.get("data"), metadata=event.get("metadata")))
        elif event.get("event") == "user":
            break
    return said
