"""The lock of a conversation holds between servers, outlives none of them, and stops nobody when Redis is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.lock_store import LockError
from rasa.utils.endpoints import EndpointConfig

from bot.bench.scale.engines import Redis
from bot.channel import leased_lock
from bot.channel.leased_lock import LeasedLock
from tests.stores import redis, url_of


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Redis]:
    with redis(tmp_path) as engine:
        yield engine


def server(engine: Redis) -> LeasedLock:
    return LeasedLock(EndpointConfig(url_of(engine)))


async def test_turns_of_two_servers_wait_for_each_other_in_the_order_in_which_they_came(engine: Redis) -> None:
    servers, order, inside = [server(engine), server(engine)], [], 0

    async def turn(number: int) -> None:
        nonlocal inside
        await asyncio.sleep(number * 0.01)
        async with servers[number % 2].lock("ann"):
            assert inside == 0
            inside += 1
            await asyncio.sleep(0.05)
            order.append(number)
            inside -= 1

    await asyncio.gather(*(turn(number) for number in range(8)))
    assert order == list(range(8))


async def test_other_conversations_do_not_wait(engine: Redis) -> None:
    lock = server(engine)
    async with lock.lock("ann"):
        async with lock.lock("ben", lock_lifetime=0.5):
            pass


async def test_nothing_is_left_of_a_turn_that_is_over(engine: Redis) -> None:
    import redis as driver

    async with server(engine).lock("ann"):
        pass
    assert driver.Redis.from_url(url_of(engine)).keys() == []


async def test_a_server_that_was_killed_holds_a_conversation_for_some_seconds_only(
    engine: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leased_lock, "LEASE_SECONDS", 0.5)
    dead, alive = server(engine), server(engine)
    place = leased_lock._Place(["turn:{ann}", "alive:{ann}"])
    assert await dead._ask(dead._stand, place)  # and then it says nothing more
    begun = time.monotonic()
    async with alive.lock("ann"):
        assert 0.3 < time.monotonic() - begun < 2


async def test_a_long_turn_keeps_its_lock(engine: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leased_lock, "LEASE_SECONDS", 0.3)
    first, second = server(engine), server(engine)
    over = False

    async def wait() -> None:
        async with second.lock("ann"):
            assert over

    async with first.lock("ann"):
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(1)
        over = True
    await waiting


async def test_who_waits_too_long_is_told(engine: Redis) -> None:
    lock = server(engine)
    async with lock.lock("ann"):
        with pytest.raises(LockError):
            async with lock.lock("ann", lock_lifetime=0.2):
                pass


async def test_who_gives_up_leaves_the_queue(engine: Redis) -> None:
    lock = server(engine)
    async with lock.lock("ann"):
        waiting = asyncio.create_task(lock.lock("ann").__aenter__())
        await asyncio.sleep(0.1)
        waiting.cancel()
    async with lock.lock("ann"):
        pass


async def test_without_redis_turns_go_on_and_with_it_they_wait_again(
    engine: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leased_lock, "AWAY_SECONDS", 0.2)
    lock = server(engine)
    async with lock.lock("ann"):
        engine.kill()
        begun = time.monotonic()
        async with lock.lock("ann"):
            assert time.monotonic() - begun < 1.5
        engine.start()
    await asyncio.sleep(0.3)
    async with lock.lock("ann"):
        with pytest.raises(LockError):
            async with lock.lock("ann", lock_lifetime=0.2):
                pass
