"""What is counted over some days comes from the tables, for these days only."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channel import counts, feedback
from bot.channel.outcomes import OUTCOMES
from bot.channel.store import ConversationStore
from bot.report.figures import FARE_ORDER, FARES, UNANSWERED, gather

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 28)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CHAT_SECRETS", "a key for tests that is long enough to sign with")
    for each in counts.ALL:
        each._waiting.clear()
    return ConversationStore(Domain.empty())


def count(store: ConversationStore, table: counts.DailyCounts, times: int, day: date = LAST, **values: str) -> None:
    for _ in range(times):
        table.add(day, values)
    table.write(store)


def test_only_these_days_count(store: ConversationStore) -> None:
    for day, times in ((date(2026, 10, 31), 1), (FIRST, 2), (LAST, 4), (date(2026, 11, 29), 8)):
        count(store, counts.OUTCOMES, times, day, outcome="answered", topic="esol", facet="cost")
        count(store, counts.ROUTES, times, day, route="acas")
    found = gather(store, FIRST, LAST)
    assert found.turns == 6 and found.by("topic") == {"esol": 6} and found.doors() == {"acas": 6}
    assert found.days() == {FIRST: 2, LAST: 4}


def test_nothing_kept_is_nothing_found(store: ConversationStore) -> None:
    for found in (gather(store, FIRST, LAST), gather(None, FIRST, LAST)):
        assert found.turns == 0 and not found.thought() and not found.chosen() and not found.fares() and not found.reasons()


def test_how_a_topic_fares(store: ConversationStore) -> None:
    for outcome, times in (("answered", 3), ("no_source", 2), ("did_you_mean", 4), ("command", 1), ("check_finished", 1)):
        count(store, counts.OUTCOMES, times, outcome=outcome, topic="esol")
    count(store, counts.OUTCOMES, 9, outcome="out_of_scope")
    assert gather(store, FIRST, LAST).fares() == {"esol": {"answered": 4, "unanswered": 2, "asked_back": 4, "other": 1}}


def test_every_outcome_has_a_place_in_the_report() -> None:
    assert set(FARES) <= set(OUTCOMES) and {*FARES.values(), "other"} == set(FARE_ORDER)
    assert set(UNANSWERED) == {"out_of_scope", "not_understood", "no_source", "no_route", "failed"}


def test_what_became_of_did_you_mean(store: ConversationStore) -> None:
    count(store, counts.OUTCOMES, 10, outcome="did_you_mean", topic="esol", facet="cost")
    count(store, counts.OUTCOMES, 2, outcome="did_you_mean", topic="esol", facet="what")
    for taken, times in (("first", 4), ("other", 1), ("none", 2)):
        count(store, counts.CHOICES, times, topic="esol", facet="cost", taken=taken)
    chosen = gather(store, FIRST, LAST).chosen()
    assert chosen == {"esol/cost": {"first": 4, "other": 1, "none": 2, "left": 3}, "esol/what": {"left": 2}}


def test_opinions_are_counted_by_what_they_are_about(store: ConversationStore) -> None:
    card = {"card": "answer", "topic": "esol", "facet": "cost"}
    for number, opinion in enumerate(("useful", "wrong", "not_useful out_of_date", "not_useful")):
        events = [UserUttered("x", message_id="message-1"), BotUttered("x", {"custom": card})]
        asyncio.run(feedback.record(store, events, f"chat-{number}", "message-1", opinion, day=LAST))
    found = gather(store, FIRST, LAST)
    assert found.thought() == {"esol": {"useful": 1, "wrong": 1, "not_useful": 2}}
    assert found.reasons() == {"out_of_date": 1, "": 1}
