"""The eight initiatives of the 2008 guide: every facet each, open in 2008, and honest about today."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.guidance.content.answer import find_answer, status_of
from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import answer_card
from bot.guidance.knowledge import Knowledge

EIGHT = (
    "skills-pledge", "train-to-gain", "go-award", "move-on",
    "investors-in-people", "customer-service-excellence", "equality-standard", "member-charter",
)
ASKED = ("what", "who_for", "benefits", "how", "cost", "time", "certificate", "contact", "links", "example", "status")
TODAY, THEN = date(2026, 11, 23), date(2008, 10, 1)
OVER = re.compile(
    r"\b(?:closed|has ended|came to an end|no longer|nobody can|was replaced|was withdrawn|is history|no end date"
    r"|last record|20(?:09|1\d|2\d))\b"
)
ALIVE = {"investors-in-people", "customer-service-excellence", "member-charter"}


@pytest.mark.parametrize("name", EIGHT)
def test_an_initiative_answers_every_question(knowledge: Knowledge, name: str) -> None:
    held = knowledge.topics[name].facets
    assert [facet for facet in ASKED if not held.get(facet)] == []


@pytest.mark.parametrize("facet", ASKED)
@pytest.mark.parametrize("name", EIGHT)
def test_in_october_2008_each_is_answered_and_nothing_says_that_it_has_closed(
    knowledge: Knowledge, name: str, facet: str
) -> None:
    answer = find_answer(knowledge, name, facet, THEN)
    assert answer.entry is not None, "nothing is held for that day"
    card = answer_card(knowledge, answer, [])
    said = [card["short"], card["status"]["line"] or "", card["caution"] or "", *(point.text for point in answer.entry.points)]
    assert not [text for text in said if OVER.search(text.lower())]


@pytest.mark.parametrize("facet", ASKED)
@pytest.mark.parametrize("name", EIGHT)
def test_today_each_that_is_over_says_so_in_one_line(knowledge: Knowledge, name: str, facet: str) -> None:
    answer = find_answer(knowledge, name, facet, TODAY)
    line = answer_card(knowledge, answer, [])["status"]["line"]
    if name in ALIVE:
        assert status_of(knowledge, knowledge.topics[name], TODAY).state == "open" and line is None
    else:
        assert line and "\n" not in line and line in card_text(knowledge, answer_card(knowledge, answer, []))


@pytest.mark.parametrize("name", EIGHT)
def test_what_links_to_an_initiative_names_others(knowledge: Knowledge, name: str) -> None:
    said = " ".join(point.text for entry in knowledge.topics[name].facets["links"] for point in entry.points).lower()
    others = [other for other in EIGHT if other != name and any(a.lower() in said for a in aliases(knowledge, other))]
    assert len(others) >= 2


def aliases(knowledge: Knowledge, name: str) -> list[str]:
    topic = knowledge.topics[name]
    return [topic.name, *topic.aliases]
