"""What cannot be read as a request is refused in words, at once, and nobody else waits for it; cookies and forms of any kind are read."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest

from bot.bench.fuzz.wire import Answer, Request, exchange, form, posted
from bot.channel.http import cookie_of, form_of
from tests.channel.conftest import Chat

HEAD = b"POST /chat/message HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
UNREADABLE = {
    "an address that is no text": b"GET /chat/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address that is none": b"GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "a length below zero": HEAD + b"Content-Length: -5\r\n\r\nabc",
    "a length that is no number": HEAD + b"Content-Length: abc\r\n\r\nabc",
    "a length of too many digits": HEAD + b"Content-Length: " + b"1" * 5000 + b"\r\n\r\nabc",
    "two lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a length and pieces": HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding that nobody knows": HEAD + b"Transfer-Encoding: gzip\r\n\r\nabc",
    "no HTTP at all": b"hello\r\n\r\n",
}
COOKIES = ["{{7*7}}=1; mine=a.b", "a/b=1; mine=a.b", "a,b=1;mine=a.b", '"; mine=a.b', "expires=1; mine=a.b", "mine=a.b; é=1", "mine=a.b; mine=c"]


def ask(chat: Chat, request: Request, **more: Any) -> Answer:
    return asyncio.run(exchange(chat.address.removeprefix("http://"), request, **more))


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_request_that_cannot_be_read_is_refused_at_once_and_the_next_is_answered(chat: Chat, name: str) -> None:
    answer = ask(chat, Request(raw=UNREADABLE[name]), seconds=5)
    assert answer.status == 400 and answer.json()["error"] == "bad_request" and answer.json()["text"]
    assert ask(chat, Request("GET", "/chat/labels"), seconds=5).status == 200


def test_a_body_that_does_not_come_is_waited_for_so_long_and_no_longer(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channel.readable.BODY_SECONDS", 0.5)
    begun = time.monotonic()
    answer = ask(chat, Request(raw=HEAD + b"Content-Length: 50\r\n\r\n{"), seconds=10)
    assert (answer.status, answer.json()["error"], answer.headers["connection"]) == (408, "too_slow", "close")
    assert time.monotonic() - begun < 3


def test_a_body_that_comes_in_drops_is_taken(chat: Chat) -> None:
    message = posted("/chat/message", {"session": chat.session(), "text": "hello", "message_id": "message-1"})
    assert ask(chat, message, pieces=5, pause=0.05).status == 200


@pytest.mark.parametrize("header", COOKIES)
def test_a_cookie_is_found_whatever_stands_beside_it(header: str) -> None:
    request: Any = SimpleNamespace(headers={"cookie": header})
    assert cookie_of(request, "mine") == "a.b" and cookie_of(request, "yours") is None


def test_the_page_is_there_whatever_other_programs_put_into_the_browser(chat: Chat) -> None:
    for cookie in COOKIES:
        assert chat.page("GET", "/", Cookie=cookie.encode()).status_code == 200


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", "application/json", "", "x"])
def test_only_a_form_as_our_pages_send_it_is_read(kind: str) -> None:
    request: Any = SimpleNamespace(content_type=kind, body=b"text=hello")
    assert form_of(request) == {}


def test_a_form_in_an_encoding_that_cannot_be_written_is_no_message(chat: Chat) -> None:
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\nContent-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800\r\n' % name
        for name in (b"text", b"nonce")
    )
    request = Request("POST", "/chat/say", {"Content-Type": "multipart/form-data; boundary=x"}, parts + b"--x--\r\n")
    assert ask(chat, request).status == 400 and chat.agent.asked == []


@pytest.mark.parametrize("body", [b"text=%ff%fe", b"text=%ED%A0%80&nonce=%ED%A0%80", b"text=a&text=b", b"\xff\xfe=\xff&text=a"])
def test_a_form_of_any_bytes_is_text(chat: Chat, body: bytes) -> None:
    assert ask(chat, form("/chat/say", body)).status == 303
    chat.agent.asked[0].text.encode("utf-8")


def test_an_opinion_that_is_a_thousand_lists_deep_is_none(chat: Chat) -> None:
    session = chat.session()
    deep = b'{"session": "%s", "message_id": "message-1", "opinion": %s1%s}' % (session.encode(), b"[" * 1000, b"]" * 1000)
    assert ask(chat, posted("/chat/feedback", deep)).status == 400


def test_a_program_does_not_name_the_channel(chat: Chat) -> None:
    chat.page("POST", "/webhooks/rest/webhook", {"sender": "ann", "message": "hello", "input_channel": {"anything": 1}})
    assert chat.agent.asked[0].input_channel == "rest"
