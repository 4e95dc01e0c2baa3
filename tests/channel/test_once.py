"""The same message is answered once, however often and whenever it is sent."""

from __future__ import annotations

import asyncio

import pytest

from bot.channel.once import Once
from bot.channel.reply import Reply

KEY = ("ann", "message-1")


class Work:
    """Makes a reply and counts how often."""

    def __init__(self, failed: bool = False, error: Exception | None = None) -> None:
        self.done = 0
        self.failed = failed
        self.error = error

    async def __call__(self) -> Reply:
        await asyncio.sleep(0)
        self.done += 1
        if self.error:
            raise self.error
        return Reply(f"reply {self.done}", {}, self.failed)


async def test_two_at_the_same_time_share_one_reply() -> None:
    once, work = Once(), Work()
    first, second = await asyncio.gather(once.reply(KEY, work), once.reply(KEY, work))
    assert first is second and work.done == 1


async def test_who_gives_up_finds_the_reply_later() -> None:
    once, work = Once(), Work()
    waiting = asyncio.ensure_future(once.reply(KEY, work))
    await asyncio.sleep(0)
    waiting.cancel()
    assert (await once.reply(KEY, work)).text == "reply 1"


async def test_a_failed_turn_is_made_anew() -> None:
    once, work = Once(), Work(failed=True)
    await once.reply(KEY, work)
    await once.reply(KEY, work)
    assert work.done == 2


async def test_an_error_is_passed_on_and_not_remembered() -> None:
    once, work = Once(), Work(error=ValueError())
    for _ in range(2):
        with pytest.raises(ValueError):
            await once.reply(KEY, work)
    assert work.done == 2


async def test_a_forgotten_conversation_is_answered_anew() -> None:
    once, work = Once(), Work()
    await once.reply(KEY, work)
    once.forget("ann")
    await once.reply(KEY, work)
    assert work.done == 2


async def test_a_reply_that_somebody_else_remembers_is_dropped_and_one_that_is_being_made_is_not() -> None:
    once, work = Once(), Work()
    making = asyncio.ensure_future(once.reply(KEY, work))
    await asyncio.sleep(0)
    once.drop(KEY)
    await asyncio.gather(making, once.reply(KEY, work))
    assert work.done == 1
    once.drop(KEY)
    await once.reply(KEY, work)
    assert work.done == 2


async def test_replies_do_not_stay_in_memory() -> None:
    once, work = Once(seconds=0), Work()
    await once.reply(KEY, work)
    await asyncio.sleep(0.01)
    await once.reply(KEY, work)
    assert work.done == 2
