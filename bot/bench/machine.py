"""How fast this machine is now: a yardstick beside every stored figure."""

from __future__ import annotations

import time
from statistics import median

ROUNDS = 7


def machine_ms() -> float:
    """How long a fixed piece of work takes here and now: a busy or slow machine makes every figure worse."""
    return median(_once() for _ in range(ROUNDS))


def _once() -> float:
    begun = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return (time.perf_counter() - begun) * 1000
