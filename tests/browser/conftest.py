"""A real browser, and the chat page on a real server with a scripted assistant."""

from __future__ import annotations

import asyncio
import os
import shutil
from typing import Any, Iterator

import pytest

from bot.channel.sessions import Sessions
from bot.channel.widget import WidgetInput
from tests.example_cards import CARDS, NOTE, message
from tests.scripted import ScriptedAgent, Served

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# Not for the whole session: while Playwright runs, no other test of this process can run an event loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The Chromium of this machine, headless."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = f"no Chromium on the PATH ({', '.join(NAMES)})"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


class Assistant:
    """Replies with the card that a message names; `silent` makes turns fail, `delay` makes them slow."""

    def __init__(self) -> None:
        self.agent = ScriptedAgent(self._script)
        self.cards: dict[str, Any] = {}
        self.silent = False
        self.delay = 0.0
        self.address = ""

    async def _script(self, asked: Any) -> list[dict[str, Any]]:
        await asyncio.sleep(self.delay)
        cards = {**CARDS, **self.cards}
        return [] if self.silent else [message(cards.get(asked.text, NOTE))]

    def texts(self) -> list[str]:
        return [asked.text for asked in self.agent.asked]


@pytest.fixture(scope="session")
def served() -> Iterator[Assistant]:
    assistant = Assistant()
    channel = WidgetInput(Sessions(["a key for tests that is long enough to sign with"]))
    with Served(assistant.agent, channel) as server:
        assistant.address = server.address
        yield assistant


@pytest.fixture
def assistant(served: Assistant) -> Assistant:
    served.cards, served.silent, served.delay = {}, False, 0.0
    served.agent.forget()
    return served
