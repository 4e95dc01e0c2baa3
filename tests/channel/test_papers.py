"""What was said can be opened as a page and saved as text by its own conversation alone, and holds no script."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from bot.channel.papers import answer_paper, card_paper, conversation_paper, latest_summary
from bot.channel.shown import Shown
from bot.channel.site import Site
from bot.guidance.content.card_text import card_text
from bot.guidance.live import current
from tests.example_cards import ANSWER, CARDS, PAGE, ROUTE, SUMMARY

FULL = {**SUMMARY, "routes": [{**ROUTE, "id": "line"}], "sources": [PAGE]}
WORDS = Shown(Site()).words()


def with_summary(chat: Any, card: dict[str, Any] = FULL) -> str:
    session = chat.session()
    chat.replies = [{"text": "Here it is.", "custom": card}]
    chat.send(session, "can I keep this", "message-1")
    return session


def post(chat: Any, **form: str) -> Any:
    return requests.post(f"{chat.address}/chat/keep", data={"what": "summary", **form}, timeout=20)


def turn(card: dict[str, Any], said: str = "what I said") -> dict[str, Any]:
    return {"message_id": "message-1", "said": said, "text": card_text(current(), card), "custom": card, "failed": False}


def test_the_latest_summary_of_the_conversation_is_a_page_of_its_own(chat: Any) -> None:
    page = post(chat, session=with_summary(chat))
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert page.headers["Cache-Control"] == "no-store"
    for words in (FULL["title"], FULL["sections"][0]["items"][0], ROUTE["name"], "0800 000 0000", PAGE["title"]):
        assert words in page.text


def test_it_can_be_saved_as_plain_text(chat: Any) -> None:
    page = post(chat, session=with_summary(chat), **{"as": "text"})
    assert page.headers["content-type"].startswith("text/plain")
    assert "attachment" in page.headers["Content-Disposition"]
    assert card_text(current(), FULL) in page.text and PAGE["url"] in page.text


def test_the_whole_conversation_and_one_answer_can_be_kept(chat: Any) -> None:
    session = chat.session()
    chat.replies = [{"text": "All of it.", "custom": ANSWER}]
    chat.send(session, "what did it cost", "message-1")
    whole = post(chat, session=session, what="conversation")
    one = post(chat, session=session, what="answer", message_id="message-1")
    assert "what did it cost" in whole.text and "what did it cost" not in one.text
    assert ANSWER["plain"] in one.text and ANSWER["short"] not in one.text
    assert all(ANSWER["sources"][0]["title"] in page.text for page in (whole, one))


def test_nobody_else_sees_it(chat: Any) -> None:
    with_summary(chat)
    for what in ("summary", "conversation", "answer"):
        assert post(chat, what=what, session=chat.session(), message_id="message-1").status_code == 404
    assert post(chat, session="made-up").status_code == 401
    assert post(chat).status_code == 401


def test_a_browser_is_told_in_words_what_a_program_is_told_in_one(chat: Any) -> None:
    for session, status in (("made-up", 401), (chat.session(), 404)):
        data, accept = {"what": "summary", "session": session}, {"Accept": "text/html,*/*;q=0.8"}
        page = requests.post(f"{chat.address}/chat/keep", data=data, headers=accept, timeout=20)
        assert page.status_code == status and page.headers["content-type"].startswith("text/html")
        assert any(words in page.text for words in WORDS["refusals"].values())


def test_markup_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>"
    card = {**FULL, "title": evil, "sections": [{"title": evil, "items": [evil]}], "routes": [{**ROUTE, "name": evil}]}
    page = conversation_paper(WORDS, [turn(card, evil)]).page(WORDS, evil)
    assert evil not in page and page.count("&lt;script&gt;") >= 5


@pytest.mark.parametrize("kind", CARDS)
def test_headings_stand_in_order_and_nothing_can_be_pressed_but_print(kind: str) -> None:
    papers = [conversation_paper(WORDS, [turn(CARDS[kind])]), answer_paper(current(), [turn(CARDS[kind])], "message-1")]
    for paper in papers:
        page = paper.page(WORDS, "hint")
        levels = [int(level) for level in re.findall(r"<h(\d)>", page)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:]))
        assert page.count("<button") == 1 and "<form" not in page


def test_a_card_that_is_not_there_is_no_paper() -> None:
    assert card_paper(current(), None, "summary") is None
    assert conversation_paper(WORDS, []) is None
    assert answer_paper(current(), [turn(ANSWER)], "message-2") is None


@pytest.mark.parametrize("cards, found", [([], None), ([ANSWER, None], None), ([SUMMARY, ANSWER], SUMMARY),
                                          ([{**ANSWER, "then": [SUMMARY]}], SUMMARY)])
def test_the_latest_summary_is_found_among_the_cards(cards: list[Any], found: Any) -> None:
    assert latest_summary(cards) == found
