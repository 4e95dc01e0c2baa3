"""The note to take along holds what was found with its sources, nothing of what was typed, and is never endless."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.answer import find_answer
from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import answer_card, note_card
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.referral.cards import referral_card
from bot.guidance.referral.handover import MOST_NOTES, handover_card, noted

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


def test_it_says_what_was_asked_what_was_found_where_it_stands_and_for_whom(knowledge: Knowledge) -> None:
    cost = answer_card(knowledge, find_answer(knowledge, "skills-pledge", "cost", TODAY), [])
    doors = referral_card(knowledge, "english-maths", "leeds", "ulr", TODAY)
    notes = noted([], [cost, note_card("You are welcome."), doors])
    text = card_text(knowledge, handover_card(knowledge, notes, "english-maths", "leeds", "ulr", TODAY))
    for words in (cost["title"], cost["short"], cost["sources"][0]["title"], doors["routes"][0]["name"], "Leeds",
                  knowledge.people["ulr"].title, knowledge.needs["english-maths"].name, "26 November 2026"):
        assert words in text
    assert "You are welcome" not in text


def test_before_anything_was_asked_it_says_so(knowledge: Knowledge) -> None:
    card = handover_card(knowledge, [], None, None, None, TODAY)
    assert card["intro"] == knowledge.say("handover.nothing") and card["sections"] == []


def test_it_keeps_the_latest_findings_and_each_once(knowledge: Knowledge) -> None:
    facets = ("what", "cost", "how", "time", "benefits", "who_for", "certificate", "links", "example", "status")
    cards = [answer_card(knowledge, find_answer(knowledge, "skills-pledge", facet, TODAY), []) for facet in facets]
    notes = noted(noted([], cards), [cards[-1]])
    assert len(notes) == MOST_NOTES and notes[-1]["title"] == cards[-1]["title"]
