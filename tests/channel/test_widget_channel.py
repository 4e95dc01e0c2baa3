"""The channel of the chat page: its own sessions, its page and files, and no message lost or answered twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered

from bot.channel.drawn import WIDGET
from bot.channel.sessions import SessionRefused, Sessions, signing_keys
from bot.channel.shown import Shown
from bot.channel.site import Site

CARD = {"card": "answer", "title": "A title", "next": []}


def test_the_page_is_at_the_root_and_lets_nothing_else_in(chat: Any) -> None:
    page = chat.page("GET", "/")
    assert page.status_code == 200
    assert "<skills-chat" in page.text and "{{" not in page.text and page.headers["Cache-Control"] == "no-store"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_names_no_other_host_and_holds_no_inline_script_or_style(chat: Any) -> None:
    text = chat.page("GET", "/").text
    assert "http:" not in text and "https:" not in text
    assert "<script>" not in text and "<style" not in text and " style=" not in text and " onclick" not in text


@pytest.mark.parametrize("name", ["skills-chat.js", "skills-tools.js", "skills-chat.css", "icon.svg"])
def test_the_files_of_the_page_are_served_once_and_then_known(chat: Any, name: str) -> None:
    first = chat.page("GET", f"/chat/{name}")
    assert first.status_code == 200
    again = chat.page("GET", f"/chat/{name}", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("path", ["/chat/page.html", "/chat/nothing.js", "/chat/..%2Fchannel%2Fturns.py"])
def test_no_other_file_is_served(chat: Any, path: str) -> None:
    assert chat.page("GET", path).status_code == 404


def test_the_labels_are_words_for_the_page(chat: Any) -> None:
    body = chat.page("GET", "/chat/labels").json()
    assert body["labels"]["send"] and body["longest"] > 100


def test_a_message_gets_one_reply_with_text_and_card(chat: Any) -> None:
    chat.replies = [{"text": "All of it.", "custom": CARD}]
    body = chat.send(chat.session(), "hello", "message-1").json()
    assert CARD["title"] in body.pop("html")
    assert body == {"message_id": "message-1", "said": None, "text": "All of it.", "custom": CARD, "failed": False}


def test_a_message_sent_twice_is_answered_once(chat: Any) -> None:
    session = chat.session()
    assert chat.send(session, "hello", "message-1").json() == chat.send(session, "hello", "message-1").json()
    assert len(chat.agent.asked) == 1


def test_the_same_message_id_in_two_conversations_is_two_messages(chat: Any) -> None:
    chat.send(chat.session(), "hello", "message-1")
    chat.send(chat.session(), "hello", "message-1")
    assert len({message.sender_id for message in chat.agent.asked}) == 2


def test_a_failed_message_can_be_tried_again(chat: Any) -> None:
    session, chat.replies = chat.session(), []
    assert chat.send(session, "hello", "message-1").json()["failed"] is True
    chat.replies = [{"text": "Now it works."}]
    body = chat.send(session, "hello", "message-1", retry=True).json()
    assert (body["failed"], body["text"]) == (False, "Now it works.")


def test_a_retry_finds_the_reply_that_was_kept_before_a_restart(chat: Any) -> None:
    session = chat.session()
    chat.send(session, "first", "message-1")
    sender = chat.agent.asked[0].sender_id
    events = [UserUttered("hello", message_id="message-2"), BotUttered("Kept.", {"custom": CARD})]
    chat.agent.kept[sender] = events
    body = chat.send(session, "hello", "message-2", retry=True).json()
    assert (body["text"], body["custom"]) == ("Kept.", CARD)
    assert len(chat.agent.asked) == 1


def test_a_masked_message_comes_back_as_it_is_kept(chat: Any) -> None:
    said = chat.send(chat.session(), "I am jo@example.org", "message-1").json()["said"]
    assert said == chat.agent.asked[0].text
    assert "example.org" not in said


@pytest.mark.parametrize("session", [None, "", "x", 12, {"a": 1}, "a.b.c", "é.é.é"])
def test_a_session_we_did_not_give_is_refused(chat: Any, session: Any) -> None:
    assert chat.send(session, "hello", "message-1").status_code == 401
    assert chat.page("GET", "/chat/history", Authorization=f"Bearer {session!r}".encode()).status_code == 401
    assert chat.agent.asked == []


@pytest.mark.parametrize("nonce", ["a nonce", "x.y", ".", "", "é.é", "9.0"])
def test_people_who_make_up_the_same_nonce_have_conversations_of_their_own(chat: Any, nonce: str) -> None:
    for text in ("first", "second"):
        fields = {"text": text, "nonce": nonce}
        assert requests.post(f"{chat.address}/chat/say", data=fields, timeout=20, allow_redirects=False).status_code == 303
    assert len({message.sender_id for message in chat.agent.asked}) == 2


def test_a_nonce_of_ours_begins_one_conversation_and_another_key_does_not_know_it() -> None:
    sessions, others = Sessions(["the old key for tests that is long enough to sign with"]), Sessions(["another key " * 4])
    nonce, changed = sessions.nonce(), f"x{sessions.nonce()}"
    assert sessions.sender(sessions.new(nonce)) == sessions.sender(sessions.new(nonce))
    for each, given in ((others, nonce), (sessions, others.nonce()), (sessions, changed), (sessions, sessions.nonce()[:-1])):
        assert each.sender(each.new(given)) != each.sender(each.new(given))


def test_a_changed_or_expired_session_is_refused() -> None:
    sessions = Sessions(["a key for tests that is long enough to sign with"])
    session = sessions.new()
    assert sessions.sender(session).startswith("chat-")
    head, claims, signature = session.split(".")
    for changed in (f"{head}.{claims}.{signature[::-1]}", f"{head}.{claims}.", session[:-9]):
        with pytest.raises(SessionRefused):
            sessions.sender(changed)
    with pytest.raises(SessionRefused):
        sessions.sender(Sessions(["a key for tests that is long enough to sign with"], hours=-1).new())
    with pytest.raises(SessionRefused):
        sessions.sender(Sessions(["another key that is also long enough to sign with"]).new())


def test_an_old_key_still_reads_its_sessions_after_a_new_one_came() -> None:
    old = Sessions(["the old key for tests that is long enough to sign with"]).new()
    both = Sessions(["the new key for tests that is long enough to sign with", "the old key for tests that is long enough to sign with"])
    assert both.sender(old).startswith("chat-")


def test_the_own_key_is_made_once_and_readable_by_nobody_else(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.delenv("CHAT_SECRETS", raising=False)
    assert signing_keys(tmp_path / "state") == signing_keys(tmp_path / "state")
    assert (tmp_path / "state" / "session.key").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("CHAT_SECRETS", "new, old")
    assert signing_keys(tmp_path / "state") == ["new", "old"]


@pytest.mark.parametrize("message_id", [None, "", "short", "x" * 65, "with space", 12, ["x"]])
def test_a_message_without_a_proper_id_is_refused(chat: Any, message_id: Any) -> None:
    assert chat.send(chat.session(), "hello", message_id).status_code == 400


def test_the_history_gives_the_turns_of_all_sessions_and_the_last_try_of_each(chat: Any) -> None:
    session = chat.session()
    chat.send(session, "first", "message-1")
    sender = chat.agent.asked[0].sender_id
    events = [
        UserUttered("first", message_id="message-1"), BotUttered("One.", {"custom": CARD}), BotUttered("More."),
        UserUttered("second", message_id="message-2"),
        SessionStarted(), BotUttered("One.", {"custom": CARD}),
        UserUttered("second", message_id="message-2"), BotUttered("Two."),
        UserUttered("third", message_id="message-3"),
    ]
    chat.agent.kept[sender] = events
    turns = chat.page("GET", "/chat/history", Authorization=f"Bearer {session}").json()["turns"]
    assert [turn["said"] for turn in turns] == ["first", "second", "third"]
    assert [turn["text"] for turn in turns][:2] == ["One.\n\nMore.", "Two."]
    assert [turn["failed"] for turn in turns] == [False, False, True]


def test_start_again_gives_a_new_conversation(chat: Any) -> None:
    session = chat.session()
    chat.send(session, "hello", "message-1")
    fresh = chat.page("POST", "/chat/start-again", {"session": session}).json()["session"]
    chat.send(fresh, "hello", "message-1")
    first, second = chat.agent.asked
    assert first.sender_id != second.sender_id


def test_start_again_works_without_a_session(chat: Any) -> None:
    assert chat.page("POST", "/chat/start-again", {}).json()["session"]


def test_nothing_of_a_conversation_is_cached(chat: Any) -> None:
    answer = chat.send(chat.session(), "hello", "message-1")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_request_that_is_too_large_is_refused(chat: Any) -> None:
    assert chat.send(chat.session(), "x" * 100_000, "message-1").status_code == 413


def test_every_word_that_the_page_uses_is_in_the_knowledge_and_no_other() -> None:
    parts = [path.read_text(encoding="utf-8") for path in (*WIDGET.glob("*.js"), *WIDGET.glob("pages/*.html"))]
    used = {name for part in parts for name in re.findall(r"\b(?:words|labels)\.([a-z_]+)", part)}
    used |= {"state_closed", "state_unknown", "state_not_yet", "met", "unmet", "unknown"}
    used |= {"reading_larger", "reading_simple", "reading_aloud", "starters", "refusals", "addresses"}
    assert used == set(Shown(Site()).words())
