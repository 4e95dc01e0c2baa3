"""Conversations are kept in one file, and are gone a day after they began."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.retention import RETENTION_HOURS, delete_once
from bot.channel.store import ConversationStore, hours_ago

HOUR = 3600


@pytest.fixture
def store(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    return ConversationStore(Domain.empty(), db="conversations.db")


def keep(store: ConversationStore, sender: str, begun: float, *texts: str) -> None:
    tracker = DialogueStateTracker.from_events(
        sender,
        [SessionStarted(timestamp=begun)] + [UserUttered(text, timestamp=begun + n) for n, text in enumerate(texts, 1)],
    )
    asyncio.run(store.save(tracker))


def senders(store: ConversationStore) -> set[str]:
    return set(asyncio.run(store.keys()))  # type: ignore[arg-type]


def test_the_file_is_in_the_state_folder_with_write_ahead_logging(store: ConversationStore) -> None:
    keep(store, "ann", hours_ago(0), "hello")
    path = Path(os.environ["STATE_DIR"]) / "conversations.db"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with store.engine.connect() as own:
        assert own.exec_driver_sql("PRAGMA synchronous").scalar() == 1
        assert own.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_a_conversation_comes_back_as_it_was_kept(store: ConversationStore) -> None:
    keep(store, "ann", hours_ago(0), "hello", "again")
    tracker = asyncio.run(store.retrieve_full_tracker("ann"))
    assert tracker and [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["hello", "again"]


def test_forgetting_one_conversation_keeps_the_others(store: ConversationStore) -> None:
    keep(store, "ann", hours_ago(0), "hello")
    keep(store, "ben", hours_ago(0), "hello")
    assert store.forget("ann") == 2
    assert senders(store) == {"ben"}


def test_a_conversation_is_deleted_whole_a_day_after_it_began(store: ConversationStore) -> None:
    keep(store, "old", hours_ago(RETENTION_HOURS + 1), "hello")
    keep(store, "new", hours_ago(RETENTION_HOURS - 1), "hello")
    asyncio.run(_say_more(store, "old"))
    agent = SimpleNamespace(tracker_store=FailSafeTrackerStore(store))
    assert delete_once(agent) == 3
    assert senders(store) == {"new"}
    assert delete_once(agent) == 0


async def _say_more(store: ConversationStore, sender: str) -> None:
    tracker = await store.retrieve(sender)
    assert tracker
    tracker.update(UserUttered("still here"))
    await store.save(tracker)


def test_where_conversations_are_kept_elsewhere_nothing_is_deleted_here() -> None:
    assert delete_once(SimpleNamespace(tracker_store=object())) == 0
    assert delete_once(None) == 0


def test_an_error_of_the_database_does_not_print_what_was_said(store: ConversationStore) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    tracker = DialogueStateTracker.from_events("ann", [UserUttered("my boss is Zebedee"), SlotSet("x", 1)])
    with pytest.raises(Exception) as failure:
        asyncio.run(store.save(tracker))
    assert "Zebedee" not in str(failure.value)
