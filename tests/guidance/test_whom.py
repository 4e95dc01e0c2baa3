"""A check is for whoever types, or for somebody else: a representative's learner, an employer's staff."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.eligibility.cards import question_card, verdict_cards
from bot.guidance.eligibility.whom import LEARNER, is_about_one, is_for_another
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.text import folded

FUND, COST, TIME_OFF = "adult-skills-fund-2026-27", "apprentice-cost-2026-27", "learning-rep-time-off"
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


@pytest.mark.parametrize(
    "typed, role, other",
    [
        ("can I get a maths course paid for", None, False),
        ("can she get a maths course paid for", None, True),
        ("can they get a maths course paid for, shes 34", None, True),
        ("my boss wants me to do a course, can i get it free", None, False),
        ("Check what a learner could get paid for today", "ulr", True),
        ("34, lives in Leeds, wants maths", "ulr", True),
        ("I'm a union rep. maths for somebody of 34", "ulr", True),
        ("can I get a learner onto a maths course", "ulr", True),
        ("I'm a union rep. can I get a maths course paid for?", "ulr", False),
        ("could I do a degree myself", "ulr", False),
        ("I want to learn maths", "employer", False),
        ("what could we get for a carer who wants level 3", "employer", True),
        ("Check: the adult skills fund 2026-27", "employer", True),
        ("Check: the adult skills fund 2026-27", "employee", False),
    ],
)
def test_whom_a_message_asks_for(knowledge: Knowledge, typed: str, role: str | None, other: bool) -> None:
    assert is_for_another(knowledge, typed, role, knowledge.rule_sets[FUND]) is other


def test_what_is_asked_of_an_employer_or_a_representative_is_about_themselves(knowledge: Knowledge) -> None:
    for name, role in ((COST, "employer"), (TIME_OFF, "ulr")):
        assert not is_for_another(knowledge, "can she get it", role, knowledge.rule_sets[name])


def test_every_question_about_a_learner_of_today_can_be_put_about_somebody_else(knowledge: Knowledge) -> None:
    for rules in knowledge.rule_sets_on(TODAY):
        asked = {criterion.test.circumstance for criterion in rules.criteria.values()} if rules.asked_of == LEARNER else set()
        for name in filter(None, {*asked, rules.wish}):
            words = set(folded(knowledge.questions[name].ask_other or ""))
            assert words & {"they", "them", "their"} and not words & {"you", "your"}, name


def test_a_question_for_somebody_else_speaks_of_them_and_names_whom(knowledge: Knowledge) -> None:
    sets = [knowledge.rule_sets[FUND]]
    own = question_card(knowledge, sets, {"for_other": False}, {}, "age", "ulr")
    other = question_card(knowledge, sets, {"for_other": True}, {}, "age", "ulr")
    assert own["ask"] == knowledge.questions["age"].ask and other["ask"] == knowledge.questions["age"].ask_other
    assert knowledge.phrase("roles.whom")["ulr"] in other["note"] and knowledge.phrase("roles.whom")["ulr"] not in own["note"]
    assert own["choices"] == other["choices"]


def test_a_verdict_for_somebody_else_says_whom_it_is_about_and_holds_the_same_facts(knowledge: Knowledge) -> None:
    answers = {"goal": "maths", "age": 34, "place": "norwich", "holds-maths": "no", "residence": "none"}
    sets = [knowledge.rule_sets[FUND]]
    own = verdict_cards(knowledge, sets, answers, "norwich", "employer", TODAY)[0]
    other = verdict_cards(knowledge, sets, answers, "norwich", "employer", TODAY, for_other=True)[0]
    assert own["note"] is None and knowledge.phrase("roles.whom")["employer"] in other["note"]
    assert {**own, "note": None} == {**other, "note": None}


@pytest.mark.parametrize("text, one", [("english for one of our staff", True), ("shes 19", True), ("english for our staff", False)])
def test_a_message_is_about_one_person_or_about_several(text: str, one: bool) -> None:
    assert is_about_one(text) is one
