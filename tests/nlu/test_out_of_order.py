"""What answers another question of a check than the open one has to be said in words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.replied import replied
from tests.nlu.test_changed import FUND, situation

OPEN = {"check": FUND, "circumstances": {"goal": "maths"}}


@pytest.mark.parametrize("text", ["none", "none of these", "nothing", "no", "none, sorry", "all of them", "2"])
def test_a_bare_answer_is_none_to_a_question_that_is_not_open(text: str) -> None:
    found = replied(situation(text, asked="age", **OPEN))
    assert found is None or found["reply"]["circumstance"] == "age"


@pytest.mark.parametrize(
    ("text", "name", "value"), [("no gcses", "level", "none"), ("she has no qualifications", "level", "none"), ("Rotherham", "place", "rotherham")]
)
def test_what_is_said_in_words_is_taken(text: str, name: str, value: Any) -> None:
    reply = (replied(situation(text, asked="age", **OPEN)) or {})["reply"]
    assert {name: value}.items() <= {reply["circumstance"]: reply["value"], **(reply["value"] if reply["kind"] == "facts" else {})}.items()


def test_of_a_bare_word_and_a_fact_only_the_fact_is_taken() -> None:
    found = replied(situation("none, she has settled status", asked="age", **OPEN))
    assert found is not None and found["reply"]["value"] == {"residence": "none"}


def test_an_age_is_taken_while_the_place_is_asked_for() -> None:
    found = replied(situation("34", asked="place", **OPEN))
    assert found is not None and found["reply"] == {"circumstance": "age", "value": 34, "kind": "value"}
