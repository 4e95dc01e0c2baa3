"""A clock that is wrong, or leaps: nothing is deleted by it, nobody loses a conversation, and it is said."""

from __future__ import annotations

import logging
import os
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.clock import Clock, Now, running_seconds
from bot.channel.in_order import in_order
from bot.channel.retention import RETENTION_HOURS, delete_once
from bot.channel.sessions import SessionRefused, Sessions
from bot.channel.store import ConversationStore
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.launch import check
from bot.launch.clock import clock_problems
from tests.failures.conftest import Channel

ROOT = Path(__file__).parents[2]
KEY = "a key for tests that is long enough to sign with"
HOUR, DAY, YEAR = 3600.0, 86400.0, 365 * 86400.0
BEGIN = 1_800_000_000.0


class Machine:
    """A clock that anybody sets, and seconds that go on."""

    def __init__(self) -> None:
        self.said, self.running = BEGIN, 0.0
        self.clock = Clock(RETENTION_HOURS * HOUR, lambda: self.said, lambda: self.running)

    def goes_on(self, seconds: float, leap: float = 0.0) -> Now:
        self.said, self.running = self.said + seconds + leap, self.running + seconds
        return self.clock.now()


def test_a_clock_that_goes_right_is_believed() -> None:
    machine = Machine()
    for _ in range(200):
        # A little wrong each time, as it is put right by the network.
        assert machine.goes_on(600, leap=20) == Now(machine.said, machine.said) and not machine.clock.leapt


@pytest.mark.parametrize("leap", [YEAR, -YEAR, 2 * HOUR, -2 * HOUR])
def test_after_a_leap_it_may_be_either_time_until_a_day_has_passed(leap: float, caplog: Any) -> None:
    machine = Machine()
    now = machine.goes_on(600, leap)
    assert machine.clock.leapt and now == Now(min(machine.said, machine.said - leap), max(machine.said, machine.said - leap))
    for _ in range(23):
        assert machine.goes_on(HOUR).latest - now.earliest >= abs(leap)
    assert machine.goes_on(2 * HOUR) == Now(machine.said, machine.said) and not machine.clock.leapt
    assert caplog.text.count("it leapt by") == 1 and ("ahead" if leap > 0 else "back") in caplog.text
    assert "is believed from now on" in caplog.text


def test_a_clock_that_is_put_right_is_believed_at_once(caplog: Any) -> None:
    machine = Machine()
    machine.goes_on(600, YEAR)
    assert machine.goes_on(600, -YEAR) == Now(machine.said, machine.said)
    assert "it is right again" in caplog.text


