"""The same message at two servers gets the one reply that is kept."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext

from bot.channel.once_across import answered_once
from bot.channel.reply import Reply

GOOD, FAILED = Reply("an answer", {}), Reply("sorry", {}, failed=True)


async def test_what_is_kept_is_not_made_again() -> None:
    async def kept() -> Reply:
        return GOOD

    async def make() -> Reply:
        raise AssertionError

    assert await answered_once(kept, make, nullcontext()) is GOOD


async def test_what_is_refused_since_another_server_was_first_becomes_its_reply() -> None:
    answers = iter([None, GOOD])

    async def kept() -> Reply | None:
        return next(answers)

    async def make() -> Reply:
        return FAILED

    assert await answered_once(kept, make, nullcontext()) is GOOD


async def test_a_turn_that_failed_everywhere_stays_failed() -> None:
    async def kept() -> None:
        return None

    async def make() -> Reply:
        return FAILED

    assert await answered_once(kept, make, nullcontext()) is FAILED


async def test_who_waits_for_the_claim_finds_the_reply() -> None:
    claim, store, made = asyncio.Lock(), [], 0

    async def kept() -> Reply | None:
        return store[0] if store else None

    async def make() -> Reply:
        nonlocal made
        made += 1
        await asyncio.sleep(0.01)
        store.append(GOOD)
        return GOOD

    assert await asyncio.gather(*(answered_once(kept, make, claim) for _ in range(3))) == [GOOD] * 3
    assert made == 1
