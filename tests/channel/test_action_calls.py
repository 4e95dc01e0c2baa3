"""A call of an action carries what actions read and little else, and finds its connection open."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Tracker

from actions.session import _last_reply
from actions.turn import turn_of
from bot.channel import action_calls, remote_actions
from bot.channel.action_calls import since_the_latest_reply

DOMAIN = Domain.load("bot/domain")
KINDS: dict[str, Any] = {
    "user": lambda number: UserUttered(f"message {number}", {"name": "ask"}, input_channel="rest"),
    "card": lambda number: BotUttered(f"reply {number}", {"custom": {"card": "note", "text": str(number)}}),
    "words": lambda number: BotUttered(f"words {number}"),
    "slot": lambda number: SlotSet("topic", number),
    "listen": lambda number: ActionExecuted("action_listen"),
}


@pytest.fixture(autouse=True)
def repaired() -> None:
    assert remote_actions.repair()


def tracker_of(*kinds: str) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("ann", [KINDS[kind](number) for number, kind in enumerate(kinds)], DOMAIN.slots)


def read_by_actions(tracker: DialogueStateTracker, events: list[Event]) -> Any:
    """What the actions make of the events they are sent."""
    sent = {**tracker.current_state(EventVerbosity.NONE), "events": [event.as_dict() for event in events]}
    received = Tracker.from_dict(sent)
    return turn_of(received).bot_cards, [dict(said, timestamp=None) for said in _last_reply(received)]


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(list(KINDS)), max_size=25))
def test_actions_read_the_same_from_fewer_events(kinds: list[str]) -> None:
    tracker = tracker_of(*kinds)
    every = list(tracker.events)
    assert read_by_actions(tracker, since_the_latest_reply(every)) == read_by_actions(tracker, every)


def test_a_call_carries_the_last_turns_only_and_all_that_is_remembered() -> None:
    tracker = tracker_of(*["user", "slot", "card", "listen"] * 20, "user")
    call = RemoteAction("action_answer", None)._action_call_format(tracker, DOMAIN)["tracker"]
    whole = tracker.current_state(EventVerbosity.ALL)
    assert [event["event"] for event in call["events"]] == ["user", "slot", "bot", "action", "user"]
    assert {**call, "events": None} == {**whole, "events": None}
    assert len(tracker.events) == 81


class ActionServer:
    """Answers every call, and counts the connections it was reached by."""

    def __init__(self) -> None:
        self.connections: set[Any] = set()
        self.status, self.wait = 200, 0.0

    async def __aenter__(self) -> EndpointConfig:
        app = web.Application()
        app.router.add_post("/webhook", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        [(host, port)] = self._runner.addresses
        return EndpointConfig(f"http://{host}:{port}/webhook")

    async def __aexit__(self, *_: Any) -> None:
        await action_calls.hang_up()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        assert request.transport
        self.connections.add(request.transport.get_extra_info("peername"))
        await asyncio.sleep(self.wait)
        return web.json_response({"events": [], "responses": []}, status=self.status)


async def test_calls_one_after_the_other_use_one_connection() -> None:
    server = ActionServer()
    async with server as endpoint:
        for _ in range(5):
            assert await endpoint.request(json={}) == {"events": [], "responses": []}
    assert len(server.connections) == 1


async def test_calls_at_once_do_not_wait_for_each_other() -> None:
    server = ActionServer()
    server.wait = 0.2
    async with server as endpoint:
        await asyncio.wait_for(asyncio.gather(*(endpoint.request(json={}) for _ in range(150))), 5)
    assert len(server.connections) == 150


async def test_a_call_that_takes_too_long_is_given_up_and_the_next_one_is_answered() -> None:
    server = ActionServer()
    async with server as endpoint:
        server.wait = 5
        with pytest.raises(asyncio.TimeoutError):
            await endpoint.request(json={}, timeout=0.1)
        server.wait = 0
        assert await endpoint.request(json={})


async def test_a_failed_call_says_so_and_the_next_one_is_answered() -> None:
    server = ActionServer()
    async with server as endpoint:
        server.status = 500
        with pytest.raises(ClientResponseError):
            await endpoint.request(json={})
        server.status = 200
        assert await endpoint.request(json={})


async def test_at_the_end_the_connections_are_closed_and_a_later_call_makes_another() -> None:
    server = ActionServer()
    async with server as endpoint:
        await endpoint.request(json={})
        session = await endpoint.session().__aenter__()
        await action_calls.hang_up()
        assert session.closed
        await endpoint.request(json={})
    assert len(server.connections) == 2


async def test_a_password_goes_to_its_own_server_only() -> None:
    async with ActionServer() as endpoint:
        closed = EndpointConfig(endpoint.url, basic_auth={"username": "ann", "password": "secret"})
        one, other = await closed.session().__aenter__(), await endpoint.session().__aenter__()
        assert one is not other and other._default_auth is None


def test_each_event_loop_has_connections_of_its_own() -> None:
    async def once() -> int:
        server = ActionServer()
        async with server as endpoint:
            await endpoint.request(json={})
        return len(server.connections)

    assert [asyncio.run(once()), asyncio.run(once())] == [1, 1]


def test_a_connection_is_left_before_the_action_server_hangs_up() -> None:
    from sanic.config import Config

    assert Config().KEEP_ALIVE_TIMEOUT > action_calls.IDLE_SECONDS + 1
