"""What happens while a turn is taken: how long it takes, and the conversation as the store is given it to keep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass
class Watched:
    """A turn that is being taken, or was: when it began, its seconds, and the tracker that was kept at its end."""

    at: float = field(default_factory=time.time)
    seconds: float = 0.0
    tracker: Any = None


_now: ContextVar[Optional[Watched]] = ContextVar("watched", default=None)


@contextmanager
def watch() -> Iterator[Watched]:
    """Watch the turn that is taken inside."""
    seen, begun = Watched(), time.perf_counter()
    before = _now.set(seen)
    try:
        yield seen
    finally:
        _now.reset(before)
        seen.seconds = time.perf_counter() - begun


def saw(tracker: Any) -> None:
    """Say what is kept: a store calls this, so that nobody has to read it back to know what a turn came to."""
    seen = _now.get()
    if seen is not None:
        seen.tracker = tracker
