"""The server may start again, and a conversation may be over: what was typed goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from bot.channel.sessions import Sessions
from bot.channel.widget import WidgetInput
from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, Chat
from tests.browser.conftest import KEY
from tests.scripted import Served

HOURS = 24.0
SECOND = 1 / 3600


class Server:
    """A server that can be ended and started again on its port, with the same key and what was kept."""

    def __init__(self, hours: float = HOURS) -> None:
        self.assistant = Assistant()
        self._hours, self._port, self._running = hours, 0, ExitStack()

    def start(self) -> None:
        channel = WidgetInput(Sessions([KEY], self._hours))
        served = self._running.enter_context(Served(self.assistant.agent, channel, port=self._port))
        self._port, self.assistant.address = served.port, served.address

    def stop(self) -> None:
        self._running.close()


@pytest.fixture
def server(request: Any) -> Any:
    server = Server(getattr(request, "param", HOURS))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def chat(server: Server, open_context: Callable[..., Any]) -> Chat:
    return Chat(open_context().new_page(), server.assistant.address).open()


def test_a_message_to_a_server_that_is_starting_again_is_asked_once_when_it_is_there(chat: Chat, server: Server) -> None:
    chat.ask("note")
    server.stop()
    chat.type_and_send("answer")
    chat.page.get_by_text(WORDS["trying_again"]).first.wait_for()
    server.start()
    chat.replies.nth(1).wait_for()
    assert server.assistant.texts() == ["note", "answer"] and len(server.assistant.senders()) == 1
    chat.open()
    assert chat.said.count() == chat.replies.count() == 2


def test_a_reply_that_was_lost_when_the_server_ended_is_not_asked_for_twice(chat: Chat, server: Server) -> None:
    def answer_and_end(route: Any) -> None:
        route.fetch()
        server.stop()
        route.abort()

    chat.page.route("**/chat/message", answer_and_end, times=1)
    chat.type_and_send("answer")
    chat.retry.wait_for()
    server.start()
    chat.replies.first.wait_for()
    assert server.assistant.texts() == ["answer"]


@pytest.mark.parametrize("server", [2 * SECOND], indirect=True, ids=["two seconds"])
def test_a_conversation_that_is_over_goes_on_as_a_new_one_with_the_message_kept(chat: Chat, server: Server) -> None:
    chat.ask("note")
    chat.page.wait_for_timeout(3_000)
    chat.ask("answer")
    assert server.assistant.texts() == ["note", "answer"] and len(server.assistant.senders()) == 2
    assert chat.page.locator("li.notice").all_text_contents() == [WORDS["session_over"]]
    assert chat.said.count() == 2


@pytest.mark.parametrize("server", [2 * SECOND], indirect=True, ids=["two seconds"])
def test_a_page_that_is_loaded_again_after_its_conversation_is_over_says_so(chat: Chat) -> None:
    chat.ask("note")
    chat.box.fill("half a quest")
    chat.page.wait_for_timeout(3_000)
    chat.open()
    assert chat.page.locator("li.notice").all_text_contents() == [WORDS["session_over"]]
    assert chat.box.input_value() == "half a quest"
    chat.ask("answer")
    assert chat.page.locator("li.notice").count() == 1
