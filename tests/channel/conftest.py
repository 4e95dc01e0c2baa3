"""A running server with both channels and an assistant that says what the test tells it to."""

from __future__ import annotations

from typing import Any, Iterator

import pytest
import requests

from bot.channel.rest import RestInput
from bot.channel.sessions import Sessions
from bot.channel.site import Site
from bot.channel.widget import WidgetInput
from tests.scripted import ScriptedAgent, Served

SESSIONS = Sessions(["a key for tests that is long enough to sign with"])


class Chat:
    """The server as a program or a page sees it; `replies`, `error` and `agent.kept` are the test's to set."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []
        self.error: Exception | None = None
        self.agent = ScriptedAgent(self._script)
        self.address = ""

    async def _script(self, _message: Any) -> list[dict[str, Any]]:
        if self.error:
            raise self.error
        return self.replies

    def reset(self) -> None:
        self.replies, self.error = [{"text": "Hello."}], None
        self.agent.forget()

    def rest(self, message: Any = "hello", sender: Any = "tester", **headers: str) -> requests.Response:
        body = {"sender": sender, "message": message}
        return requests.post(f"{self.address}/webhooks/rest/webhook", json=body, headers=headers, timeout=20)

    def page(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        return requests.request(method, f"{self.address}{path}", json=body, headers=headers, timeout=20)

    def session(self) -> str:
        return str(self.page("POST", "/chat/session").json()["session"])

    def send(self, session: str, text: Any, message_id: str, **more: Any) -> requests.Response:
        body = {"session": session, "text": text, "message_id": message_id, **more}
        return self.page("POST", "/chat/message", body)


@pytest.fixture(scope="session")
def served() -> Iterator[Chat]:
    chat = Chat()
    with Served(chat.agent, WidgetInput(SESSIONS, Site()), RestInput()) as server:
        chat.address = server.address
        yield chat


@pytest.fixture
def chat(served: Chat) -> Chat:
    served.reset()
    return served
