"""A turn is kept whole: where an action failed, nothing of the turn is, and the person can try again.

Rasa goes on after a failed action and keeps what is left of the turn: a conversation whose beginning failed stays
without what every conversation begins with. Here the failure is remembered until the turn is to be kept. Where a turn
cannot be kept, or a conversation not be read, Rasa keeps it in the memory of this one process, for ever, and begins an
empty one: it would have been answered, and be forgotten with the next message. Here that is a failure too. A call that
found nobody, because nginx or an action server is being started anew, is made again for some seconds first: actions
only read.
"""

from __future__ import annotations

import asyncio
import time
from contextvars import ContextVar
from typing import Any

import aiohttp
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

PATIENCE_SECONDS, PAUSE_SECONDS = 5.0, 0.2
NOBODY_THERE = (502, 503, 504)

# The actions that failed in the turn that goes on.
_failed: ContextVar[list[str]] = ContextVar("failed_actions")
_rasas_run = RemoteAction.run
_rasas_request = EndpointConfig.request


class NotWhole(Exception):
    """An action of this turn failed, so that nothing of it was kept."""


def repair() -> None:
    """Put all three in place."""
    RemoteAction.run = _run
    EndpointConfig.request = _request
    FailSafeTrackerStore.on_tracker_store_error = _raise
    FailSafeTrackerStore.on_tracker_store_retrieve_error = _raise


def begin_turn() -> None:
    """Forget what failed before, in the task that runs now."""
    _failed.set([])


def check_whole() -> None:
    """NotWhole where an action of this turn failed."""
    failed = _failed.get([])
    if failed:
        raise NotWhole(", ".join(failed))


def _raise(_wrapper: FailSafeTrackerStore, error: Exception) -> None:
    raise error


async def _run(self: RemoteAction, *given: Any, **more: Any) -> Any:
    try:
        return await _rasas_run(self, *given, **more)
    except ActionExecutionRejection:  # an answer like any other
        raise
    except Exception:
        _failed.get([]).append(self.name())
        raise


async def _request(self: EndpointConfig, *given: Any, **more: Any) -> Any:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await _rasas_request(self, *given, **more)
        except (aiohttp.ClientConnectionError, ClientResponseError) as error:
            if getattr(error, "status", NOBODY_THERE[0]) not in NOBODY_THERE or time.monotonic() > deadline:
                raise
        await asyncio.sleep(PAUSE_SECONDS)
