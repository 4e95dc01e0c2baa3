"""A call of an action is small and quick: it carries the latest reply onwards, over a connection that stays open.

Rasa sends every event of the session, 70-130 KB, and makes a new connection for each call.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils import endpoints
from rasa.utils.endpoints import EndpointConfig

# Less than the five seconds after which the action server hangs up, so that no call goes into a closed connection.
IDLE_SECONDS = 3.0

_rasas_call = RemoteAction._action_call_format


def repair() -> None:
    """Put both in place."""
    RemoteAction._action_call_format = _call
    EndpointConfig.session = _open_session


async def hang_up(*_: Any) -> None:
    """Close the connections of the event loop that runs."""
    for lent in _sessions.pop(asyncio.get_running_loop(), {}).values():
        await lent.session.close()


def since_the_latest_reply(events: list[Event]) -> list[Event]:
    """The events that actions read: from the message on that got the latest card, with the whole turn that is going on."""
    said = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
    shown = max((at for at, event in enumerate(events) if _shows_a_card(event)), default=0)
    answered = [at for at in said if at < shown]
    return events[answered[-1] :] if answered else events


def _shows_a_card(event: Event) -> bool:
    return isinstance(event, BotUttered) and bool((event.data or {}).get("custom"))


def _call(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """What Rasa sends, with fewer events; slots and latest message are told beside them."""
    every = tracker.events
    # For as long as the call is written: what is not sent need not be written out to be thrown away.
    tracker.events = deque(since_the_latest_reply(list(every)))
    try:
        call: dict[str, Any] = _rasas_call(self, tracker, domain)
    finally:
        tracker.events = every
    return call


class _Lent:
    """A client session that stays open after the `async with` in which Rasa uses it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self.session

    async def __aexit__(self, *_: object) -> None:
        return None


_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, _Lent]] = WeakKeyDictionary()


def _open_session(self: EndpointConfig) -> _Lent:
    """The session of this event loop for endpoints with these headers and this password: a session is made with them."""
    mine = _sessions.setdefault(asyncio.get_running_loop(), {})
    who = json.dumps([self.headers, self.basic_auth], sort_keys=True)
    if who not in mine:
        mine[who] = _Lent(_new_session(self))
    return mine[who]


def _new_session(endpoint: EndpointConfig) -> aiohttp.ClientSession:
    password = endpoint.basic_auth
    return aiohttp.ClientSession(
        # As many at once as there are people who wait, and no cookie of one for another.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=endpoint.headers,
        auth=aiohttp.BasicAuth(password["username"], password["password"]) if password else None,
        timeout=aiohttp.ClientTimeout(total=endpoints.DEFAULT_REQUEST_TIMEOUT),
    )
