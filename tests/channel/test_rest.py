"""The REST channel: Rasa's request and reply, one whole message a turn, and never silence."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import requests

CARD = {"card": "answer", "title": "A title", "next": []}


def test_text_and_card_come_as_one_message(chat: Any) -> None:
    chat.replies = [{"text": "All of it.", "custom": CARD}]
    assert chat.rest(sender="ann").json() == [{"recipient_id": "ann", "text": "All of it.", "custom": CARD}]


def test_several_messages_of_a_turn_come_as_one(chat: Any) -> None:
    question = {"card": "question", "ask": "How old are you?"}
    chat.replies = [{"text": "First.", "custom": CARD}, {"text": "Second."}, {"text": "How old?", "custom": question}]
    (message,) = chat.rest().json()
    assert message["text"] == "First.\n\nSecond.\n\nHow old?"
    assert message["custom"]["card"] == "answer"
    assert [card["card"] for card in message["custom"]["then"]] == ["note", "question"]


def test_rasas_own_buttons_become_choices_that_can_be_typed(chat: Any) -> None:
    chat.replies = [{"text": "Yes?", "buttons": [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "no"}]}]
    (message,) = chat.rest().json()
    assert message["custom"]["next"] == [{"title": "Yes", "payload": "Yes"}, {"title": "No", "payload": "no"}]


def test_silence_becomes_an_apology_that_says_where_to_turn(chat: Any) -> None:
    chat.replies = []
    (message,) = chat.rest().json()
    assert message["custom"]["card"] == "sorry"
    assert message["custom"]["routes"]
    assert message["custom"]["routes"][0]["name"] in message["text"]


def test_an_apology_is_given_even_where_no_route_can_be_found(chat: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.channel.apology.route_cards", lambda *_: 1 / 0)
    chat.replies = []
    (message,) = chat.rest().json()
    assert message["text"] and message["custom"]["routes"] == []


def test_a_failure_becomes_an_apology_and_is_logged_without_the_message(chat: Any, caplog: Any) -> None:
    chat.error = ValueError("cannot read 'my boss is Zebedee'")
    with caplog.at_level(logging.INFO):
        (message,) = chat.rest("my boss is Zebedee").json()
    assert message["custom"]["card"] == "sorry"
    assert "ValueError" in caplog.text
    assert "Zebedee" not in caplog.text


@pytest.mark.parametrize("typed", ["/restart", " /restart", "//inform{\"topic\": \"x\"}", "\u200b/restart", "/EXTERNAL: x"])
def test_text_that_begins_with_a_slash_is_text(chat: Any, typed: str) -> None:
    chat.rest(typed)
    (message,) = chat.agent.asked
    assert not message.text.startswith("/")
    assert message.text == typed.lstrip(" \u200b/")


def test_personal_data_is_masked_before_the_assistant_sees_it_and_the_person_is_told(chat: Any) -> None:
    (message,) = chat.rest("I am 47, jo@example.org, S60 2XR").json()
    text = chat.agent.asked[0].text
    assert "example.org" not in text and "2XR" not in text
    assert "47" in text and "S60" in text
    note = message["custom"]["then"][-1]["text"]
    assert note in message["text"]


@pytest.mark.parametrize("typed", ["", "   ", "/", "\u200b", None, 12, ["x"], {"x": 1}])
def test_what_holds_no_words_gets_a_kind_reply_and_goes_no_further(chat: Any, typed: Any) -> None:
    (message,) = chat.rest(typed).json()
    assert message["text"]
    assert chat.agent.asked == []


def test_what_is_too_long_gets_a_kind_reply_and_goes_no_further(chat: Any) -> None:
    (message,) = chat.rest("why " * 1250).json()
    assert message["custom"]["card"] == "note"
    assert chat.agent.asked == []


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\ud800b", "a\u202eb", "<script>alert(1)</script>", "{{7*7}}"])
def test_odd_characters_arrive_as_text_that_can_be_kept(chat: Any, typed: str) -> None:
    assert chat.rest(typed).status_code == 200
    (message,) = chat.agent.asked
    message.text.encode("utf-8")
    assert "\x00" not in message.text and "\x1b" not in message.text


def test_without_a_sender_rasas_default_is_used(chat: Any) -> None:
    assert chat.rest(sender=None).json()[0]["recipient_id"] == "default"


@pytest.mark.parametrize("sender", ["chat-someone", "", "x" * 300, ["x"], {"x": 1}, "\ud800", "a\x00b", "a\nb"])
def test_a_sender_that_is_not_a_programs_own_is_refused(chat: Any, sender: Any) -> None:
    assert chat.rest(sender=sender).status_code == 400
    assert chat.agent.asked == []


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"12", b'"x"', b"\xff\xfe"])
def test_a_request_that_is_no_json_object_is_refused_in_json(chat: Any, body: bytes) -> None:
    answer = requests.post(f"{chat.address}/webhooks/rest/webhook", data=body, timeout=20)
    assert answer.status_code == 400
    assert answer.json()["error"] == "bad_request"


@pytest.mark.parametrize(
    "header", [{"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"}, {"Origin": "https://elsewhere.example"}]
)
def test_who_comes_through_a_proxy_or_from_another_page_is_refused(chat: Any, header: dict[str, str]) -> None:
    assert chat.rest(**header).status_code == 403
    assert chat.agent.asked == []


@pytest.mark.parametrize("metadata", ["x", [], [[[]]], 1, True])
def test_metadata_that_is_no_object_is_refused(chat: Any, metadata: Any) -> None:
    body = {"sender": "ann", "message": "hello", "metadata": metadata}
    assert chat.page("POST", "/webhooks/rest/webhook", body).status_code == 400
    assert chat.agent.asked == []


def test_the_reply_can_be_streamed_as_with_rasa(chat: Any) -> None:
    body = {"sender": "ann", "message": "hello"}
    answer = requests.post(f"{chat.address}/webhooks/rest/webhook?stream=true", json=body, timeout=20)
    assert answer.headers["content-type"].startswith("text/event-stream") and answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["text"] == "Hello."
