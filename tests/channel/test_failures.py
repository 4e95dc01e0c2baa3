"""Whatever fails is answered with one word in JSON and a sentence that says what to do, and nobody's words come to a page or the log."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from sanic.exceptions import PayloadTooLarge, RequestTimeout, SanicException, ServiceUnavailable

from bot.channel.failures import answer
from bot.guidance.live import current
from tests.channel.conftest import Chat

REQUEST: Any = SimpleNamespace()
REFUSALS = current().phrase("widget.refusals")


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (PayloadTooLarge("too much"), 413, "too_large"),
        (RequestTimeout("slow"), 408, "too_slow"),
        (ServiceUnavailable("busy"), 503, "unavailable"),
        (SanicException("tea", status_code=418), 418, "bad_request"),
        (SanicException("odd"), 500, "failed"),
        (ValueError("my boss is Zebedee"), 500, "failed"),
    ],
)
def test_an_exception_is_answered_with_one_word(error: Exception, status: int, word: str, caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        response = answer(REQUEST, error)
    assert response.status == status and json.loads(response.body) == {"error": word, "text": REFUSALS[word]}
    assert "Zebedee" not in caplog.text
    assert bool(caplog.text) is (status >= 500)


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/chat/nothing", 404, "not_found"),
        ("GET", "/nothing<script>", 404, "not_found"),
        ("DELETE", "/chat/session", 405, "method_not_allowed"),
        ("GET", "/chat/message", 405, "method_not_allowed"),
    ],
)
def test_the_server_answers_so_where_nothing_is(chat: Chat, method: str, path: str, status: int, word: str) -> None:
    reply = chat.page(method, path)
    assert (reply.status_code, reply.json()) == (status, {"error": word, "text": REFUSALS[word]})
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert ("Allow" in reply.headers) is (status == 405)


def test_a_request_that_is_too_large_is_refused_in_json(chat: Chat) -> None:
    reply = requests.post(f"{chat.address}/chat/message", data=b"x" * 100_000, timeout=20)
    assert (reply.status_code, reply.json()) == (413, {"error": "too_large", "text": REFUSALS["too_large"]})
