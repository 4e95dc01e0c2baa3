"""The summary of a check can be opened as a page and saved as text by its own conversation alone, and holds no script."""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from bot.channel.summary_page import latest_summary, summary_page
from bot.guidance.content.card_text import card_text
from bot.guidance.live import current
from tests.example_cards import ANSWER, PAGE, ROUTE, SUMMARY

FULL = {**SUMMARY, "routes": [{**ROUTE, "id": "line"}], "sources": [PAGE]}


def with_summary(chat: Any, card: dict[str, Any] = FULL) -> str:
    session = chat.session()
    chat.replies = [{"text": "Here it is.", "custom": card}]
    chat.send(session, "can I keep this", "message-1")
    return session


def post(chat: Any, **form: str) -> Any:
    return requests.post(f"{chat.address}/chat/summary", data=form, timeout=20)


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
    assert page.text == card_text(current(), FULL)


def test_nobody_else_sees_it(chat: Any) -> None:
    with_summary(chat)
    assert post(chat, session=chat.session()).status_code == 404
    assert post(chat, session="made-up").status_code == 401
    assert post(chat).status_code == 401


def test_markup_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>"
    card = {**FULL, "title": evil, "sections": [{"title": evil, "items": [evil]}], "routes": [{**ROUTE, "name": evil}]}
    page = summary_page(current(), card)
    assert "<script" not in page and page.count("&lt;script&gt;") >= 4


def test_headings_stand_in_order() -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)>", summary_page(current(), FULL))]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:]))


@pytest.mark.parametrize("cards, found", [([], None), ([ANSWER, None], None), ([SUMMARY, ANSWER], SUMMARY),
                                          ([{**ANSWER, "then": [SUMMARY]}], SUMMARY)])
def test_the_latest_summary_is_found_among_the_cards(cards: list[Any], found: Any) -> None:
    assert latest_summary(cards) == found
