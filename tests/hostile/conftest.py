"""A server with the real channels whose assistant repeats what it is told, and the real assistant, both to be treated badly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.bench.fuzz.visit import Place
from bot.channel.rest import RestInput
from bot.channel.sessions import Sessions
from bot.channel.site import Site
from bot.channel.widget import WidgetInput
from tests.running import Running
from tests.scripted import ScriptedAgent, Served

KEY = "a key for tests that is long enough to sign with"
SEED = 1


class Parrot:
    """Repeats every message, in its text and on a card: whatever is typed has to be shown as text."""

    def __init__(self) -> None:
        self.agent = ScriptedAgent(self._script)
        self.address = ""

    @property
    def at(self) -> str:
        """host:port of the server."""
        return self.address.removeprefix("http://")

    async def _script(self, asked: Any) -> list[dict[str, Any]]:
        said = asked.text
        card = {"card": "sorry", "text": said, "can": [said], "routes": [], "next": [{"title": said[:80], "payload": said}]}
        return [{"text": said, "custom": card}]


@pytest.fixture(scope="package")
def parrot() -> Iterator[Parrot]:
    parrot = Parrot()
    with Served(parrot.agent, WidgetInput(Sessions([KEY]), Site()), RestInput()) as server:
        parrot.address = server.address
        yield parrot


@pytest.fixture
def scripted(parrot: Parrot, tmp_path: Path) -> Place:
    """The parrot as a place to visit."""
    return Place(parrot.at, parrot.at, tmp_path, SEED, (KEY,), programs=True)


@pytest.fixture
def real(assistant: Running) -> Place:
    """The real assistant as a place to visit."""
    at = f"127.0.0.1:{assistant.port}"
    return Place(at, at, assistant.state, SEED, ((assistant.state / "session.key").read_text("ascii"),), programs=True)


def now(work: Any) -> Any:
    """What comes of work that has to be waited for."""
    return asyncio.run(work)
