"""Counts, opinions, what could not be answered, deletion and export are the same where several servers share PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.utils.endpoints import EndpointConfig

from bot.bench.scale.engines import Postgres
from bot.channel import counts, feedback
from bot.channel.counts import DailyCounts
from bot.channel.logs import session_name
from bot.channel.shared_store import SharedStore
from bot.guidance.live import current
from bot.kept import export, forget
from bot.kept.export import held
from bot.kept.whose import sender_of
from bot.report.figures import gather
from bot.report.unanswered import unanswered
from tests.stores import postgres, url_of

DAY = date(2026, 11, 26)
CARD = {"card": "sorry"}


@pytest.fixture(scope="module")
def engine() -> Iterator[Postgres]:
    with postgres() as engine:
        yield engine


@pytest.fixture
def store(engine: Postgres, monkeypatch: Any, tmp_path: Any) -> SharedStore:
    # A store changes parts of Rasa, and the words set the environment for theirs.
    for owner, names in ((FailSafeTrackerStore, ("on_tracker_store_error", "on_tracker_store_retrieve_error")),
                         (RemoteAction, ("run",)), (EndpointConfig, ("request",))):
        for name in names:
            monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setenv("DATABASE_URL", url_of(engine))
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CHAT_SECRETS", "a key for tests that is long enough to sign with")
    store = SharedStore(Domain.empty(), host=url_of(engine))
    store.forget_begun_before(time.time() + 1e6)
    return store


def keep(store: SharedStore, sender: str, text: str) -> list[Any]:
    now = time.time() - 60
    said = UserUttered(text, parse_data={"intent": {"name": "out_of_scope"}}, timestamp=now + 1, message_id="message-1")
    events = [SessionStarted(timestamp=now), said, BotUttered("x", {"custom": CARD}, timestamp=now + 2)]

    async def save() -> None:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        tracker.update_with_events(events, Domain.empty())
        await store.save(tracker)

    asyncio.run(save())
    return events


def test_servers_that_count_at_the_same_time_lose_nothing(store: SharedStore, engine: Postgres) -> None:
    def serve(_number: int) -> None:
        own, table = SharedStore(Domain.empty(), host=url_of(engine)), DailyCounts("tried", "topic")
        for number in range(60):
            table.add(DAY, {"topic": f"topic-{number % 3}"})
            table.write(own)

    with ThreadPoolExecutor(4) as servers:
        list(servers.map(serve, range(4)))
    assert [row["count"] for row in DailyCounts("tried", "topic").rows(store)] == [80, 80, 80]


def test_figures_are_gathered_and_old_ones_deleted(store: SharedStore) -> None:
    for each in counts.ALL:
        each._waiting.clear()
    for day in (DAY, DAY - timedelta(days=500)):
        counts.OUTCOMES.add(day, {"outcome": "answered", "topic": "esol"})
    counts.write_all(store)
    events = keep(store, "chat-ann", "hello")
    asyncio.run(feedback.record(store, events, "chat-ann", "message-1", "useful", day=DAY))
    found = gather(store, date(2000, 1, 1), DAY)
    assert found.by("topic") == {"esol": 2} and len(found.opinions) == 1
    assert counts.forget_old(store, DAY) == 1


def test_what_could_not_be_answered_is_found(store: SharedStore) -> None:
    keep(store, "chat-ann", "can I get a visa")
    assert [(each.sender, each.text, each.outcome) for each in unanswered(current(), store)] == [
        ("chat-ann", "can I get a visa", "out_of_scope")
    ]


def test_a_conversation_is_found_handed_over_and_deleted(store: SharedStore, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(forget.forget, "__defaults__", (0.0,))
    keep(store, "chat-ann", "can I get a visa")
    keep(store, "chat-ben", "hello")
    assert sender_of(store, session_name("chat-ann")) == "chat-ann"
    assert [turn["said"] for turn in held(store, "chat-ann")["turns"]] == ["can I get a visa"]
    assert export.main(["chat-ann"]) == 0 and "can I get a visa" in capsys.readouterr().out
    assert forget.main(["chat-ann"]) == 0
    assert sender_of(store, "chat-ann") is None and sender_of(store, "chat-ben") == "chat-ben"
    assert not asyncio.run(store.has_answered("chat-ann", "message-1"))
