"""A real browser, and the chat page on a real server with a scripted assistant."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.channel.sessions import Sessions
from bot.channel.widget import WidgetInput
from tests.browser.assistant import Assistant
from tests.browser.chat import PHONE, Chat, ServedChat
from tests.browser.chromium import NoChromium, chromium
from tests.scripted import Served

KEY = "a key for tests that is long enough to sign with"


# Not for the whole session: while Playwright runs, no other test of this process can run an event loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        with chromium() as running:
            yield running
    except NoChromium as reason:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="package")
def served() -> Iterator[Assistant]:
    assistant = Assistant()
    with Served(assistant.agent, WidgetInput(Sessions([KEY]))) as server:
        assistant.address = server.address
        yield assistant


@pytest.fixture
def assistant(served: Assistant) -> Assistant:
    served.reset()
    return served


@pytest.fixture
def open_context(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a browser of its own for somebody, with Playwright's options, a phone without motion unless told."""
    contexts = []

    def opened(**options: Any) -> Any:
        contexts.append(browser.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options}))
        return contexts[-1]

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def chat(open_context: Callable[..., Any], assistant: Assistant, request: Any) -> Chat:
    """The page with its script; a parameter holds options of the browser."""
    context = open_context(**getattr(request, "param", {}))
    return Chat(context.new_page(), assistant.address).open()


@pytest.fixture
def plain(open_context: Callable[..., Any], assistant: Assistant) -> ServedChat:
    """The page in a browser that runs no script."""
    context = open_context(java_script_enabled=False)
    return ServedChat(context.new_page(), assistant.address).open()
