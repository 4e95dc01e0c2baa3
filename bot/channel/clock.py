"""Which day it is, where the clock of the machine may be wrong: what is deleted for good is not deleted by a clock that leapt.

While a server runs, the machine also counts seconds that nobody can set. Where the clock goes on by much more or less than
those, it leapt, and either the old or the new time is wrong. Then nothing is deleted but what is too old by both, until the
clock is right again, or a day has passed: by then all that was kept when it leapt is a day old, whichever was right.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

logger = logging.getLogger(__name__)
# What a machine that sets its clock after a start, or by hand, may well put right.
TOLERATED_SECONDS = 900.0


@dataclass(frozen=True)
class Now:
    """It is not before `earliest` and not after `latest`, in seconds since 1970; the same, unless the clock leapt."""

    earliest: float
    latest: float

    @property
    def day(self) -> date:
        """The earlier day of the two."""
        return date.fromtimestamp(self.earliest)


def running_seconds() -> float:
    """Seconds that nobody can set, those in which the machine slept too."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Clock:
    """The clock of a process, watched from when it is made; `seconds` is for how long a leap is not believed."""

    def __init__(
        self, seconds: float, clock: Callable[[], float] = time.time, running: Callable[[], float] = running_seconds
    ) -> None:
        self._seconds, self._clock, self._running = seconds, clock, running
        self._believed = (clock(), running())
        self._leapt_at: float | None = None

    @property
    def leapt(self) -> bool:
        """Whether the clock leapt, as far as was looked."""
        return self._leapt_at is not None

    def now(self) -> Now:
        """Look at the clock; a leap is said once, and so is its end."""
        said, running = self._clock(), self._running()
        expected = self._believed[0] + running - self._believed[1]
        if abs(said - expected) <= TOLERATED_SECONDS:
            if self.leapt:
                logger.warning("clock: it is right again; what is too old is deleted as before")
            self._believed, self._leapt_at = (said, running), None
            return Now(said, said)
        if self._leapt_at is None:
            self._leapt_at = running
            logger.error(
                "clock: it leapt by %s; if it is wrong now, put it right. For %g hours nothing is deleted by it",
                _words(said - expected), self._seconds / 3600,
            )
        if running - self._leapt_at > self._seconds:
            logger.warning("clock: the time that it leapt to is believed from now on")
            self._believed, self._leapt_at = (said, running), None
            return Now(said, said)
        return Now(min(said, expected), max(said, expected))


def _words(seconds: float) -> str:
    hours = abs(seconds) / 3600
    size = f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.1f} hours"
    return f"{size} {'ahead' if seconds > 0 else 'back'}"
