"""Several servers keep conversations in one PostgreSQL: each turn whole and once, whoever else is at it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bench.scale.engines import Postgres
from bot.channel import shared_store, whole_turns
from bot.channel.postgres_events import NotKept
from bot.channel.shared_store import SharedStore
from bot.channel.store import hours_ago
from tests.stores import keep_rasa, postgres, url_of


@pytest.fixture(scope="module")
def engine() -> Iterator[Postgres]:
    with postgres() as engine:
        yield engine


@pytest.fixture(autouse=True)
def rasa_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store changes parts of Rasa, which other tests are about."""
    keep_rasa(monkeypatch)


@pytest.fixture
def store(engine: Postgres) -> SharedStore:
    store = SharedStore(Domain.empty(), host=url_of(engine))
    store.forget_begun_before(time.time() + 1e6)
    return store


async def begun(store: SharedStore, sender: str) -> DialogueStateTracker:
    """A conversation that has begun and is kept."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], Domain.empty())
    await store.save(tracker)
    return tracker


def turn(tracker: DialogueStateTracker, text: str, reply: str | None = "as you say") -> DialogueStateTracker:
    tracker.update(UserUttered(text, message_id=f"id-of-{text}"))
    if reply:
        tracker.update(BotUttered(reply))
    return tracker


async def texts(store: SharedStore, sender: str) -> list[str]:
    tracker = await store.retrieve_full_tracker(sender)
    return [event.text or "" for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


async def test_a_conversation_comes_back_as_it_was_kept(store: SharedStore) -> None:
    tracker = await begun(store, "ann")
    tracker.update(UserUttered("hello \x00 \U0001f600 'quoted' %s", message_id="an-id"))
    await store.save(tracker)
    back = await store.retrieve_full_tracker("ann")
    assert back and [event.as_dict() for event in back.events] == [event.as_dict() for event in tracker.events]


async def test_only_the_latest_session_is_read_for_a_turn_and_all_for_the_page(store: SharedStore) -> None:
    await store.save(turn(await begun(store, "ann"), "first"))
    tracker = await store.retrieve("ann")
    assert tracker
    later = time.time() + 1
    tracker.update_with_events([ActionExecuted("action_session_start", timestamp=later), SessionStarted(timestamp=later)], Domain.empty())
    tracker.update(UserUttered("second", timestamp=later + 1))
    await store.save(tracker)
    latest = await store.retrieve("ann")
    assert latest and [event.text for event in latest.events if isinstance(event, UserUttered)] == ["second"]
    assert await texts(store, "ann") == ["first", "second"]


async def test_of_two_turns_at_once_one_is_kept_whole_and_the_other_refused(store: SharedStore, engine: Postgres) -> None:
    other = SharedStore(Domain.empty(), host=url_of(engine))
    await begun(store, "ann")
    first, second = await store.retrieve("ann"), await other.retrieve("ann")
    assert first and second
    await store.save(turn(first, "one"))
    with pytest.raises(NotKept):
        await other.save(turn(second, "two"))
    assert await texts(store, "ann") == ["one"]


async def test_a_message_that_is_answered_cannot_be_answered_again(store: SharedStore) -> None:
    await store.save(turn(await begun(store, "ann"), "one"))
    assert await store.has_answered("ann", "id-of-one")
    tracker = await store.retrieve("ann")
    assert tracker
    with pytest.raises(NotKept):
        await store.save(turn(tracker, "one"))
    assert not await store.has_answered("ben", "id-of-one")


async def test_a_message_without_a_reply_may_be_tried_again(store: SharedStore) -> None:
    tracker = turn(await begun(store, "ann"), "one", reply=None)
    await store.save(tracker)
    assert not await store.has_answered("ann", "id-of-one")
    await store.save(turn(tracker, "one"))
    assert await store.has_answered("ann", "id-of-one")


async def test_a_turn_kept_twice_is_kept_once(store: SharedStore) -> None:
    """The connection may be lost after the database has kept it and before it says so."""
    tracker = await begun(store, "ann")
    before = vars(tracker)["kept_in_postgres"]
    await store.save(turn(tracker, "one"))
    vars(tracker)["kept_in_postgres"] = before
    await store.save(tracker)
    assert await texts(store, "ann") == ["one"]


async def test_what_is_forgotten_leaves_nothing(store: SharedStore) -> None:
    await store.save(turn(await begun(store, "ann"), "one"))
    await store.save(turn(await begun(store, "ben"), "two"))
    assert store.forget("ann") == 4
    assert not await store.has_answered("ann", "id-of-one")
    assert await store.has_answered("ben", "id-of-two")
    assert store.forget_begun_before(hours_ago(-1)) == 4
    assert await texts(store, "ben") == []


async def test_a_turn_that_comes_to_its_end_after_start_again_is_not_kept(store: SharedStore) -> None:
    tracker = turn(await begun(store, "ann"), "one")
    store.forget("ann")
    with pytest.raises(NotKept):
        await store.save(tracker)


async def test_a_turn_in_which_an_action_failed_is_not_kept(store: SharedStore) -> None:
    tracker = await store.retrieve((await begun(store, "ann")).sender_id)
    assert tracker
    whole_turns._failed.get().append("action_answer")
    with pytest.raises(whole_turns.NotWhole):
        await store.save(turn(tracker, "one"))


async def test_people_wait_while_the_database_is_started_anew(store: SharedStore, engine: Postgres) -> None:
    await store.save(turn(await begun(store, "ann"), "one"))
    engine.kill()
    engine.begin()
    tracker = await store.retrieve("ann")
    assert tracker
    await store.save(turn(tracker, "two"))
    assert await texts(store, "ann") == ["one", "two"]
    assert store.forget("ann") > 0  # over the other connections, which were lost too


async def test_nobody_is_answered_from_memory_while_the_database_is_away(
    store: SharedStore, engine: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_store, "PATIENCE_SECONDS", 0.3)
    wrapped = FailSafeTrackerStore(store)
    tracker = turn(await begun(store, "ann"), "one")
    engine.kill()
    try:
        with pytest.raises(shared_store.LOST):
            await wrapped.retrieve("ann")
        with pytest.raises(shared_store.LOST):
            await wrapped.save(tracker)
    finally:
        engine.start()


async def test_an_error_of_the_database_does_not_print_what_was_said(store: SharedStore) -> None:
    await store.save(turn(await begun(store, "ann"), "Zebedee"))
    tracker = await store.retrieve("ann")
    assert tracker
    with pytest.raises(NotKept) as failure:
        await store.save(turn(tracker, "Zebedee"))
    assert "Zebedee" not in repr(failure.value) and failure.value.__suppress_context__


async def test_servers_that_start_side_by_side_make_the_tables_once(engine: Postgres) -> None:
    await asyncio.gather(*(asyncio.to_thread(SharedStore, Domain.empty(), host=url_of(engine)) for _ in range(4)))
