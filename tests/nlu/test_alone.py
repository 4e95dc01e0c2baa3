"""A fact or the name of a course, with nothing that asks: the check is offered with it, or begun."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.alone import agreed, alone
from bot.nlu.certain import certain
from tests.nlu.test_changed import FUND, situation

NOTHING = {"intent": "unclear", "kind": None}


@pytest.mark.parametrize(
    "text, facts, other",
    [
        ("im 34", {"age": 34}, False),
        ("she's 34", {"age": 34}, True),
        ("shes 34", {"age": 34}, True),
        ("hes 45", {"age": 45}, True),
        ("theyre 19", {"age": 19}, True),
        ("i earn 18000", {"pay": 18000}, False),
        ("no gcses", {"level": "none"}, False),
    ],
)
def test_a_fact_is_kept_for_the_check(text: str, facts: dict[str, Any], other: bool) -> None:
    found = alone(situation(text), NOTHING) or {}
    assert {"intent": "chat", "kind": "told", "told": facts, "for_other": other}.items() <= found.items()
    assert found["circumstances"] == ({} if other else facts)


@pytest.mark.parametrize("text", ["34", "no", "none", "yes", "how old is it", "leeds", "banana bread", "does it matter that im 34"])
def test_what_is_no_fact_is_left_alone(text: str) -> None:
    assert alone(situation(text), NOTHING) is None


def test_what_was_understood_stays_so() -> None:
    assert alone(situation("im 34"), {"intent": "refer", "kind": None}) is None
    assert alone(situation("im 34", asked="age", check=FUND), NOTHING) is None


@pytest.mark.parametrize("text", ["english", "Maths", "literacy"])
def test_a_course_by_its_name_is_a_check(text: str) -> None:
    assert (alone(situation(text), {"intent": "chat", "kind": "other_language"}) or {})["intent"] == "check"
    asked = alone(situation(text, wanted="need"), NOTHING) or {}
    assert (asked["intent"], asked["need"]) == ("refer", "english-maths")


def test_a_yes_takes_the_check_that_was_offered_with_a_fact() -> None:
    offer = {"title": "Check", "meaning": {"intent": "check", "scheme": None, "circumstances": {"age": 34}}}
    assert (certain(situation("yes please", last="told", offered=[offer])) or {})["circumstances"] == {"age": 34}
    assert agreed(situation("yes please", last="answer", offered=[offer])) is None
    assert agreed(situation("yes but what does it cost", last="told", offered=[offer])) is None
