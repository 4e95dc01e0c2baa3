"""Calls of actions that find nobody are made again, and an action that failed is remembered until the turn is kept."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.channel import whole_turns


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_turns, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(whole_turns, "PAUSE_SECONDS", 0.01)


def answers(monkeypatch: pytest.MonkeyPatch, *results: Any) -> list[Any]:
    """What Rasa's own call gives, one result after the other, the last for ever; the calls that were made."""
    left, made = list(results), []

    async def request(self: EndpointConfig, *given: Any, **more: Any) -> Any:
        made.append(more)
        result = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(result, Exception):
            raise result
        return result

    monkeypatch.setattr(whole_turns, "_rasas_request", request)
    return made


async def call() -> Any:
    return await whole_turns._request(EndpointConfig("http://127.0.0.1:1/webhook"), json={})


@pytest.mark.parametrize("error", [aiohttp.ServerDisconnectedError(), ClientResponseError(502, "", "")])
async def test_a_call_that_finds_nobody_is_made_again(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    made = answers(monkeypatch, error, error, {"events": []})
    assert await call() == {"events": []}
    assert len(made) == 3


async def test_it_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, aiohttp.ClientConnectionError())
    with pytest.raises(aiohttp.ClientConnectionError):
        await asyncio.wait_for(call(), 2)


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_an_action_that_answers_is_not_asked_again(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    made = answers(monkeypatch, ClientResponseError(status, "", ""))
    with pytest.raises(ClientResponseError):
        await call()
    assert len(made) == 1


@pytest.mark.parametrize(
    ("error", "whole"), [(RuntimeError(), False), (ActionExecutionRejection("action_answer"), True), (None, True)]
)
async def test_an_action_that_failed_is_remembered(
    monkeypatch: pytest.MonkeyPatch, error: Exception | None, whole: bool
) -> None:
    async def run(self: RemoteAction) -> None:
        if error:
            raise error

    monkeypatch.setattr(whole_turns, "_rasas_run", run)
    whole_turns.begin_turn()
    try:
        await whole_turns._run(RemoteAction("action_answer", None))
    except (RuntimeError, ActionExecutionRejection):
        pass
    if whole:
        whole_turns.check_whole()
    else:
        with pytest.raises(whole_turns.NotWhole):
            whole_turns.check_whole()
    whole_turns.begin_turn()
    whole_turns.check_whole()
