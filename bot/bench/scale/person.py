"""Somebody who talks with the assistant over the chat's channel, tries again as the page does, and remembers everything."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

# What the page waits for an answer, and how long a person takes to press "try again".
PATIENCE_SECONDS, PRESS_SECONDS = 40.0, 3.0
MOST_TRIES = 8


@dataclass
class Said:
    """A message, what became of each try, and the answer that was read."""

    text: str
    message_id: str = field(default_factory=lambda: secrets.token_hex(16))
    failures: list[str] = field(default_factory=list)
    answer: str | None = None
    at: float = 0.0  # when it was answered, or given up
    milliseconds: float = 0.0  # of the try that was answered


@dataclass
class Talk:
    """One conversation of one person, and how the server tells it afterwards: [message id, what was answered]."""

    script: int
    said: list[Said] = field(default_factory=list)
    told: list[tuple[str, str]] | None = None


class Person:
    """One browser: a connection, and a conversation at a time."""

    def __init__(self, http: aiohttp.ClientSession, at: str, nervous: bool = False) -> None:
        """Who is nervous sends everything twice at the same moment, and must read the same twice."""
        self._http, self._at, self._nervous = http, f"http://{at}/chat/", nervous

    async def talk(self, script: int, texts: list[str], pause: float = 0.0) -> Talk:
        """Have one conversation from its start to its end, then read it again; `pause` seconds between the messages."""
        talk = Talk(script)
        session = (await self._until_it_works("session", {}))["session"]
        for text in texts:
            said = Said(text)
            talk.said.append(said)
            begun = time.monotonic()
            await self._say(session, said)
            await asyncio.sleep(max(0.0, pause - (time.monotonic() - begun)))
        turns = (await self._until_it_works("history", None, {"Authorization": f"Bearer {session}"}))["turns"]
        talk.told = [(turn["message_id"], turn["text"]) for turn in turns]
        return talk

    async def _say(self, session: str, said: Said) -> None:
        for number in range(MOST_TRIES):
            begun = time.perf_counter()
            message = {"session": session, "text": said.text, "message_id": said.message_id, "retry": number > 0}
            status, body = await self._ask_about(message)
            said.at = time.time()
            if status == 200 and not body["failed"]:
                said.answer, said.milliseconds = body["text"], (time.perf_counter() - begun) * 1000
                return
            said.failures.append("apology" if status == 200 else body.get("error") or str(status))
            await asyncio.sleep(PRESS_SECONDS)

    async def _ask_about(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not self._nervous:
            return await self._ask("message", message)
        first, second = await asyncio.gather(self._ask("message", message), self._ask("message", message))
        told = [answer for answer in (first, second) if answer[0] == 200 and not answer[1]["failed"]]
        if len(told) == 2 and first[1]["text"] != second[1]["text"]:
            return 200, {"failed": False, "text": f"two answers: {first[1]['text']} // {second[1]['text']}"}
        return told[0] if told else first

    async def _until_it_works(self, path: str, body: Any, headers: dict[str, str] | None = None) -> dict[str, Any]:
        for _ in range(MOST_TRIES):
            status, answer = await self._ask(path, body, headers)
            if status == 200:
                return answer
            await asyncio.sleep(PRESS_SECONDS)
        raise RuntimeError(f"{path} was never answered: {status} {answer}")

    async def _ask(self, path: str, body: Any, headers: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        try:
            sent = self._http.request("GET" if body is None else "POST", self._at + path, json=body, headers=headers)
            async with sent as response:
                return response.status, await response.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            return 0, {"error": type(error).__name__}


def browser() -> aiohttp.ClientSession:
    """What a person's requests go through; a context."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
        timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
    )
