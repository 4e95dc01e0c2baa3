"""A message that reaches several servers is answered once: the store that they share knows whether it was."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, Awaitable, Callable

from bot.channel.reply import Reply


async def answered_once(
    kept: Callable[[], Awaitable[Reply | None]],
    make: Callable[[], Awaitable[Reply]],
    claim: AbstractAsyncContextManager[Any],
) -> Reply:
    """The reply that is kept, else one made now; where the same message was answered elsewhere meanwhile, that reply.

    Who holds the claim answers, and whoever waits for it finds the reply kept. A claim can be lost with Redis: then two
    servers may both begin, the store keeps the turn of one and refuses that of the other, which comes here as a reply
    that failed. So the reply that everybody reads is the one that is kept.
    """
    async with claim:
        reply = await kept() or await make()
        return (await kept() or reply) if reply.failed else reply
