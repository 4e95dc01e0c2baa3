"""The lock of a conversation in Redis, for several servers: turns wait for each other in the order in which they came.

Rasa's own lock in Redis is read, changed and written back, so that two servers can both come first; a server that was
killed holds it for a minute; each wait is a whole second; and while Redis is away nobody is answered. Here each step
is one script that Redis runs alone, a holder that no longer says it is alive is passed over after some seconds, and
without Redis turns go on without waiting: the store keeps no turn of a conversation that went on meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis import asyncio as redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError

logger = logging.getLogger(__name__)
LEASE_SECONDS = 5.0  # a holder says three times in it that it is alive
LOOK_SECONDS = 0.03
ANSWER_SECONDS = 1.0
AWAY_SECONDS = 1.0  # after Redis did not answer: so long nobody asks again
# The queue (a list of tokens) and until when each token is alive (a hash, in milliseconds of Redis's own clock).
STAND = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], ARGV[1], now + ARGV[2])
if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('RPUSH', KEYS[1], ARGV[1]) end
local first = redis.call('LINDEX', KEYS[1], 0)
while first ~= ARGV[1] and tonumber(redis.call('HGET', KEYS[2], first) or 0) < now do
  redis.call('LPOP', KEYS[1])
  redis.call('HDEL', KEYS[2], first)
  first = redis.call('LINDEX', KEYS[1], 0)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 4)
redis.call('PEXPIRE', KEYS[2], ARGV[2] * 4)
return first == ARGV[1] and 1 or 0
"""
LEAVE = "redis.call('LREM', KEYS[1], 0, ARGV[1]) redis.call('HDEL', KEYS[2], ARGV[1])"


class _Place:
    """Somebody's place in the queue of a conversation."""

    def __init__(self, keys: list[str]) -> None:
        self.keys, self.token, self.left = keys, uuid.uuid4().hex, False


class LeasedLock(LockStore):
    """Locks at a Redis URL, by the name of the conversation."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        self._redis = redis.Redis.from_url(
            endpoint_config.url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            # After Redis was started anew every connection fails once; both scripts may be sent twice.
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[ConnectionError],
        )
        self._stand, self._leave = self._redis.register_script(STAND), self._redis.register_script(LEAVE)
        self._away, self._away_until = False, 0.0
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = LOOK_SECONDS
    ) -> AsyncGenerator[TicketLock, None]:
        """Wait for one's turn in a conversation; LockError after the lifetime."""
        place = _Place([f"turn:{{{conversation_id}}}", f"alive:{{{conversation_id}}}"])
        alive = None
        try:
            if await self._is_first_in_time(place, lock_lifetime):
                alive = asyncio.ensure_future(self._stay_alive(place))
            yield TicketLock(conversation_id)
        finally:
            place.left = True
            if alive:
                alive.cancel()
            await self._ask(self._leave, place)

    async def _is_first_in_time(self, place: _Place, seconds: float) -> bool:
        """True when it is this one's turn, False where Redis is away."""
        deadline = time.monotonic() + seconds
        while True:
            first = await self._ask(self._stand, place)
            if first is None:
                return False
            if first:
                return True
            if time.monotonic() > deadline:
                raise LockError("the turns before this one did not end")
            await asyncio.sleep(LOOK_SECONDS)

    async def _stay_alive(self, place: _Place) -> None:
        # Not until it is cancelled: a timeout within that runs out at the same moment swallows that.
        while not place.left:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await self._ask(self._stand, place)
        await self._ask(self._leave, place)

    async def _ask(self, script: Any, place: _Place) -> int | None:
        """What a script returns (0 for nothing); None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        try:
            answer = await script(keys=place.keys, args=[place.token, int(LEASE_SECONDS * 1000)]) or 0
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            if not self._away:
                logger.error("lock: Redis is away (%s); turns go on without waiting", type(error).__name__)
            self._away = True
            return None
        if self._away:
            logger.warning("lock: Redis is back")
        self._away = False
        return answer
