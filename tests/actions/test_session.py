"""What a fresh session carries over."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.session import ActionSessionStart

SAID = [{"event": "user", "text": "hello"}, {"event": "bot", "text": "Hello.", "data": {"custom": {"card": "note"}}}]


def begun(slots: dict[str, Any], loop: dict[str, Any], events: list[dict[str, Any]]) -> list[Any]:
    tracker = Tracker("test", slots, {}, events, False, None, loop, "action_listen")
    return asyncio.run(ActionSessionStart().run(CollectingDispatcher(), tracker, {}))


def test_a_first_session_carries_nothing() -> None:
    assert [event["event"] for event in begun({"topic": None}, {}, [])] == ["session_started", "action"]


def test_what_is_remembered_and_the_last_reply_are_carried_once() -> None:
    events = begun({"topic": "skills-pledge", "facet": None}, {}, SAID * 2)
    assert [event["event"] for event in events] == ["session_started", "bot", "slot", "action"]
    assert events[1]["data"] == SAID[1]["data"] and events[2]["value"] == "skills-pledge"


def test_a_check_that_is_open_stays_open_with_its_question() -> None:
    events = begun({"requested_slot": "reply", "asked": "age"}, {"name": "check_form", "rejected": False}, SAID)
    assert [(event["event"], event.get("name")) for event in events if event["event"] in ("active_loop", "slot")] == [
        ("active_loop", "check_form"), ("slot", "requested_slot"), ("slot", "asked"),
    ]


def test_a_check_that_is_over_is_not_opened_again() -> None:
    assert "active_loop" not in [event["event"] for event in begun({}, {"name": None}, SAID)]
