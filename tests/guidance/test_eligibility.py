"""The engine of eligibility checks, on a small set of rules."""

from __future__ import annotations

import copy
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.guidance.eligibility.assess import assess, next_question, questions_left, rules
from bot.guidance.eligibility.circumstances import known
from bot.guidance.eligibility.rule_check import problems
from bot.guidance.eligibility.rules import Rules
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.schema.base import Valid
from bot.guidance.schema.eligibility import Circumstance, RuleSet
from bot.guidance.schema.source import Figure

SOURCE = {"id": "page", "at": "top"}
QUESTIONS: dict[str, Any] = {
    "course": {"kind": "choice", "title": "Course", "ask": "Which?", "why": "Because.", "unknown": "Course not known.", "wish": True,
               "choices": [{"id": "maths", "title": "Maths"}, {"id": "cooking", "title": "Cooking"}]},
    "age": {"kind": "whole_number", "title": "Age", "ask": "How old?", "why": "Because.", "unknown": "Age not known.", "age": True,
            "range": [10, 110], "usual": [16, 66], "example": "34", "impossible": "Not an age."},
    "pay": {"kind": "money", "title": "Pay", "ask": "How much?", "why": "Because.", "unknown": "Pay not known.", "private": True,
            "range": [1000, 1000000], "usual": [10000, 50000], "example": "24k", "impossible": "Not a pay.",
            "choices": [{"id": "none", "title": "No pay"}]},
    "holds": {"kind": "yes_no", "title": "Held", "ask": "Got it?", "why": "Because.", "unknown": "Holding not known.",
              "choices": [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]},
}
RULES: dict[str, Any] = {
    "id": "fund", "title": "Fund", "topic": "fund", "period": {"from": "2026-08-01", "to": "2027-07-31"}, "as_at": "2026-08",
    "tense": "present", "asked_of": "employee", "read": {"how": "direct"}, "review_by": "2027-07-31", "sources": [SOURCE],
    "criteria": {
        "adult": {"test": {"circumstance": "age", "at_least": 19}, "met": "19 or over.", "unmet": "Under 19.", "source": SOURCE},
        "young": {"test": {"circumstance": "age", "between": [19, 23]}, "met": "19 to 23.", "unmet": "Not 19 to 23.", "source": SOURCE},
        "maths": {"test": {"circumstance": "course", "is": "maths"}, "met": "Maths.", "unmet": "Not maths.", "source": SOURCE},
        "none-held": {"test": {"circumstance": "holds", "is": "no"}, "met": "None held.", "unmet": "One held.", "source": SOURCE,
                      "change": "Without it, free."},
        "low-pay": {"test": {"circumstance": "pay", "under": {"figure": "limit"}}, "met": "Below {figure:limit}.",
                    "unmet": "Not below {figure:limit}.", "source": SOURCE, "change": "Below {figure:limit}, free."},
        "no-pay": {"test": {"circumstance": "pay", "is": "none"}, "met": "No pay.", "unmet": "In work.", "source": SOURCE},
    },
    "rules": [
        {"all": ["adult", "maths", "none-held"], "outcome": "free"},
        {"all": ["young"], "outcome": "free"},
        {"all": ["adult", "no-pay"], "outcome": "free"},
        {"all": ["adult", "low-pay"], "outcome": "free"},
        {"all": ["adult"], "outcome": "shared"},
        {"all": [], "outcome": "not"},
    ],
    "outcomes": {
        "free": {"rank": 3, "means": "yes", "title": "Free", "sentence": "It looks free.", "next": ["Ask."], "need": "help"},
        "shared": {"rank": 2, "means": "partly", "title": "Shared", "sentence": "It looks shared.", "next": ["Ask."], "need": "help"},
        "not": {"rank": 1, "means": "no", "title": "Not", "sentence": "It does not look open.", "next": ["Ask."], "need": "help"},
        "open": {"rank": 0, "means": "open", "title": "Open", "sentence": "We cannot say.", "next": ["Ask."], "need": "help"},
    },
    "open_outcome": "open",
}
FIGURE = {
    "label": "limit", "unit": "GBP a year",
    "values": [{"valid": {"from": "2026-08-01", "to": "2027-07-31"}, "value": 26800, "source": SOURCE},
               {"valid": {"from": "2025-08-01", "to": "2026-07-31"}, "value": 25750, "source": SOURCE}],
}


class Route:
    """A route as far as rules look at it."""
    valid = Valid()

    needs = ("help",)


def knowledge_with(written: dict[str, Any] = RULES, questions: dict[str, Any] = QUESTIONS) -> Knowledge:
    return Knowledge(
        version="test",
        topics={"fund": None},  # type: ignore[dict-item]
        figures={"limit": Figure.parse_obj(FIGURE)},
        questions={name: Circumstance.parse_obj(question) for name, question in questions.items()},
        rule_sets={"fund": RuleSet.parse_obj(written)},
        routes={"route": Route()},
    )


def ready() -> Rules:
    knowledge = knowledge_with()
    return Rules(knowledge, knowledge.rule_sets["fund"])


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(RULES), **parts}


