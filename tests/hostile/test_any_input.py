"""Whatever Hypothesis thinks of is answered as the channel is described; the assistant behind it repeats what it is told."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bench.fuzz.judge import wrong_with
from bot.bench.fuzz.wire import Answer, Request, exchange, form, posted
from bot.channel.typed import LONGEST
from tests.hostile.conftest import Parrot

TRIES = settings(max_examples=150, deadline=None, derandomize=True, database=None,
                 suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
SLASHED = st.builds("{}{}".format, st.text(st.sampled_from("/ \t\n\x00\x1b\u200b\u202e\ufeff\ud800"), max_size=6), ANY_TEXT)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
ANY_JSON = st.recursive(LEAVES, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(ANY_TEXT, inside, max_size=4), max_leaves=12)
FIELDS = ("session", "message_id", "text", "retry", "opinion", "reason")
BODIES = ANY_JSON | st.dictionaries(st.sampled_from(FIELDS), ANY_JSON)
JSON_PATHS = st.sampled_from(("/chat/message", "/chat/feedback", "/chat/sheet", "/chat/start-again", "/chat/session", "/webhooks/rest/webhook"))
POST_PATHS = JSON_PATHS | st.sampled_from(("/chat/say", "/chat/keep", "/chat/opinion"))
KINDS = st.sampled_from(("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"))
# What a header may hold at all: no line ends, and nothing that is not a byte.
HEADER = st.text(st.characters(min_codepoint=9, max_codepoint=255, exclude_characters="\n\r\x0b\x0c"), max_size=120)


def answered(parrot: Parrot, request: Request) -> Answer:
    """The answer to a request, with nothing wrong in it."""
    answer = asyncio.run(exchange(parrot.at, request))
    assert list(wrong_with(request, answer)) == [], answer.text[:300]
    return answer


def session(parrot: Parrot) -> str:
    return str(answered(parrot, posted("/chat/session", {})).json()["session"])


@TRIES
@given(text=SLASHED)
def test_any_text_is_answered_and_reaches_the_assistant_as_text(parrot: Parrot, text: str) -> None:
    parrot.agent.forget()
    mine = session(parrot)
    turn = answered(parrot, posted("/chat/message", {"session": mine, "text": text, "message_id": "message-1"})).json()
    assert turn["text"] and not turn["failed"]
    for asked in parrot.agent.asked:
        assert asked.text and len(asked.text) <= LONGEST and not asked.text.startswith("/")
        assert not any(character < " " and character not in "\n\t" for character in asked.text)
        asked.text.encode("utf-8")
    answered(parrot, Request("GET", "/", {"Cookie": f"skills-session={mine}"}))
    answered(parrot, form("/chat/keep", {"session": mine, "what": "conversation"}))


@TRIES
@given(path=JSON_PATHS, body=BODIES)
def test_any_json_is_answered_or_refused(parrot: Parrot, path: str, body: Any) -> None:
    answered(parrot, posted(path, body))


@TRIES
@given(path=POST_PATHS, body=st.binary(max_size=400), kind=KINDS | HEADER)
def test_any_bytes_are_answered_or_refused(parrot: Parrot, path: str, body: bytes, kind: str) -> None:
    answered(parrot, Request("POST", path, {"Content-Type": kind}, body))


@TRIES
@given(fields=st.dictionaries(st.sampled_from(("text", "nonce", "session", "what", "as", "message_id", "opinion", "anew")), ANY_TEXT))
def test_any_form_is_answered_or_refused(parrot: Parrot, fields: dict[str, str]) -> None:
    for path in ("/chat/say", "/chat/keep", "/chat/opinion", "/chat/start-again"):
        answered(parrot, form(path, fields))


@TRIES
@given(value=HEADER, name=st.sampled_from(("Cookie", "Accept", "Authorization", "X-Forwarded-For", "Forwarded", "If-None-Match", "Content-Type",
                                           "Accept-Language", "User-Agent", "X-Request-ID", "Sec-Fetch-Site", "Origin", "Referer", "Range")))
def test_any_header_is_answered_or_refused(parrot: Parrot, name: str, value: str) -> None:
    for path in ("/", "/chat/labels", "/chat/history", "/chat/skills-chat.css"):
        answered(parrot, Request("GET", path, {name: value}))


@TRIES
@given(head=st.binary(max_size=120), target=st.binary(min_size=1, max_size=60).filter(lambda raw: not set(raw) & set(b" \r\n")))
def test_any_bytes_in_the_place_of_a_request_are_answered(parrot: Parrot, head: bytes, target: bytes) -> None:
    for raw in (b"GET /" + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", head.replace(b"\n", b"") + b"\r\n\r\n"):
        answer = asyncio.run(exchange(parrot.at, Request(raw=raw)))
        assert answer.status in (200, 400, 404, 405), (raw, answer)


@TRIES
@given(given=ANY_TEXT)
def test_no_session_but_ours_is_taken(parrot: Parrot, given: str) -> None:
    body = {"session": given, "text": "hello", "message_id": "message-1", "opinion": "useful"}
    for path in ("/chat/message", "/chat/sheet", "/chat/feedback"):
        assert answered(parrot, posted(path, body)).status == 401
