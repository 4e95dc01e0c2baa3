"""Several sets are asked with the same answers, each question once; all that a person could have is listed, best first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.guidance.content.card_text import card_text
from bot.guidance.eligibility.cards import keep_card, verdict_cards, what_if_card
from bot.guidance.eligibility.checks import findings, most_left, next_question, sets_for
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.schema.eligibility import MEANS

TODAY, IN_2008 = date(2026, 11, 26), date(2008, 10, 1)
FUND, START, COST = "adult-skills-fund-2026-27", "apprenticeship-start-2026-27", "apprentice-cost-2026-27"
CARER: dict[str, Any] = {
    "goal": "level-3", "age": 34, "place": "norwich", "residence": "none", "pay": 31000, "level": "level-2",
    "open-to-apprenticeship": "yes", "works-in-england": "yes", "work-now": "employed", "full-time-education": "no",
    "apprenticeship-residence": "three-years", "other-programme": "no", "new-skills": "yes", "apprenticeship-kind": "ordinary",
    "support": "none",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


def names(sets: list[Any]) -> list[str]:
    return [rules.id for rules in sets]


def answered(k: Knowledge, person: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """All answers that a person gives when everything that is tried together is asked, and the questions in order."""
    sets, answers, asked = sets_for(k, None, None, TODAY), {}, []
    while (question := next_question(k, sets, answers)) is not None:
        assert len(asked) <= 20
        asked.append(question)
        answers[question] = person[question]
    return answers, asked


def test_whoever_names_no_scheme_is_tried_for_all_that_pays_for_training_today(knowledge: Knowledge) -> None:
    assert names(sets_for(knowledge, None, None, TODAY)) == [FUND, START]
    assert names(sets_for(knowledge, None, "employer", TODAY)) == []


def test_a_topic_has_the_set_for_the_kind_of_person_and_today_before_the_past(knowledge: Knowledge) -> None:
    assert names(sets_for(knowledge, "apprenticeships", None, TODAY)) == [START]
    assert names(sets_for(knowledge, "apprenticeships", "employer", TODAY)) == [COST]
    assert names(sets_for(knowledge, "apprenticeships", None, IN_2008)) == ["adult-apprenticeship-2008-09"]
    assert names(sets_for(knowledge, "train-to-gain", None, TODAY)) == ["train-to-gain-2008-09"]
    assert names(sets_for(knowledge, "move-on", None, TODAY)) == []


def test_every_question_is_asked_once_and_shared_ones_serve_both(knowledge: Knowledge) -> None:
    _, asked = answered(knowledge, CARER)
    assert len(asked) == len(set(asked))
    assert {"age", "place", "open-to-apprenticeship", "work-now"} <= set(asked)


def test_a_further_set_is_left_out_for_whoever_does_not_want_it(knowledge: Knowledge) -> None:
    answers, asked = answered(knowledge, {**CARER, "open-to-apprenticeship": "no"})
    assert "work-now" not in asked
    sets = sets_for(knowledge, None, None, TODAY)
    assert [rules.id for rules, _ in findings(knowledge, sets, answers)] == [FUND]


def test_all_that_a_person_could_have_is_listed_the_best_first(knowledge: Knowledge) -> None:
    answers, _ = answered(knowledge, CARER)
    sets = sets_for(knowledge, None, None, TODAY)
    cards = verdict_cards(knowledge, sets, answers, "norwich", None, TODAY)
    assert [card["rule_set"] for card in cards] == [START, FUND]
    ranks = [MEANS.index(card["means"]) for card in cards]
    assert ranks == sorted(ranks) and cards[0]["means"] == "yes"


def test_the_number_of_questions_left_is_never_exceeded(knowledge: Knowledge) -> None:
    sets, answers = sets_for(knowledge, None, None, TODAY), {}
    while (question := next_question(knowledge, sets, answers)) is not None:
        before = most_left(knowledge, sets, answers)
        answers[question] = CARER[question]
        if question != "open-to-apprenticeship":
            assert most_left(knowledge, sets, answers) <= before - 1 or before >= 1


def test_what_another_answer_would_change_is_said_and_the_check_stays(knowledge: Knowledge) -> None:
    sets = [knowledge.rule_sets[FUND]]
    answers = {name: CARER[name] for name in ("goal", "age", "place", "residence", "pay", "level")}
    before = dict(answers)
    younger = card_text(knowledge, what_if_card(knowledge, sets, answers, "age", 22))
    assert knowledge.rule_sets[FUND].outcomes["free-first-level-3"].sentence in younger
    older = card_text(knowledge, what_if_card(knowledge, sets, answers, "age", 50))
    assert knowledge.say("check.if_same", title=sets[0].title) in older
    unsettled = card_text(knowledge, what_if_card(knowledge, sets, {"goal": "level-3"}, "age", 22))
    assert "could come out" in unsettled
    assert answers == before


def test_the_check_to_keep_holds_answers_verdicts_reasons_sources_and_the_version(knowledge: Knowledge) -> None:
    answers, _ = answered(knowledge, CARER)
    sets = sets_for(knowledge, None, None, TODAY)
    cards = verdict_cards(knowledge, sets, answers, "norwich", None, TODAY)
    text = card_text(knowledge, keep_card(knowledge, sets, answers, cards, TODAY))
    for words in ("34", "£31,000", "Norwich", cards[0]["sentence"], cards[1]["sentence"], cards[0]["reasons"][0]["text"],
                  cards[0]["sources"][0]["title"], knowledge.version, "26 November 2026", cards[0]["routes"][0]["name"]):
        assert words in text, words


def test_every_circumstance_is_asked_by_some_set(knowledge: Knowledge) -> None:
    asked = {criterion.test.circumstance for rules in knowledge.rule_sets.values() for criterion in rules.criteria.values()}
    asked |= {rules.wish for rules in knowledge.rule_sets.values() if rules.wish}
    assert set(knowledge.questions) == asked