def outcome(circumstances: dict[str, Any]) -> str | None:
    found = assess(ready(), circumstances).outcome
    return found.id if found else None


def test_the_first_rule_that_holds_decides() -> None:
    assert outcome({"course": "maths", "age": 40, "pay": 40000, "holds": "no"}) == "free"
    assert outcome({"course": "cooking", "age": 40, "pay": 40000, "holds": "no"}) == "shared"
    assert outcome({"course": "maths", "age": 18, "pay": 40000, "holds": "no"}) == "not"


@pytest.mark.parametrize("age,expected", [(18, "not"), (19, "free"), (23, "free"), (24, "shared"), (110, "shared")])
def test_both_ends_of_a_span_of_ages_count(age: int, expected: str) -> None:
    assert outcome({"course": "cooking", "age": age, "pay": 40000, "holds": "no"}) == expected


@pytest.mark.parametrize("pay,expected", [(26799, "free"), (26800, "shared"), (26801, "shared"), ("none", "free")])
def test_pay_is_compared_with_the_figure_of_the_rules_own_year(pay: Any, expected: str) -> None:
    assert outcome({"course": "cooking", "age": 40, "pay": pay, "holds": "no"}) == expected


def test_a_verdict_is_settled_as_soon_as_nothing_can_change_it() -> None:
    found = assess(ready(), {"age": 18})
    assert found.settled and found.outcome is not None and found.outcome.id == "not"
    assert next_question(ready(), {"age": 18}) is None
    assert questions_left(ready(), {"age": 18}) == 0


def test_an_open_check_tells_what_is_missing_and_what_may_come_out() -> None:
    found = assess(ready(), {"course": "maths", "age": 40})
    assert not found.settled and found.outcome is None
    assert found.missing == ("pay", "holds")
    assert found.possible == ("free", "shared")


def test_what_cannot_matter_is_not_asked() -> None:
    assert next_question(ready(), {"course": "cooking", "age": 40}) == "pay"
    assert questions_left(ready(), {"course": "cooking", "age": 40}) == 1


def test_the_wish_is_asked_first_and_what_is_private_last() -> None:
    answers: dict[str, Any] = {}
    given = {"course": "maths", "age": 40, "holds": "yes", "pay": 40000}
    asked = []
    while (question := next_question(ready(), answers)) is not None:
        asked.append(question)
        answers[question] = given[question]
    assert asked == ["course", "age", "holds", "pay"]


def test_an_answer_that_is_refused_leaves_the_verdict_open_only_where_it_matters() -> None:
    for refusal in ("unknown", "declined"):
        assert outcome({"course": "maths", "age": 40, "holds": "no", "pay": refusal}) == "free"
        assert outcome({"course": "maths", "age": 40, "holds": "yes", "pay": refusal}) == "open"


def test_an_open_verdict_says_what_was_not_known_and_what_it_could_be() -> None:
    found = assess(ready(), {"course": "maths", "age": 40, "holds": "yes", "pay": "declined"})
    assert [reason.text for reason in found.reasons if reason.state == "unknown"] == ["Pay not known."]
    assert found.missing == ("pay",)
    assert found.possible == ("free", "shared")


def test_no_more_is_asked_once_a_refusal_has_left_everything_open() -> None:
    assert next_question(ready(), {"age": "unknown", "course": "cooking", "pay": 30000}) is None


def test_a_question_may_be_set_aside_without_an_answer() -> None:
    assert next_question(ready(), {"course": "cooking", "age": 40}, declined={"pay"}) is None


def test_reasons_are_the_met_criteria_of_the_rule_that_held() -> None:
    found = assess(ready(), {"course": "maths", "age": 40, "holds": "no"})
    assert [(reason.criterion, reason.state) for reason in found.reasons] == [
        ("adult", "met"), ("maths", "met"), ("none-held", "met"),
    ]


def test_what_stood_in_the_way_is_named_with_what_would_change_it() -> None:
    found = assess(ready(), {"course": "maths", "age": 40, "holds": "yes", "pay": 30000})
    unmet = {reason.criterion: reason.text for reason in found.reasons if reason.state == "unmet"}
    assert unmet == {"young": "Not 19 to 23.", "low-pay": "Not below £26,800.", "no-pay": "In work.", "none-held": "One held."}
    assert set(found.changes) == {"Below £26,800, free.", "Without it, free."}


def test_what_a_person_wants_is_never_held_against_them() -> None:
    found = assess(ready(), {"course": "cooking", "age": 40, "holds": "no", "pay": 30000})
    assert "maths" not in [reason.criterion for reason in found.reasons]


def test_the_order_of_answers_does_not_matter() -> None:
    given = {"course": "maths", "age": 40, "holds": "yes", "pay": 30000}
    verdicts = [assess(ready(), dict(order)) for order in permutations(given.items())]
    assert all(verdict == verdicts[0] for verdict in verdicts)


def test_a_value_that_is_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="no answer"):
        assess(ready(), {"course": "juggling"})


