"""The times of events, where the clock was put back within a conversation.

A session is found by its time. What is said after the clock was put back would seem older than the session that it belongs
to, and be left out when the conversation is read: the assistant would forget each turn as soon as it was over.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from rasa.shared.core.events import Event, SessionStarted

AFTERWARDS = 0.001


def in_order(events: Collection[Event], held: int) -> None:
    """Have what comes after the first `held` events begin after them, where it seems older than their session."""
    before, new = list(islice(events, held)), list(islice(events, held, None))
    begun = max((event.timestamp for event in before if isinstance(event, SessionStarted)), default=None)
    if begun is None or not new:
        return
    earliest = min(event.timestamp for event in new)
    if earliest >= begun:
        return
    # All of them by as much: which came when within the turn stays as it was.
    shift = max(event.timestamp for event in before) - earliest + AFTERWARDS
    for event in new:
        event.timestamp += shift
