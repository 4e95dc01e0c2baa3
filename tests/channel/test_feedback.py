"""Opinions of replies: what they were about is kept, who gave them, when and in what conversation is not."""

from __future__ import annotations

import asyncio
import os
import struct
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from bot.channel import feedback
from bot.channel.feedback import KINDS, REASONS, OpinionRefused, months_before, record, rows
from bot.channel.retention import RETENTION_HOURS, delete_old_feedback, delete_once
from bot.channel.store import ConversationStore, hours_ago
from bot.guidance.live import current

SENDER = "chat-Zq3mS1ecretNameOfTheSession"
KEY = "a key for tests that is long enough to sign with"
DAY = date(2026, 3, 14)
CARD = {"card": "answer", "title": "What does Quixwold cost?", "topic": "train-to-gain", "facet": "time", "short": "Two Zebedees."}
UNDERSTOOD = {
    "intent": {"name": "ask", "confidence": 0.93},
    "questions": [{"topic": "train-to-gain", "facet": "time", "score": 0.7575}],
    "knowledge_version": "194f2d67057e",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("CHAT_SECRETS", KEY)
    return ConversationStore(Domain.empty())


def turn(message_id: str, card: dict[str, Any] | None = None, at: float = 1000.0, **understood: Any) -> list[Event]:
    """A message and its reply as they are kept, or the message alone where nothing was replied."""
    said = UserUttered(
        "how long does Quixwold take", parse_data={**UNDERSTOOD, **understood}, timestamp=at, message_id=message_id,
        metadata={"model_id": "ad3db2b2210442ea90566cdea2d6092b"},
    )
    return [said, BotUttered("Two Zebedees.", {"custom": card}, timestamp=at + 1)] if card else [said]


def note(store: ConversationStore | None, message_id: Any, opinion: Any, events: list[Event] | None = None, **more: Any) -> bool:
    given = turn("message-1", CARD) + turn("message-2", CARD) if events is None else events
    return asyncio.run(record(store, given, more.pop("sender", SENDER), message_id, opinion, day=DAY, **more))


def test_what_the_reply_was_about_is_kept(store: ConversationStore) -> None:
    assert note(store, "message-1", "not_useful out_of_date")
    assert rows(store) == [{
        "day": DAY, "kind": "not_useful", "reason": "out_of_date", "card": "answer", "topic": "train-to-gain", "facet": "time",
        "content": "194f2d67057e", "score": 0.75, "model": "ad3db2b2210442ea90566cdea2d6092b",
    }]


@pytest.mark.parametrize("opinion", [*KINDS, *(f"not_useful {reason}" for reason in REASONS)])
def test_every_opinion_that_can_be_given_is_kept(store: ConversationStore, opinion: str) -> None:
    assert note(store, "message-1", opinion)
    [kept] = rows(store)
    assert f"{kept['kind']} {kept['reason'] or ''}".strip() == opinion


def test_the_page_offers_every_reason_and_no_other() -> None:
    assert set(current().phrase("widget.useful_reasons")) == set(REASONS)


@pytest.mark.parametrize(
    "opinion",
    [None, "", " ", "good", "useful out_of_date", "wrong out_of_date", "not_useful my boss is Zebedee",
     "not_useful  out_of_date", "Useful", 1, ["useful"], {"useful": 1}],
)
def test_an_opinion_that_cannot_be_given_is_refused(store: ConversationStore, opinion: Any) -> None:
    with pytest.raises(OpinionRefused) as refusal:
        note(store, "message-1", opinion)
    assert (str(refusal.value), refusal.value.status) == ("bad_request", 400)
    assert rows(store) == []


@pytest.mark.parametrize("message_id", ["message-3", "", None, 1, ["message-1"]])
def test_an_opinion_of_no_message_is_refused(store: ConversationStore, message_id: Any) -> None:
    for events in (None, [], [UserUttered(None, message_id=None)]):
        with pytest.raises(OpinionRefused) as refusal:
            note(store, message_id, "useful", events)
        assert (str(refusal.value), refusal.value.status) == ("not_found", 404)


def test_a_second_opinion_of_a_message_takes_the_place_of_the_first(store: ConversationStore) -> None:
    note(store, "message-1", "useful")
    note(store, "message-1", "not_useful not_enough")
    note(store, "message-2", "wrong")
    note(store, "message-1", "useful", sender="chat-another")
    assert sorted((row["kind"], row["reason"]) for row in rows(store)) == [
        ("not_useful", "not_enough"), ("useful", None), ("wrong", None),
    ]


@pytest.mark.parametrize(
    ("understood", "score"),
    [
        ({}, 0.75),
        ({"questions": []}, 0.95),
        ({"questions": [{"topic": "x", "score": None}]}, 0.95),
        ({"questions": [{"score": 0.02}]}, 0.0),
        ({"questions": [], "intent": {"name": "ask"}}, None),
        ({"questions": None, "intent": None}, None),
    ],
)
def test_the_score_is_that_of_the_question_else_of_the_intent_in_twentieths(
    store: ConversationStore, understood: dict[str, Any], score: float | None
) -> None:
    note(store, "message-1", "useful", turn("message-1", CARD, **understood))
    assert rows(store)[0]["score"] == score


@pytest.mark.parametrize(
    ("card", "about"),
    [
        ({"card": "verdict", "rule_set": "adult-skills-fund-2026-27"}, ("verdict", "adult-skills-fund-2026-27", None)),
        ({"card": "referral", "need": "maths"}, ("referral", "maths", None)),
        ({"card": "note", "text": "Hello Zebedee"}, ("note", None, None)),
        ({"card": "answer", "topic": "words of a Person", "facet": "Zebedee"}, ("answer", None, None)),
        (None, ("sorry", None, None)),
    ],
)
def test_a_card_of_any_kind_says_what_it_is_about_in_ids(store: ConversationStore, card: Any, about: tuple[Any, ...]) -> None:
    note(store, "message-1", "useful", turn("message-1", card))
    [kept] = rows(store)
    assert (kept["card"], kept["topic"], kept["facet"]) == about


def test_the_last_try_of_a_message_counts_and_nothing_carried_over_does(store: ConversationStore) -> None:
    events = [
        *turn("message-1", {"card": "note"}), *turn("message-2", {"card": "choice"}),
        *turn("message-1", CARD), SessionStarted(), BotUttered("again", {"custom": {"card": "summary"}}),
    ]
    note(store, "message-1", "useful", events)
    assert [row["card"] for row in rows(store)] == ["answer"]


def test_where_no_database_keeps_conversations_no_opinion_is_kept() -> None:
    assert note(None, "message-1", "useful") is False
    assert rows(None) == []
    assert delete_old_feedback(SimpleNamespace(tracker_store=object()), DAY) == 0


def test_no_word_no_name_and_no_time_of_a_conversation_is_left_in_the_file(store: ConversationStore) -> None:
    """Everything in the database's files, once the conversation itself is deleted as every one is."""
    begun = hours_ago(RETENTION_HOURS + 1)
    events = [SessionStarted(timestamp=begun), *turn("message-1", CARD, begun + 1)]
    asyncio.run(store.save(DialogueStateTracker.from_events(SENDER, events)))
    assert asyncio.run(record(store, events, SENDER, "message-1", "not_useful out_of_date", day=DAY))
    told = [SENDER, "message-1", "Quixwold", "Zebedee", *(str(event.timestamp) for event in events)]
    secret = [text.encode() for text in told] + [struct.pack(">d", event.timestamp) for event in events]
    assert all(word in everything_of(store) for word in secret), "the conversation was in the files"
    assert delete_once(SimpleNamespace(tracker_store=store)) > 0
    kept = everything_of(store)
    assert b"not_useful" in kept and DAY.isoformat().encode() in kept
    assert [word for word in secret if word in kept] == []
    assert len(rows(store)) == 1


def everything_of(store: ConversationStore) -> bytes:
    files = sorted(Path(os.environ["STATE_DIR"]).glob("conversations.db*"))
    return b"".join(path.read_bytes() for path in files if not path.name.endswith("-shm"))


def test_the_key_cannot_be_made_without_the_signing_key(store: ConversationStore) -> None:
    note(store, "message-1", "useful")
    note(store, "message-1", "useful", key="another key that is long enough to sign with")
    assert len(rows(store)) == 2


def test_an_opinion_is_deleted_after_thirteen_months(store: ConversationStore) -> None:
    agent = SimpleNamespace(tracker_store=store)
    assert delete_old_feedback(agent, DAY) == 0
    note(store, "message-1", "useful")
    assert delete_old_feedback(agent, date(2027, 4, 14)) == 0
    assert delete_old_feedback(agent, date(2027, 4, 15)) == 1
    assert rows(store) == []


def test_months_are_counted_back_to_a_day_that_there_is() -> None:
    assert months_before(date(2027, 3, 31), 13) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 1), 13) == date(2024, 12, 1)


def test_the_table_is_made_in_sqlite_without_numbers_of_rows_and_in_postgresql() -> None:
    table = CreateTable(feedback.TABLE)
    assert "WITHOUT ROWID" in str(table.compile(dialect=sqlite.dialect()))
    assert "PRIMARY KEY (key)" in str(table.compile(dialect=postgresql.dialect()))
