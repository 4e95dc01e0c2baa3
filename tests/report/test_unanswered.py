"""What could not be answered is found in what is kept, and grouped by what it means; small groups are not shown."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.retention import RETENTION_HOURS
from bot.channel.store import ConversationStore, hours_ago
from bot.guidance.live import current
from bot.nlu.encoder import shared_encoder
from bot.report.alike import groups
from bot.report.apart import LEAST
from bot.report.unanswered import Unanswered, unanswered

KNOWLEDGE = current()
SORRY, CHOICE, NOTE = {"card": "sorry"}, {"card": "choice"}, {"card": "note"}
ANSWER = {"card": "answer", "topic": "esol", "facet": "cost", "as_at": "2026"}
MEANT = [{"topic": "esol", "facet": "cost"}]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    return ConversationStore(Domain.empty())


def keep(store: ConversationStore, sender: str, *turns: tuple[str, dict[str, Any], list[Any]], begun: float = 0.0) -> None:
    begun = begun or time.time() - 600
    events: list[Any] = [SessionStarted(timestamp=begun)]
    for number, (text, understood, cards) in enumerate(turns, 1):
        events.append(UserUttered(text, parse_data=understood, timestamp=begun + number))
        events += [BotUttered("x", {"custom": card}, timestamp=begun + number) for card in cards]
    asyncio.run(store.save(DialogueStateTracker.from_events(sender, events, slots=[])))


def read(intent: str, **more: Any) -> dict[str, Any]:
    return {"intent": {"name": intent}, **more}


OUT = ("can I get a visa", read("out_of_scope"), [SORRY])
DOUBTED = ("esol money", read("unclear", choices=MEANT), [CHOICE])
ASKED = ("what does esol cost", read("ask", questions=MEANT), [ANSWER])


def found(store: ConversationStore) -> list[tuple[str, str, str]]:
    return [(each.sender, each.text, each.outcome) for each in unanswered(KNOWLEDGE, store)]


def test_what_got_no_answer_is_found_and_what_got_one_is_not(store: ConversationStore) -> None:
    keep(store, "chat-ann", ("hello", read("chat"), [NOTE]), OUT, ASKED)
    keep(store, "chat-ben", ("it broke", read("ask"), []))
    assert found(store) == [("chat-ann", "can I get a visa", "out_of_scope"), ("chat-ben", "it broke", "failed")]


def test_a_did_you_mean_counts_where_none_of_it_was_meant(store: ConversationStore) -> None:
    keep(store, "chat-right", DOUBTED, ASKED)
    keep(store, "chat-wrong", DOUBTED, OUT)
    keep(store, "chat-left", DOUBTED)
    assert [(sender, outcome) for sender, _, outcome in found(store)] == [
        ("chat-left", "did_you_mean"), ("chat-wrong", "did_you_mean"), ("chat-wrong", "out_of_scope"),
    ]


def test_only_what_is_not_to_be_deleted_yet_and_only_of_people(store: ConversationStore) -> None:
    keep(store, "chat-old", OUT, begun=hours_ago(RETENTION_HOURS + 1))
    keep(store, "a program", OUT)
    keep(store, "chatter", OUT)
    assert found(store) == [] and unanswered(KNOWLEDGE, None) == []


def encode(texts: Sequence[str]) -> np.ndarray:
    """Sentences that begin with the same letter mean the same."""
    vectors = np.zeros((len(texts), 200), dtype=np.float32)
    for at, text in enumerate(texts):
        vectors[at, ord(text[0]) % 200] = 1.0
    return vectors


def said(*pairs: tuple[str, str]) -> list[Unanswered]:
    return [Unanswered(text, sender, "out_of_scope") for text, sender in pairs]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ant", "ape", "bee", "cat", "cow"]), st.integers(0, 9)), max_size=40))
def test_a_group_is_of_at_least_five_conversations(pairs: list[tuple[str, int]]) -> None:
    shown, others = groups(said(*((text, str(sender)) for text, sender in pairs)), encode)
    by_letter = {letter: {sender for text, sender in pairs if text[0] == letter} for letter in "abc"}
    assert {group.text[0] for group in shown} == {letter for letter, senders in by_letter.items() if len(senders) >= LEAST}
    assert all(group.conversations == len(by_letter[group.text[0]]) for group in shown)
    assert others + sum(group.outcomes.total() for group in shown) == len(pairs)


def test_one_person_who_asks_ten_times_is_no_group() -> None:
    assert groups(said(*(("visa", "ann") for _ in range(10))), encode) == ([], 10)


def test_what_means_the_same_is_one_group_in_its_most_typical_words() -> None:
    visas = ["can I get a visa", "how do I get a visa to work in the uk", "do you do visas", "visa", "I want a visa for work", "visas please"]
    others = ["what is the weather today", "who won the football", "tell me a joke", "I want to book a driving test"]
    messages = said(*((text, f"chat-{number}") for number, text in enumerate([*visas, *others])))
    [group], left = groups(messages, shared_encoder().encode)
    assert group.text in visas and group.conversations == len(visas) and left == len(others)
