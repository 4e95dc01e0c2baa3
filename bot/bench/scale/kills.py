"""Kills (-9) one part after the other while people talk, and sees each brought back."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.bench.scale.engines import Engine
from bot.bench.scale.served import Served
from bot.launch.chat_ready import chat_answers
from bot.launch.parts import ACTIONS_NGINX, NGINX
from bot.launch.progress import say
from bot.launch.settings import CannotStart

# How long a store is gone before it is started anew: by hand it would take a system's supervisor about as long.
GONE_SECONDS = 1.0
BACK_SECONDS = 120.0
LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Kill:
    """What was killed, when, and after how many seconds it was back."""

    what: str
    at: float
    back_after: float


async def kill_in_turn(served: Served, settled: float) -> list[Kill]:
    """Kill each kind of part once, with some seconds between one that is back and the next."""
    kills = []
    for what, kill in (
        ("a server", lambda: _a_part(served, "server 1")),
        ("an action server", lambda: _a_part(served, "action server 1")),
        ("Redis", lambda: _a_store(served.redis)),
        ("PostgreSQL", lambda: _a_store(served.postgres)),
        ("nginx of the actions", lambda: _a_part(served, ACTIONS_NGINX)),
        ("nginx", lambda: _a_part(served, NGINX)),
    ):
        at, begun = time.time(), time.monotonic()
        await kill()
        kills.append(Kill(what, at, time.monotonic() - begun))
        say(f"  killed {what}: back after {kills[-1].back_after:.1f} s")
        await asyncio.sleep(settled)
    return kills


async def _a_part(served: Served, name: str) -> None:
    before = served.parts()
    os.kill(before[name], signal.SIGKILL)
    await _until(lambda: len(served.parts()) == len(before) and before[name] not in served.parts().values(), name)
    at = {NGINX: served.at, "server 1": served.first_server}.get(name)
    if at:
        # A thread of its own: people go on talking meanwhile.
        await _until(lambda: chat_answers(at), name)


async def _a_store(engine: Engine) -> None:
    await asyncio.to_thread(engine.kill)
    await asyncio.sleep(GONE_SECONDS)
    engine.begin()
    await asyncio.to_thread(engine.wait)


async def _until(true: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + BACK_SECONDS
    while not await asyncio.to_thread(true):
        if time.monotonic() > deadline:
            raise CannotStart(f"{name} was not brought back")
        await asyncio.sleep(LOOK_SECONDS)
