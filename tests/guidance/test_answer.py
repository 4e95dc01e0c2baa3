"""The right entry for the date, and what became of a topic."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.answer import find_answer
from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import answer_card, lift_meanings, with_then
from bot.guidance.dates import PartialDate, Period
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge

TODAY = date(2026, 11, 22)
THEN = date(2008, 10, 1)


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    return load_knowledge(folder)


def year(number: int) -> Period:
    partial = PartialDate.parse(str(number))
    return Period(partial.first, partial.last)


def test_a_closed_scheme_is_answered_in_the_past_with_what_replaced_it(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "pledge", "cost", TODAY), [])
    assert card["short"] == "In September 2008 signing was free."
    assert "March 2010" in card["status"]["line"] and "the Fund" in card["status"]["today"]
    assert card["as_at"] == "2008-09"


def test_with_the_clock_in_2008_nothing_has_closed(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "pledge", "cost", THEN), [])
    assert card["status"]["state"] == "open" and card["status"]["line"] is None


def test_what_did_not_exist_yet_is_not_spoken_of_as_there(knowledge: Knowledge) -> None:
    found = find_answer(knowledge, "fund", "what", THEN)
    assert found.entry is None and found.status.state == "not_yet"


def test_an_undated_question_leads_with_today_and_adds_the_time_before(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "fund", "what", TODAY), [])
    assert card["short"] == "The fund pays for courses below £26,800 a year."
    assert card["earlier"]["short"] == "In 2024 the limit was £25,000."


def test_a_dated_question_gets_that_date(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "fund", "what", TODAY, year(2024)), [])
    assert card["short"] == "In 2024 the limit was £25,000." and card["earlier"] is None


def test_a_date_that_nothing_covers_is_said_so_and_never_answered_with_the_latest(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "pledge", "cost", TODAY, year(2015)), [])
    assert card["card"] == "sorry" and "2015" in card["text"] and "September 2008" in card["text"]


def test_the_point_nearest_to_the_question_leads(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "pledge", "cost", TODAY), ["pledge/cost/0/1"])
    assert [point["text"] for point in card["detail"]] == ["Brokers were free.", "The certificate was free."]


def test_each_point_carries_its_source(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "pledge", "cost", TODAY), [])
    locators = [card["sources"][point["source"] - 1]["locator"] for point in card["detail"]]
    assert locators == ["page 2", "page 3"]


def test_a_secondary_reading_is_said(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "fund", "what", TODAY), [])
    assert "28 September 2026" in card["sources"][0]["read"]


def test_an_answer_past_its_review_says_check_this(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.guidance.content.cards.calendar_day", lambda: date(2027, 9, 1))
    card = answer_card(knowledge, find_answer(knowledge, "fund", "what", TODAY), [])
    assert knowledge.say("card.past_review", when="31 July 2027") in card["caution"]


def test_the_text_holds_every_fact_of_the_card(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "fund", "what", TODAY), [])
    text = card_text(knowledge, card)
    for fact in (card["short"], card["detail"][0]["text"], card["earlier"]["short"], card["as_at_text"], "A page"):
        assert fact in text


def test_offers_are_sent_without_their_meaning_and_remembered_with_it(knowledge: Knowledge) -> None:
    card = answer_card(knowledge, find_answer(knowledge, "pledge", "cost", TODAY), [])
    sent, offered = lift_meanings(with_then([card, card]))
    assert offered[0]["meaning"] == {"intent": "ask", "topic": "fund", "facet": "what"}
    assert "meaning" not in str(sent) and sent["then"][0]["card"] == "answer"
