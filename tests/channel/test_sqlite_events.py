"""Plain SQL keeps and gives back what Rasa's own way does."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.store import ConversationStore

DOMAIN = Domain.load("bot/domain")
COLUMNS = "sender_id, type_name, timestamp, intent_name, action_name, data"
ALL = "SELECT {} FROM events ORDER BY id"


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    return ConversationStore(DOMAIN, db="ours.db")


@pytest.fixture
def rasas(tmp_path: Path) -> SQLTrackerStore:
    return SQLTrackerStore(DOMAIN, db=str(tmp_path / "rasas.db"))


def session(begun: float) -> list[Event]:
    """A session as it is written: the action that begins it comes before it and is younger."""
    return [ActionExecuted("action_session_start", timestamp=begun + 0.1), SessionStarted(begun),
            ActionExecuted("action_listen", timestamp=begun + 0.2)]


def a_turn(at: float, text: str) -> list[Event]:
    understood = {"intent": {"name": "ask", "confidence": 0.5}, "entities": [], "text": text, "questions": [{"topic": "é"}]}
    card = {"custom": {"card": "answer", "short": "“£5”"}}
    return [UserUttered(text, understood["intent"], [], understood, timestamp=at, input_channel="rest", message_id="m1"),
            ActionExecuted("action_answer", "RulePolicy", 1.0, timestamp=at + 0.1), BotUttered("£5", card, timestamp=at + 0.2),
            SlotSet("topic", {"a": [1, None]}, timestamp=at + 0.3), ActiveLoop("check_form", timestamp=at + 0.4),
            ActionExecuted("action_listen", timestamp=at + 0.5)]


def hold(store: SQLTrackerStore, *parts: list[Event]) -> None:
    """Keep a conversation part by part, as turn after turn does; another goes on beside it."""
    for part in parts:
        for sender in ("ann", "ben"):
            asyncio.run(_go_on(store, sender, part))


async def _go_on(store: SQLTrackerStore, sender: str, events: list[Event]) -> None:
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.update_with_events(events, DOMAIN, override_timestamp=False)
    await store.save(tracker)


CONVERSATIONS = {
    "one session": [session(100.0), a_turn(101, "what"), a_turn(102, "who")],
    "three sessions": [session(100.0), a_turn(101, "what"), session(200.0) + a_turn(201, "who"), session(300.0), a_turn(301, "?")],
    "no session": [a_turn(101, "what"), a_turn(102, "who")],
    "a session in the same moment": [session(100.0), a_turn(100.0, "what"), session(100.5), a_turn(100.5, "who")],
    "nothing": [],
}


@pytest.fixture(params=CONVERSATIONS.values(), ids=CONVERSATIONS)
def held(request: Any, ours: ConversationStore, rasas: SQLTrackerStore) -> Iterator[tuple[ConversationStore, SQLTrackerStore]]:
    hold(ours, *request.param)
    hold(rasas, *request.param)
    yield ours, rasas


def test_the_same_rows_are_written(held: tuple[ConversationStore, SQLTrackerStore], tmp_path: Path) -> None:
    written = [sqlite3.connect(tmp_path / name).execute(ALL.format(COLUMNS)).fetchall() for name in ("ours.db", "rasas.db")]
    assert written[0] == written[1]


@pytest.mark.parametrize("every_session", [True, False])
def test_the_same_events_come_back(held: tuple[ConversationStore, SQLTrackerStore], every_session: bool) -> None:
    ours, rasas = (_told(asyncio.run(store._retrieve("ann", every_session))) for store in held)
    assert ours == rasas


def _told(tracker: DialogueStateTracker | None) -> Any:
    return tracker and (tracker.sender_id, [event.as_dict() for event in tracker.events], tracker.current_slot_values())


def test_only_the_latest_session_comes_back_unless_all_are_asked_for(ours: ConversationStore) -> None:
    hold(ours, *CONVERSATIONS["three sessions"])
    latest, every = asyncio.run(ours.retrieve("ann")), asyncio.run(ours.retrieve_full_tracker("ann"))
    assert latest and every
    assert [_said(latest), _said(every)] == [["?"], ["what", "who", "?"]]


def _said(tracker: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_what_cannot_be_kept_whole_is_not_kept_at_all(ours: ConversationStore) -> None:
    hold(ours, session(100.0))
    with pytest.raises(TypeError):
        hold(ours, [*a_turn(101, "what"), SlotSet("topic", object())])
    assert _said(asyncio.run(ours.retrieve_full_tracker("ann"))) == []  # type: ignore[arg-type]


def test_a_file_that_rasa_made_is_read_on(ours: ConversationStore, tmp_path: Path, monkeypatch: Any) -> None:
    hold(SQLTrackerStore(DOMAIN, db=str(tmp_path / "older.db")), session(100.0), a_turn(101, "what"))
    hold(older := ConversationStore(DOMAIN, db="older.db"), a_turn(102, "who"))
    assert _said(asyncio.run(older.retrieve("ann"))) == ["what", "who"]  # type: ignore[arg-type]


def test_the_latest_session_is_found_without_a_look_at_the_others(ours: ConversationStore) -> None:
    with sqlite3.connect(Path(os.environ["STATE_DIR"]) / "ours.db") as connection:
        from bot.channel.sqlite_events import SESSION

        plans = [
            connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            for sql, values in ((SESSION, ("ann",)), ("SELECT count(*) FROM events WHERE sender_id = ? AND timestamp >= ?", ("ann", 1)))
        ]
    assert ["sessions_of_sender" in str(plans[0]), "COVERING INDEX events_of_sender" in str(plans[1])] == [True, True], plans


def test_another_database_is_read_and_written_as_rasa_does_it(monkeypatch: Any) -> None:
    asked: list[str] = []

    async def save(self: Any, tracker: Any) -> None:
        asked.append("save")

    async def retrieve(self: Any, sender: str, every: bool) -> None:
        asked.append("retrieve")

    monkeypatch.setattr(SQLTrackerStore, "save", save)
    monkeypatch.setattr(SQLTrackerStore, "_retrieve", retrieve)
    # A server that is addressed by its URL; SQLite stands in for it, as none runs here.
    store = ConversationStore(DOMAIN, host="sqlite://")
    asyncio.run(store.save(DialogueStateTracker("ann", [])))
    asyncio.run(store.retrieve("ann"))
    assert asked == ["save", "retrieve"]
