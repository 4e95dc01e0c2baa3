"""A message that is sent twice is answered once."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Callable

from bot.channel.reply import Reply

SECONDS = 600


class Once:
    """Replies by key: the same key gets the same reply, also while the first is still being made.

    The work runs on its own, so that a browser that gives up does not undo it. A failed turn is not remembered:
    trying again may work. Others are remembered for some minutes; the tracker store knows the rest.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._replies: dict[tuple[str, str], asyncio.Future[Reply]] = {}
        self._seconds = seconds

    async def reply(self, key: tuple[str, str], make: Callable[[], Awaitable[Reply]]) -> Reply:
        """The reply of that key, made now if it is new or was forgotten."""
        if key not in self._replies:
            self._replies[key] = asyncio.ensure_future(make())
            self._replies[key].add_done_callback(lambda done: self._keep_or_forget(key, done))
        return await asyncio.shield(self._replies[key])

    def drop(self, key: tuple[str, str]) -> None:
        """Remember a reply no longer, since somebody else does."""
        if key in self._replies and self._replies[key].done():
            del self._replies[key]

    def forget(self, sender: str) -> None:
        """Drop everything remembered of a conversation."""
        for key in [key for key in self._replies if key[0] == sender]:
            del self._replies[key]

    def _keep_or_forget(self, key: tuple[str, str], done: asyncio.Future[Reply]) -> None:
        if done.cancelled() or done.exception() or done.result().failed:
            self._replies.pop(key, None)
        else:
            done.get_loop().call_later(self._seconds, self._replies.pop, key, None)
