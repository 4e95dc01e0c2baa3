"""The whole server as operators see it: off at once and on again, limits, health, measurements, one log line a turn."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import counts, metrics
from bot.channel.limit_settings import LimitSettings
from bot.channel.rest import RestInput
from bot.channel.site import Site
from bot.channel.store import ConversationStore
from bot.channel.switch import turn_off, turn_on
from bot.channel.watched import watch
from bot.channel.widget import WidgetInput
from bot.guidance.live import current
from tests.channel.conftest import SESSIONS, Chat
from tests.example_cards import CARDS, message
from tests.scripted import Served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ALLOWED = "https://intranet.example"
OFF = current().say("switch.off").strip()


@pytest.fixture(scope="module")
def server() -> Iterator[Chat]:
    chat = Chat()
    limits = LimitSettings(per_session=["4 per minute"], per_address=["20 per hour"], address_header="X-Forwarded-For")
    with Served(chat.agent, WidgetInput(SESSIONS, Site(allowed_origins=(ALLOWED,)), limits), RestInput()) as running:
        chat.address = running.address
        yield chat


@pytest.fixture
def chat(server: Chat, tmp_path: Path, monkeypatch: Any) -> Chat:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    server.reset()
    return server


def page(chat: Chat) -> requests.Response:
    return requests.get(chat.address, timeout=20)


def test_turned_off_everybody_is_told_where_to_turn_and_nothing_is_handed_on(chat: Chat, tmp_path: Path) -> None:
    session = chat.session()
    assert OFF not in page(chat).text
    turn_off(tmp_path)
    shown = page(chat)
    assert shown.status_code == 200 and OFF in shown.text and "<skills-chat" not in shown.text
    reply = chat.send(session, "hello", "message-1")
    assert reply.status_code == 200 and reply.json()["custom"]["card"] == "sorry" and reply.json()["failed"] is False
    assert OFF in reply.json()["text"] and reply.json()["custom"]["routes"][0]["name"] in reply.json()["html"]
    said = requests.post(f"{chat.address}/chat/say", data={"text": "hello", "nonce": "a nonce"}, headers=FORM, timeout=20)
    assert said.status_code == 200 and OFF in said.text
    assert OFF in chat.rest().json()[0]["text"]
    assert chat.agent.asked == []


def test_turned_on_again_the_same_message_is_answered(chat: Chat, tmp_path: Path) -> None:
    session = chat.session()
    turn_off(tmp_path)
    chat.send(session, "hello", "message-1")
    turn_on(tmp_path)
    assert chat.send(session, "hello", "message-1").json()["text"] == "Hello."
    assert "<skills-chat" in page(chat).text


def test_what_was_said_before_can_still_be_kept_and_deleted(chat: Chat, tmp_path: Path) -> None:
    session = chat.session()
    chat.send(session, "hello", "message-1")
    turn_off(tmp_path)
    history = chat.page("GET", "/chat/history", Authorization=f"Bearer {session}")
    assert [turn["text"] for turn in history.json()["turns"]] == ["Hello."]
    assert chat.page("POST", "/chat/start-again", {"session": session}).status_code == 200


def test_a_topic_that_is_off_is_said_nothing_about_in_old_replies_too(chat: Chat, tmp_path: Path) -> None:
    topic = next(iter(current().topics))
    chat.replies = [message({**CARDS["answer"], "topic": topic, "then": []})]
    session = chat.session()
    assert chat.send(session, "hello", "message-1").json()["custom"]["card"] == "answer"
    turn_off(tmp_path, topic)
    assert chat.send(session, "hello", "message-2").json()["custom"]["card"] == "sorry"
    assert chat.rest().json()[0]["custom"]["card"] == "sorry"
    history = chat.page("GET", "/chat/history", Authorization=f"Bearer {session}").json()["turns"]
    assert [turn["custom"]["card"] for turn in history] == ["sorry", "sorry"]
    assert all(CARDS["answer"]["short"] not in turn["text"] + turn["html"] for turn in history)


def test_a_conversation_that_sends_too_much_waits_and_what_it_sent_before_is_answered_again(chat: Chat) -> None:
    session = chat.session()
    first = chat.send(session, "hello", "message-1")
    assert [chat.send(session, "hello", f"message-{number}").status_code for number in range(2, 7)] == [200, 200, 200, 429, 429]
    assert len(chat.agent.asked) == 4
    again = chat.send(session, "hello", "message-1", retry=True)
    assert again.status_code == 200 and again.json()["text"] == first.json()["text"]


def test_a_page_of_another_site_may_read_the_refusal(chat: Chat) -> None:
    session = chat.session()
    for number in range(4):
        chat.send(session, "hello", f"message-{number}")
    body = {"session": session, "text": "hello", "message_id": "message-9"}
    refused = chat.page("POST", "/chat/message", body, Origin=ALLOWED)
    assert refused.status_code == 429 and refused.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert refused.json()["retry_after"] >= 1


def test_a_form_that_comes_too_often_gets_a_page_with_its_text(chat: Chat) -> None:
    browser = requests.Session()
    statuses = []
    for number in range(5):
        data = {"text": f"question {number}", "nonce": f"nonce {number}"}
        statuses.append(browser.post(f"{chat.address}/chat/say", data=data, headers=FORM, timeout=20))
    assert [reply.status_code for reply in statuses] == [200] * 4 + [429]
    assert statuses[-1].headers["Retry-After"] and "question 4" in statuses[-1].text


def test_an_address_is_limited_whichever_conversation_it_has(chat: Chat) -> None:
    here = {"X-Forwarded-For": "203.0.113.7"}
    statuses = [chat.page("POST", "/chat/session", {}, **here).status_code for _ in range(22)]
    assert statuses == [200] * 20 + [429] * 2
    assert requests.get(f"{chat.address}/chat/skills-chat.css", headers=here, timeout=20).status_code == 200


def test_health_ready_and_measurements_are_there(chat: Chat) -> None:
    assert chat.page("GET", "/health").json() == {"status": "ok"}
    assert chat.page("GET", "/ready").status_code == 503  # this one has no model and no action server
    assert "chat_turns_total" in chat.page("GET", "/metrics").text
    assert chat.page("GET", "/metrics", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 403


def test_each_turn_is_one_line_and_one_measurement_without_words(chat: Chat, caplog: Any) -> None:
    def measured(channel: str) -> float:
        labels = {"channel": channel, "outcome": "small_talk"}
        return sum(metric.value for family in metrics.REGISTRY.collect() for metric in family.samples
                   if metric.name == "chat_turns_total" and {**metric.labels, "outcome": "small_talk"} == labels)

    before = [measured("widget"), measured("rest")]
    with caplog.at_level(logging.INFO):
        session = chat.session()
        chat.send(session, "my boss is Zebedee", "message-1")
        chat.send(session, "my boss is Zebedee", "message-1")
        chat.rest("my boss is Zebedee")
    lines = [record for record in caplog.records if record.name == "bot.channel.logs"]
    assert [line.channel for line in lines] == ["widget", "rest"]  # type: ignore[attr-defined]
    assert [measured("widget"), measured("rest")] == [before[0] + 1, before[1] + 1]
    assert "Zebedee" not in caplog.text


def test_a_store_says_what_it_keeps_so_that_nobody_has_to_read_it_back(chat: Chat) -> None:
    store = ConversationStore(Domain.empty())
    tracker = DialogueStateTracker.from_events("ann", [UserUttered("hello")], slots=[])
    with watch() as seen:
        asyncio.run(store.save(tracker))
    assert seen.tracker is tracker


def test_what_people_ask_is_counted_and_what_programs_ask_is_not(chat: Chat, tmp_path: Path) -> None:
    counts.OUTCOMES._waiting.clear()
    chat.rest("hello")
    turn_off(tmp_path)
    chat.rest("hello")
    turn_on(tmp_path)
    assert not counts.OUTCOMES._waiting
    chat.send(chat.session(), "hello", "message-1")
    assert counts.OUTCOMES._waiting.total() == 1
