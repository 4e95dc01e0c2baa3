"""Ends the assistant while people talk: what was sent before is answered, and nothing hangs."""

from __future__ import annotations

import asyncio
import signal
import time

import aiohttp

from bot.bench.scale.person import browser
from bot.bench.scale.served import Served
from bot.launch.progress import say

LONGEST_SECONDS = 60.0


async def stop_while_talking(served: Served, clients: int) -> list[str]:
    """Send a message each, ask for the end while all are being answered, and return what was not right."""
    async with browser() as http:
        sessions = [await _session(http, served.at) for _ in range(clients)]
        waiting = [asyncio.create_task(_answered(http, served.at, session)) for session in sessions]
        # They are all inside, and few are answered yet.
        await asyncio.sleep(0.3)
        begun, early = time.monotonic(), sum(task.done() for task in waiting)
        served.process.send_signal(signal.SIGTERM)
        answered = await asyncio.gather(*waiting)
        code = await asyncio.to_thread(served.process.wait, LONGEST_SECONDS)
    say(f"Ended in the middle: {early} were answered before, {sum(answered) - early} of {clients - early} after it was")
    say(f"asked to end; gone after {time.monotonic() - begun:.1f} s with exit code {code}")
    wrong = [f"{clients - sum(answered)} messages were cut off by the end"] if sum(answered) < clients else []
    return wrong + ([f"exit code {code}"] if code else [])


async def _session(http: aiohttp.ClientSession, at: str) -> str:
    async with http.post(f"http://{at}/chat/session", json={}) as response:
        return str((await response.json())["session"])


async def _answered(http: aiohttp.ClientSession, at: str, session: str) -> bool:
    message = {"session": session, "text": "what is the skills pledge", "message_id": "the-only-one"}
    try:
        async with http.post(f"http://{at}/chat/message", json=message) as response:
            return response.status == 200 and not (await response.json())["failed"]
    except aiohttp.ClientError:
        return False