def test_only_answers_of_known_questions_are_used() -> None:
    facts = known(knowledge_with(), {"course": "juggling", "age": 40, "shoe": 44, "pay": None, "holds": "declined"})
    assert facts == {"course": "unknown", "age": 40, "holds": "declined"}


def test_a_place_counts_as_the_kind_of_area_that_it_is_in() -> None:
    real = load_knowledge(Path(__file__).parents[2] / "knowledge")
    kinds = {"leeds": "devolved", "norwich": "national", "scotland": "scotland", "wales": "wales", "elsewhere": "elsewhere"}
    for place, kind in kinds.items():
        assert known(real, {"place": place}) == {"place": kind}
    assert known(real, {"place": "unknown"}) == {"place": "unknown"}


def test_a_place_too_wide_to_tell_is_asked_for_again() -> None:
    real = load_knowledge(Path(__file__).parents[2] / "knowledge")
    assert known(real, {"place": "england"}) == {}
    assert next_question(rules(real, "adult-skills-fund-2026-27"), known(real, {"goal": "maths", "place": "england"})) == "place"


def test_good_rules_have_no_problems() -> None:
    assert list(problems(knowledge_with())) == []


@pytest.mark.parametrize(
    "parts,message",
    [
        ({"rules": [RULES["rules"][4], *RULES["rules"]]}, "can never fire"),
        ({"rules": [*RULES["rules"][:-1], {"all": ["maths"], "outcome": "not"}]}, "hold for everybody"),
        ({"topic": "moon"}, "no topic"),
        ({"outcomes": {**RULES["outcomes"], "not": {**RULES["outcomes"]["not"], "need": "moon"}}}, "no route"),
        ({"criteria": {**RULES["criteria"], "maths": {**RULES["criteria"]["maths"], "test": {"circumstance": "moon", "is": "x"}}}}, "no question"),
        ({"criteria": {**RULES["criteria"], "maths": {**RULES["criteria"]["maths"], "test": {"circumstance": "course", "is": "x"}}}}, "no answer"),
        ({"criteria": {**RULES["criteria"], "maths": {**RULES["criteria"]["maths"], "test": {"circumstance": "course", "under": 3}}}}, "no number"),
        ({"criteria": {**RULES["criteria"], "adult": {**RULES["criteria"]["adult"], "test": {"circumstance": "age", "under": {"figure": "moon"}}}}}, "no figure"),
    ],
)
def test_rules_that_cannot_work_are_found(parts: dict[str, Any], message: str) -> None:
    found = list(problems(knowledge_with(changed(**parts))))
    assert any(message in text for _, _, text in found)
    assert all(rule_set == "fund" for rule_set, _, _ in found)


@pytest.mark.parametrize(
    "parts,message",
    [
        ({"open_outcome": "moon"}, "open_outcome"),
        ({"open_outcome": "free"}, "may not rank above"),
        ({"rules": [{"all": ["moon"], "outcome": "free"}, *RULES["rules"]]}, "'moon' is not defined"),
        ({"rules": [{"all": [], "outcome": "moon"}]}, "'moon' is not defined"),
        ({"outcomes": {**RULES["outcomes"], "spare": RULES["outcomes"]["not"]}}, "no rule leads to it"),
        ({"criteria": {**RULES["criteria"], "spare": RULES["criteria"]["adult"]}}, "no rule uses it"),
        ({"outcomes": {**RULES["outcomes"], "not": {**RULES["outcomes"]["not"], "next": []}}}, "next"),
        ({"outcomes": {**RULES["outcomes"], "not": {"rank": 1, "means": "no", "title": "Not", "sentence": "No.", "next": ["Ask."]}}}, "need"),
        ({"criteria": {**RULES["criteria"], "adult": {"test": {"circumstance": "age", "at_least": 19}, "met": "19.", "source": SOURCE}}}, "unmet"),
        ({"criteria": {**RULES["criteria"], "adult": {**RULES["criteria"]["adult"], "test": {"circumstance": "age"}}}}, "exactly one"),
        ({"review_by": None}, "review_by"),
        ({"moon": 1}, "extra fields"),
    ],
)
def test_rules_that_are_badly_written_are_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        RuleSet.parse_obj(changed(**parts))


@pytest.mark.parametrize(
    "name,parts,message",
    [
        ("age", {"range": None}, "needs range"),
        ("age", {"impossible": None}, "needs range"),
        ("course", {"choices": []}, "needs choices"),
        ("course", {"choices": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]}, "same id"),
        ("course", {"choices": [{"id": "unknown", "title": "A"}]}, "do not answer"),
        ("holds", {"choices": [{"id": "no", "title": "No"}, {"id": "yes", "title": "Yes"}]}, "yes and no"),
        ("course", {"dont_know": "moon"}, "dont_know"),
    ],
)
def test_questions_that_cannot_be_answered_are_refused(name: str, parts: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Circumstance.parse_obj({**QUESTIONS[name], **parts})


def test_a_rule_set_keeps_its_own_day_whatever_today_is() -> None:
    assert ready().day == date(2026, 8, 1)
