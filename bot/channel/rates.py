"""Rates, and who has used them up: the generic cell rate algorithm, in this process or in Redis for several.

For each key one number is kept, the time by which everything that came would have come at an even pace. What comes more
than one whole period ahead of that pace has to wait, and how long is known to the second.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from redis.asyncio import Redis  # type: ignore[import-untyped]
from redis.exceptions import RedisError  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(rf"\s*(\d{{1,9}}) per ({'|'.join(SECONDS)})\s*")
# How many keys are remembered before those that no longer count are thrown away.
KEPT = 10_000
# So long Redis may take to answer; where it did not, so long nobody asks it again.
REDIS_SECONDS, AWAY_SECONDS = 0.5, 1.0


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds: all of them at once, then one as soon as there is room for it."""

    amount: int
    seconds: float

    @property
    def pace(self) -> float:
        """The seconds that one of them takes."""
        return self.seconds / self.amount


def rate(text: str) -> Rate:
    """The rate that a text such as "30 per minute" says; ValueError for any other."""
    found = _RATE.fullmatch(text)
    if not found or not int(found.group(1)):
        raise ValueError(f"{text!r} is no rate such as '30 per minute'; the periods are {', '.join(SECONDS)}")
    return Rate(int(found.group(1)), SECONDS[found.group(2)])


class Counts(Protocol):
    """Where it is kept how much of each rate is used up."""

    async def wait(self, rates: Mapping[str, Rate]) -> float:
        """Count one for every key, and return 0; where one of them is used up, count none, and return the seconds to wait."""


class InMemory:
    """The counts of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due: dict[str, float] = {}

    async def wait(self, rates: Mapping[str, Rate]) -> float:
        now = self._clock()
        due = {key: max(self._due.get(key, now), now) + each.pace for key, each in rates.items()}
        wait = max(due[key] - each.seconds - now for key, each in rates.items())
        # A whole period divided and added up again may miss itself by the last digit.
        if wait > 1e-6:
            return wait
        self._due.update(due)
        if len(self._due) > KEPT:
            self._due = {key: moment for key, moment in self._due.items() if moment > now}
        return 0.0


# The same, in one step that nobody else comes between, by the clock of the Redis server.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local due, wait = {}, 0
for i, key in ipairs(KEYS) do
  local amount, seconds = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  due[i] = math.max(tonumber(redis.call('GET', key) or now), now) + seconds / amount
  wait = math.max(wait, due[i] - seconds - now)
end
if wait > 0.000001 then return tostring(wait) end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.6f', due[i]), 'PX', math.ceil((due[i] - now) * 1000))
end
return '0'
"""


class InRedis:
    """The counts of all servers that use a Redis; of this process alone for as long as it cannot be reached."""

    def __init__(self, address: str) -> None:
        self._redis: Any = Redis.from_url(address, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)
        self._script = self._redis.register_script(SCRIPT)
        self._own = InMemory()
        self._reached, self._away_until = True, 0.0

    async def wait(self, rates: Mapping[str, Rate]) -> float:
        if time.monotonic() < self._away_until:
            return await self._own.wait(rates)
        numbers = [number for each in rates.values() for number in (each.amount, each.seconds)]
        try:
            wait = float(await self._script(keys=[f"chat:rate:{key}" for key in rates], args=numbers))
        except (RedisError, OSError) as error:
            if self._reached:
                logger.error("limits: Redis cannot be reached (%s); each server counts for itself", type(error).__name__)
            self._reached, self._away_until = False, time.monotonic() + AWAY_SECONDS
            return await self._own.wait(rates)
        self._reached = True
        return wait

    async def answers(self) -> bool:
        """Whether Redis can be reached now."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.close()