def test_the_seconds_that_nobody_can_set_go_on_while_the_machine_sleeps() -> None:
    assert abs(running_seconds() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 5


async def keep(store: ConversationStore, sender: str, begun: float) -> None:
    await store.save(DialogueStateTracker.from_events(sender, [SessionStarted(timestamp=begun), UserUttered("hello", timestamp=begun + 1)]))


async def left(store: ConversationStore) -> set[str]:
    return set(await store.keys())


async def test_when_the_clock_leaps_a_year_ahead_not_everything_is_deleted(store: ConversationStore) -> None:
    machine, agent = Machine(), SimpleNamespace(tracker_store=FailSafeTrackerStore(store))
    await keep(store, "an hour old", BEGIN - HOUR)
    await keep(store, "a day old", BEGIN - 25 * HOUR)
    now = machine.goes_on(600, YEAR)
    await keep(store, "after it", machine.said)
    delete_once(agent, now)
    assert await left(store) == {"an hour old", "after it"}
    # What is kept for 13 months is not thrown away either.
    assert now.day == date.fromtimestamp(BEGIN + 600)
    # A day is kept by the seconds that went on, whichever clock is right.
    delete_once(agent, machine.goes_on(23.5 * HOUR))
    assert await left(store) == {"after it"}


async def test_when_it_leaps_back_nothing_is_deleted_and_nothing_is_kept_for_a_year(store: ConversationStore) -> None:
    machine, agent = Machine(), SimpleNamespace(tracker_store=FailSafeTrackerStore(store))
    await keep(store, "before it", BEGIN)
    now = machine.goes_on(600, -YEAR)
    await keep(store, "after it", machine.said)
    delete_once(agent, now)
    assert await left(store) == {"before it", "after it"}
    machine.goes_on(HOUR)
    await keep(store, "just now", machine.said + 23 * HOUR)
    delete_once(agent, machine.goes_on(24 * HOUR))
    assert await left(store) == {"just now"}


async def test_what_was_begun_by_a_clock_that_was_ahead_is_deleted_when_it_is_right(store: ConversationStore) -> None:
    await keep(store, "of next year", time.time() + YEAR)
    await keep(store, "of a server whose clock is ahead", time.time() + HOUR)
    delete_once(SimpleNamespace(tracker_store=store))
    assert await left(store) == {"of a server whose clock is ahead"}


def session(issued: float) -> str:
    return jwt.encode({"sub": "chat-ann", "iat": issued, "exp": issued + DAY}, KEY, algorithm="HS256")


@pytest.mark.parametrize("ahead", [60.0, HOUR, 23 * HOUR])
def test_a_session_that_seems_to_come_from_the_future_goes_on(ahead: float) -> None:
    assert Sessions([KEY]).sender(session(time.time() + ahead)) == "chat-ann"


@pytest.mark.parametrize("ahead", [25 * HOUR, YEAR, -DAY - 60])
def test_one_that_would_be_good_for_longer_than_anything_is_kept_is_over(ahead: float) -> None:
    with pytest.raises(SessionRefused):
        Sessions([KEY]).sender(session(time.time() + ahead))


def test_a_session_that_is_over_by_the_clock_is_one_word_and_the_page_goes_on_with_another(channel: Channel) -> None:
    channel.session = jwt.encode({"sub": "chat-ann", "exp": time.time() - 1}, KEY, algorithm="HS256")
    refused = channel.say("one")
    assert refused["status"] == 401 and refused["error"] == "session_over"


def test_what_is_said_after_the_clock_was_put_back_is_remembered(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [channel.say(text)["text"] for text in ("one", "two")] == ["one, after 0", "two, after 1"]
    really = time.time
    monkeypatch.setattr(time, "time", lambda: really() - 2 * HOUR)
    assert [channel.say(text)["text"] for text in ("three", "four")] == ["three, after 2", "four, after 3"]
    assert channel.said() == ["one", "two", "three", "four"]
    monkeypatch.undo()
    assert channel.say("five")["text"] == "five, after 4"


def times(*events: Any) -> list[float]:
    return [event.timestamp for event in events]


def test_a_session_that_begins_after_the_clock_was_put_back_is_the_latest(store: ConversationStore) -> None:
    before = [ActionExecuted("action_session_start", timestamp=100.1), SessionStarted(100.0), UserUttered("old", timestamp=101.0)]
    fresh = [ActionExecuted("action_session_start", timestamp=50.1), SessionStarted(50.0), BotUttered("new", timestamp=50.2)]
    in_order([*before, *fresh], len(before))
    assert times(*before) == [100.1, 100.0, 101.0]
    assert times(*fresh) == pytest.approx([101.101, 101.001, 101.201])


def test_times_that_are_in_order_stay_as_they_are() -> None:
    events = [SessionStarted(100.0), UserUttered("old", timestamp=101.0), UserUttered("new", timestamp=100.5)]
    in_order(events, 2)
    in_order(events[1:], 1)
    in_order(events, 3)
    assert times(*events) == [100.0, 101.0, 100.5]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


def test_a_clock_from_before_this_was_made_is_said_at_the_start(knowledge: Knowledge) -> None:
    [line] = clock_problems(ROOT / "knowledge", knowledge, date(2024, 2, 29))
    assert "The clock of this machine says 2024-02-29" in line and "put the clock right" in line


def test_a_clock_before_the_day_on_which_a_source_was_read_is_said_with_where_it_stands(knowledge: Knowledge) -> None:
    lines = list(clock_problems(ROOT / "knowledge", knowledge, date(2026, 1, 1)))
    assert lines and all(line.startswith("knowledge/sources.yml:") and "says 2026-01-01; put the clock right, or this date" in line for line in lines)
    number = int(lines[0].split(":")[1])
    assert "read:" in (ROOT / "knowledge/sources.yml").read_text("utf-8").splitlines()[number - 1]


def test_today_and_a_day_that_has_begun_elsewhere_are_right(knowledge: Knowledge) -> None:
    newest = max(source.read.on.first for source in knowledge.sources.values() if source.read.on)
    assert list(clock_problems(ROOT / "knowledge", knowledge, newest)) == []
    assert list(clock_problems(ROOT / "knowledge", knowledge, date.fromordinal(newest.toordinal() - 1))) == []
    assert list(clock_problems(ROOT / "knowledge", knowledge, date(2031, 1, 1))) == []


def test_nothing_starts_with_such_a_clock(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """`run` and `serve` both look through this word, before they start anything."""
    monkeypatch.setattr(check, "calendar_day", lambda: date(2016, 1, 1))
    monkeypatch.setattr(os, "environ", {**os.environ, "KNOWLEDGE_DIR": str(ROOT / "knowledge"), "KNOWLEDGE_AS_OF": "2026-11-01"})
    assert check.main(["--made-from"]) == 1
    assert "The clock of this machine says 2016-01-01" in capsys.readouterr().err
    assert logging.getLogger().name == "root"
