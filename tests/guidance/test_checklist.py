"""An employer gets the steps of what holds today as a list to tick off, in the words of an employer; the facts stay the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.answer import find_answer
from bot.guidance.content.cards import OFFERS, answer_card
from bot.guidance.content.checklist import EMPLOYER, checklist_offer, checklist_title, for_employer, is_checklist
from bot.guidance.content.marks import led_by
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge

TODAY, IN_2008 = date(2026, 11, 26), date(2008, 10, 1)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


def test_every_list_to_tick_is_of_something_that_an_employer_can_have_now(knowledge: Knowledge) -> None:
    found = [find_answer(knowledge, topic.id, "how", TODAY) for topic in knowledge.topics.values()]
    lists = [each for each in found if is_checklist(knowledge, each)]
    assert len(lists) >= 5
    assert all(each.status.state == "open" and EMPLOYER in each.topic.audience and each.topic.can_be_had for each in lists)


def test_steps_become_a_list_to_tick_with_the_same_points(knowledge: Knowledge) -> None:
    found = find_answer(knowledge, "skills-bootcamps", "how", TODAY)
    plain = answer_card(knowledge, found, [])
    card = for_employer(knowledge, plain, found, TODAY)
    assert card["checklist"] is True and card["title"] == checklist_title(knowledge, found.topic) != plain["title"]
    assert (card["detail"], card["sources"], card["short"]) == (plain["detail"], plain["sources"], plain["short"])


def test_an_employer_gets_an_employers_steps_where_they_are_others(knowledge: Knowledge) -> None:
    found = find_answer(knowledge, "apprenticeships", "how", TODAY)
    assert found.entry is not None
    card = for_employer(knowledge, answer_card(knowledge, found, []), found, TODAY)
    steps = [point for point in found.entry.points if not point.step_of or EMPLOYER in point.step_of]
    assert [each["text"] for each in card["detail"]] == [knowledge.fill(point.text, found.day) for point in steps]
    assert 3 <= len(steps) < len(found.entry.points) and card["short"] == found.entry.short_to[EMPLOYER]
    assert all(each["source"] <= len(card["sources"]) for each in card["detail"])


def test_what_is_over_is_no_list_to_tick(knowledge: Knowledge) -> None:
    found = find_answer(knowledge, "skills-pledge", "how", TODAY)
    assert "checklist" not in for_employer(knowledge, answer_card(knowledge, found, []), found, TODAY)
    assert is_checklist(knowledge, find_answer(knowledge, "skills-pledge", "how", IN_2008))


def test_a_step_that_was_asked_for_by_its_number_is_no_list(knowledge: Knowledge) -> None:
    found = find_answer(knowledge, "equality-framework", "how", TODAY)
    card = led_by(answer_card(knowledge, found, []), "what is step 3")
    assert "checklist" not in for_employer(knowledge, card, found, TODAY)


def test_after_what_a_thing_is_the_list_is_offered_first_and_once(knowledge: Knowledge) -> None:
    found = find_answer(knowledge, "apprenticeships", "what", TODAY)
    card = for_employer(knowledge, answer_card(knowledge, found, []), found, TODAY)
    titles = [offer["title"] for offer in card["next"]]
    assert titles[0] == checklist_title(knowledge, found.topic) and len(titles) <= OFFERS + 1
    meant = [offer["meaning"] for offer in card["next"]]
    assert all(meant.count(each) == 1 for each in meant)
    assert checklist_offer(knowledge, knowledge.topics["train-to-gain"], TODAY) is None


def test_the_words_of_lists_name_topics_and_questions_that_exist(knowledge: Knowledge) -> None:
    for name in (*knowledge.phrase("checklist.titles"), *knowledge.phrase("checklist.also")):
        assert checklist_offer(knowledge, knowledge.topics[name], TODAY) is not None, name
