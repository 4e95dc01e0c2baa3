"""Rates: never more than allowed, never longer to wait than said, and the same for several servers as for one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channel import rates
from bot.channel.rates import InMemory, InRedis, Rate, rate
from tests.stores import redis as own_redis
from tests.stores import url_of

RATES = st.builds(Rate, st.integers(1, 20), st.sampled_from([1, 60, 3600, 86400]))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30 per minute", Rate(30, 60)), (" 1 per second ", Rate(1, 1)), ("400 per day", Rate(400, 86400)), ("5 per hour", Rate(5, 3600))],
)
def test_a_rate_is_read(text: str, expected: Rate) -> None:
    assert rate(text) == expected


@pytest.mark.parametrize("text", ["", "30", "0 per minute", "-1 per minute", "30/minute", "thirty per minute", "30 per week", "1e3 per day"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no rate such as '30 per minute'"):
        rate(text)


@settings(deadline=None)
@given(RATES, st.lists(st.floats(0, 200), min_size=1, max_size=60))
def test_never_more_come_through_than_all_at_once_and_then_the_pace(each: Rate, pauses: list[float]) -> None:
    clock = Clock()
    counts = InMemory(clock)
    through: list[float] = []
    for pause in pauses:
        clock.now += pause
        if not asyncio.run(counts.wait({"ann": each})):
            through.append(clock.now)
    for first, begun in enumerate(through):
        for last in range(first, len(through)):
            assert last - first + 1 <= each.amount + (through[last] - begun) / each.pace + 1e-3


@settings(deadline=None)
@example([Rate(1, 1)], [0.0, 0.99999])
@given(st.lists(RATES, min_size=1, max_size=3, unique=True), st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_who_waits_as_long_as_said_comes_through_and_not_before(each: list[Rate], pauses: list[float]) -> None:
    clock = Clock()
    counts = InMemory(clock)
    several = {f"key {number}": one for number, one in enumerate(each)}
    for pause in pauses:
        clock.now += pause
        wait = asyncio.run(counts.wait(several))
        if wait:
            assert wait <= max(one.pace for one in each) + 1e-3
            clock.now += wait * 0.9
            # Nothing was counted by the refusal, and it is still too early (a millionth of a second is nobody's wait).
            assert wait < 1e-4 or asyncio.run(counts.wait(several))
            clock.now += wait * 0.1 + 1e-3
            assert wait < 1e-4 or not asyncio.run(counts.wait(several))


def test_what_is_refused_by_one_rate_counts_for_none() -> None:
    counts = InMemory(Clock())
    narrow, wide = Rate(1, 60), Rate(2, 60)
    assert not asyncio.run(counts.wait({"narrow": narrow, "wide": wide}))
    for _ in range(5):
        assert asyncio.run(counts.wait({"narrow": narrow, "wide": wide}))
    assert not asyncio.run(counts.wait({"wide": wide}))


def test_people_do_not_use_up_what_is_others() -> None:
    counts = InMemory(Clock())
    assert not asyncio.run(counts.wait({"ann": Rate(1, 60)}))
    assert asyncio.run(counts.wait({"ann": Rate(1, 60)}))
    assert not asyncio.run(counts.wait({"ben": Rate(1, 60)}))


def test_memory_does_not_grow_with_everybody_who_ever_came(monkeypatch: Any) -> None:
    monkeypatch.setattr(rates, "KEPT", 100)
    clock = Clock()
    counts = InMemory(clock)
    for number in range(1000):
        clock.now += 1
        asyncio.run(counts.wait({str(number): Rate(1, 10)}))
    assert len(counts._due) <= 100


@pytest.fixture(scope="module")
def redis(tmp_path_factory: Any) -> Iterator[str]:
    with own_redis(tmp_path_factory.mktemp("redis")) as running:
        yield url_of(running)


def test_several_servers_count_together(redis: str) -> None:
    async def both() -> list[bool]:
        servers = [InRedis(redis), InRedis(redis)]
        assert all([await server.answers() for server in servers])
        refused = [bool(await servers[number % 2].wait({"together": Rate(3, 60), "as well": Rate(9, 60)})) for number in range(6)]
        for server in servers:
            await server.close()
        return refused

    assert asyncio.run(both()) == [False] * 3 + [True] * 3


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 30), st.integers(0, 10**9))
def test_redis_comes_to_the_same_as_memory(redis: str, amount: int, number: int) -> None:
    async def count() -> tuple[list[bool], float]:
        server = InRedis(redis)
        keys = {f"{number}:{amount}:a": Rate(amount, 3600), f"{number}:{amount}:b": Rate(amount + 1, 86400)}
        waits = [await server.wait(keys) for _ in range(amount + 2)]
        await server.close()
        return [bool(wait) for wait in waits], waits[-1]

    refused, wait = asyncio.run(count())
    if not refused[0]:  # the same numbers may come twice
        assert refused == [False] * amount + [True, True]
        assert 3600 / amount - 5 < wait <= 3600 / amount


def test_without_redis_each_server_counts_for_itself_and_says_so_once(caplog: Any, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(rates, "AWAY_SECONDS", 0.0)
    with own_redis(tmp_path) as redis:
        async def count() -> None:
            server = InRedis(url_of(redis))
            assert not await server.wait({"ann": Rate(2, 60)})
            redis.kill()
            assert not await server.answers()
            assert [bool(await server.wait({"ann": Rate(2, 60)})) for _ in range(3)] == [False, False, True]
            redis.start()
            assert await server.answers()
            assert [bool(await server.wait({"ann": Rate(2, 60)})) for _ in range(3)] == [False, False, True]
            await server.close()

        with caplog.at_level(logging.INFO):
            asyncio.run(count())
    assert caplog.text.count("each server counts for itself") == 1


def test_a_redis_that_hangs_is_not_asked_again_at_once() -> None:
    async def hang(_reader: Any, _writer: Any) -> None:
        await asyncio.sleep(60)

    async def count() -> float:
        silent = await asyncio.start_server(hang, "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        server, begun = InRedis(f"redis://127.0.0.1:{port}/0"), time.monotonic()
        for number in range(20):
            assert not await server.wait({f"ann {number}": Rate(1, 60)})
        silent.close()
        return time.monotonic() - begun

    assert asyncio.run(count()) < 2 * rates.REDIS_SECONDS + 0.5
