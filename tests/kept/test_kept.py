"""What is kept of a conversation is found by whoever may, handed over whole, and deleted for good."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import feedback
from bot.channel.logs import session_name
from bot.channel.retention import RETENTION_HOURS
from bot.channel.sessions import Sessions
from bot.channel.store import ConversationStore
from bot.kept import export, forget
from bot.kept.export import held
from bot.kept.whose import sender_of

KEY = "a key for tests that is long enough to sign with"
CARD = {"card": "answer", "title": "A title", "topic": "esol", "facet": "cost", "next": []}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: Any) -> Path:
    # The words set it for their parts; it is to be as before.
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CHAT_SECRETS", KEY)
    return tmp_path


@pytest.fixture
def store(state: Path) -> ConversationStore:
    return ConversationStore(Domain.empty())


@pytest.fixture
def session() -> str:
    return Sessions([KEY]).new()


def keep(store: ConversationStore, sender: str, *texts: str, begun: float = 0.0) -> list[Any]:
    begun = begun or time.time() - 60
    events: list[Any] = [SessionStarted(timestamp=begun)]
    for number, text in enumerate(texts, 1):
        said = UserUttered(text, parse_data={"intent": {"name": "ask"}, "text": text}, timestamp=begun + number, message_id=f"message-{number}")
        events += [said, BotUttered("A title", {"custom": CARD}, timestamp=begun + number), SlotSet("topic", f"topic {number}", timestamp=begun + number)]
    asyncio.run(store.save(DialogueStateTracker.from_events(sender, events, slots=[])))
    return events


def senders(store: ConversationStore) -> set[str]:
    return set(asyncio.run(store.keys()))  # type: ignore[arg-type]


def test_a_conversation_is_found_by_its_session_its_name_and_its_name_in_the_logs(store: ConversationStore, session: str) -> None:
    sender = Sessions([KEY]).sender(session)
    keep(store, sender, "hello")
    keep(store, "chat-somebody-else", "hello")
    for given in (session, sender, session_name(sender)):
        assert sender_of(store, given) == sender
    for given in ("", "chat-", session + "x", session_name("chat-nobody"), "%", Sessions(["another key that is long enough"]).new()):
        assert sender_of(store, given) is None


def test_everything_that_is_held_is_handed_over(store: ConversationStore) -> None:
    events = keep(store, "chat-ann", "what does esol cost", "and then", begun=1_000_000.0)
    keep(store, "chat-ben", "my boss is Zebedee")
    asyncio.run(feedback.record(store, events, "chat-ann", "message-2", "not_useful out_of_date"))
    asyncio.run(feedback.record(store, events, "chat-ben", "message-1", "wrong"))
    found = held(store, "chat-ann")
    assert [turn["said"] for turn in found["turns"]] == ["what does esol cost", "and then"]
    assert found["turns"][0]["replied"] == [CARD] and found["remembered"] == {"topic": "topic 2"}
    assert [event["event"] for event in found["events"]] == ["session_started", "user", "bot", "slot", "user", "bot", "slot"]
    assert [(one["kind"], one["reason"]) for one in found["opinions"]] == [("not_useful", "out_of_date")]
    assert found["begun"] == "1970-01-12T13:46:40+00:00"
    assert RETENTION_HOURS != 24 or found["deleted_after"] == "1970-01-13T13:46:40+00:00"
    assert "Zebedee" not in json.dumps(found)


def test_the_word_export_writes_a_file_for_its_owner_only(store: ConversationStore, state: Path, capsys: Any) -> None:
    keep(store, "chat-ann", "hello")
    path = state / "out" / "ann.json"
    path.parent.mkdir()
    path.touch(mode=0o644)
    assert export.main(["chat-ann", "-o", str(path)]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["turns"][0]["said"] == "hello" and capsys.readouterr().out == ""
    assert export.main(["chat-ann"]) == 0 and json.loads(capsys.readouterr().out)["conversation"] == "chat-ann"
    assert export.main(["chat-nobody"]) == 1 and "Nothing is kept" in capsys.readouterr().err


def test_the_word_forget_deletes_one_conversation_and_no_other(store: ConversationStore, state: Path, session: str, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(forget, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(forget.forget, "__defaults__", (0.0,))
    sender = Sessions([KEY]).sender(session)
    keep(store, sender, "my boss is Zebedee")
    keep(store, "chat-ben", "hello")
    assert forget.main([session]) == 0 and "4 events" in capsys.readouterr().out
    assert senders(store) == {"chat-ben"}
    # Not in the file either, nor in what SQLite writes beside it.
    assert all(b"Zebedee" not in path.read_bytes() for path in state.glob("conversations.db*"))
    assert forget.main([session]) == 1 and "Nothing is kept" in capsys.readouterr().err


def test_a_turn_that_ends_meanwhile_is_deleted_too(store: ConversationStore, monkeypatch: Any) -> None:
    keep(store, "chat-ann", "hello")
    late = iter([True, True])

    def pass_time(_seconds: float) -> None:
        if next(late, False):
            keep(store, "chat-ann", "a turn that was being taken")

    monkeypatch.setattr(forget.time, "sleep", pass_time)
    assert forget.forget(store, "chat-ann") == 12
    assert senders(store) == set()
