"""The learner sheet: what was said, found and is to be asked next, each in one place, and nothing that says who it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.guidance.content.card_text import card_text
from bot.guidance.eligibility.bands import in_bands
from bot.guidance.eligibility.checks import likely_questions, next_question
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.referral.cards import referral_card
from bot.guidance.referral.handover import noted
from bot.guidance.referral.sheet import MOST_QUESTIONS, sheet_card
from bot.guidance.schema.eligibility import Circumstance

TODAY = date(2026, 11, 26)
FUND, START = "adult-skills-fund-2026-27", "apprenticeship-start-2026-27"
TOWN = "northumberland/ashington"
MATHS = {"goal": "maths", "age": 34, "place": TOWN, "holds-maths": "no"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


def parts(k: Knowledge, **slots: Any) -> dict[str, list[str]]:
    """The items of each part of a sheet, by the id of the part."""
    ids = {title: part for part, title in k.phrase("sheet.parts").items()}
    return {ids[section["title"]]: section["items"] for section in sheet_card(k, slots, TODAY)["sections"]}


def an_answer(k: Knowledge, question: Circumstance) -> Any:
    if question.kind == "place":
        return TOWN
    return question.usual[0] if question.usual else question.choices[0].id


def test_every_circumstance_that_is_not_private_stands_in_one_part_under_its_title(knowledge: Knowledge) -> None:
    for name, question in knowledge.questions.items():
        found = parts(knowledge, circumstances={name: an_answer(knowledge, question)})
        holding = [part for part in ("goal", "start", "limits") if found.get(part)]
        if question.private:
            assert holding == [], name
            continue
        assert holding == [question.sheet], name
        assert len(found[question.sheet]) == 1, name
        assert question.kind == "place" or question.title in found[question.sheet][0]


def test_all_circumstances_at_once_are_each_there_once(knowledge: Knowledge) -> None:
    given = {name: an_answer(knowledge, question) for name, question in knowledge.questions.items()}
    found = parts(knowledge, circumstances=given)
    shown = [name for name, question in knowledge.questions.items() if not question.private]
    assert sum(len(found[part]) for part in ("goal", "start", "limits")) == len(shown)


def test_an_unknown_part_or_band_is_refused() -> None:
    question = {"kind": "whole_number", "title": "Age", "ask": "How old?", "why": "Because.", "unknown": "Not known.",
                "range": [10, 110], "example": "34", "impossible": "No age."}
    assert Circumstance.parse_obj(question).sheet == "limits"
    for wrong in ({"sheet": "elsewhere"}, {"bands": [30, 20]}):
        with pytest.raises(ValidationError):
            Circumstance.parse_obj({**question, **wrong})


def test_a_sheet_holds_goal_start_limits_checks_doors_and_questions_in_this_order(knowledge: Knowledge) -> None:
    doors = referral_card(knowledge, "english-maths", TOWN, "ulr", TODAY)
    card = sheet_card(knowledge, {
        "role": "ulr", "need": "english-maths", "topic": "functional-skills", "recent": ["functional-skills", "esol"],
        "circumstances": MATHS, "notes": noted([], [doors]), "checked": {"rule_sets": [FUND], "done": {FUND: "free-english-maths"}},
    }, TODAY)
    titles = [section["title"] for section in card["sections"]]
    order = list(knowledge.phrase("sheet.parts").values())
    assert titles == [title for title in order if title in titles] and len(titles) >= 5
    text = card_text(knowledge, card)
    for words in (knowledge.needs["english-maths"].name, knowledge.topics["esol"].name, doors["routes"][0]["name"],
                  knowledge.rule_sets[FUND].outcomes["free-english-maths"].title, card["sources"][0]["title"], "26 November 2026"):
        assert words in text


def test_whoever_is_named_on_it_can_be_reached(knowledge: Knowledge) -> None:
    acas = referral_card(knowledge, "rights-at-work", TOWN, "ulr", TODAY)
    found = parts(knowledge, notes=noted([], [acas]))["doors"]
    for door, route in zip(found, acas["routes"]):
        assert door.startswith(route["name"]) and any(way["text"].rstrip(".") in door for way in route["channels"])
    assert any("0300 123 1100" in door for door in found)


def test_nothing_on_it_says_who_the_learner_is(knowledge: Knowledge) -> None:
    found = parts(knowledge, circumstances={**MATHS, "pay": 24321}, place=TOWN)
    items = " ".join(item for part in found.values() for item in part)
    assert "34" not in items and "24,321" not in items and "Ashington" not in items
    assert "Northumberland" in items and in_bands(knowledge, "age", 34) in items


def test_a_place_named_outside_a_check_counts_where_the_check_has_none(knowledge: Knowledge) -> None:
    assert "Northumberland" in parts(knowledge, place=TOWN)["limits"][0]
    both = parts(knowledge, place=TOWN, circumstances={"place": "leeds"})["limits"]
    assert len(both) == 1 and "Leeds" in both[0]
    assert parts(knowledge, place="atlantis") == {}


def test_what_was_not_answered_is_left_out_and_asked_again_if_nobody_knew(knowledge: Knowledge) -> None:
    slots = {"circumstances": {**MATHS, "residence": "declined", "holds-maths": "unknown"}, "checked": {"rule_sets": [FUND]}}
    found = parts(knowledge, **slots)
    assert knowledge.questions["residence"].title not in " ".join(found["limits"])
    assert knowledge.questions["holds-maths"].ask in found["ask"]
    assert knowledge.questions["residence"].ask not in found["ask"]


def test_what_to_ask_next_is_what_the_check_would_ask_and_at_most_three(knowledge: Knowledge) -> None:
    sets = [knowledge.rule_sets[FUND]]
    given: dict[str, Any] = {"goal": "maths"}
    asked = likely_questions(knowledge, sets, given, MOST_QUESTIONS)
    assert asked[0] == next_question(knowledge, sets, given) and len(asked) == len(set(asked)) <= MOST_QUESTIONS
    words = parts(knowledge, circumstances=given, check={"rule_sets": [FUND], "for_other": True})["ask"]
    assert words == [knowledge.questions[name].ask_other for name in asked]


def test_without_a_check_the_most_likely_one_is_asked_about(knowledge: Knowledge) -> None:
    ask = parts(knowledge, topic="apprenticeships", role="ulr")["ask"]
    asked = likely_questions(knowledge, [knowledge.rule_sets[START]], {}, MOST_QUESTIONS)
    assert ask == [knowledge.questions[name].ask_other for name in asked]
    assert parts(knowledge, need="english-maths")["ask"] and parts(knowledge, topic="train-to-gain")["ask"]


def test_a_place_that_is_known_is_not_asked_for(knowledge: Knowledge) -> None:
    asks = knowledge.questions["place"].ask
    assert asks in parts(knowledge, need="english-maths", circumstances={"goal": "maths", "age": 34})["ask"]
    assert asks not in parts(knowledge, need="english-maths", circumstances={"goal": "maths", "age": 34}, place="leeds")["ask"]


def test_a_check_that_is_settled_leaves_nothing_to_ask(knowledge: Knowledge) -> None:
    given = {**MATHS, "residence": "none", "pay": 20000}
    assert next_question(knowledge, [knowledge.rule_sets[FUND]], given) is None
    assert "ask" not in parts(knowledge, circumstances=given, checked={"rule_sets": [FUND], "done": {}})


def test_while_the_next_learner_is_checked_the_last_ones_check_is_gone(knowledge: Knowledge) -> None:
    before = {"rule_sets": [FUND], "done": {FUND: "free-english-maths"}, "answers": MATHS}
    found = parts(knowledge, circumstances={"age": 22}, check={"rule_sets": [FUND], "done": {}}, checked=before)
    assert "checks" not in found


def test_an_empty_conversation_says_what_will_appear(knowledge: Knowledge) -> None:
    for slots in ({}, {"role": "ulr", "circumstances": {}, "notes": [], "recent": None, "need": None}):
        card = sheet_card(knowledge, slots, TODAY)
        assert card["sections"] == [] and card["intro"] == knowledge.say("sheet.nothing") and card["card"] == "summary"
    assert sheet_card(knowledge, {"role": "ulr"}, TODAY)["title"] != sheet_card(knowledge, {}, TODAY)["title"]


def test_a_number_is_given_as_the_span_it_lies_in(knowledge: Knowledge) -> None:
    edges = knowledge.questions["age"].bands
    assert str(edges[0]) in in_bands(knowledge, "age", edges[0] - 1)
    assert str(edges[1]) not in in_bands(knowledge, "age", edges[1] - 1) and str(edges[0]) in in_bands(knowledge, "age", edges[0])
    assert str(edges[-1]) in in_bands(knowledge, "age", 99) and "99" not in in_bands(knowledge, "age", 99)
    assert in_bands(knowledge, "pay", "not-working") == knowledge.questions["pay"].choices[0].title
