"""An earlier answer is put right, or another one tried out, in the words that people use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.guidance.load import load_knowledge
from bot.nlu.changed import changed
from bot.nlu.matcher import NameMatcher
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.situation import Situation

KNOWLEDGE = load_knowledge(Path(__file__).parents[2] / "knowledge")
TODAY = date(2026, 11, 26)
MATCHER = NameMatcher()
FUND = {"rule_sets": ["adult-skills-fund-2026-27"]}
COST = {"rule_sets": ["apprentice-cost-2026-27"]}


def situation(text: str, **slots: Any) -> Situation:
    form = "check_form" if slots.get("asked") else None
    return Situation(MATCHER.read(text, KNOWLEDGE, TODAY), Memory.from_slots(slots, form), KNOWLEDGE, PointIndex(), TODAY)


@pytest.mark.parametrize(
    "text, name, value, kind",
    [
        ("change my age to 24", "age", 24, "change"),
        ("can I change my pay to 20k", "pay", 20000, "change"),
        ("change where i live to leeds", "place", "leeds", "change"),
        ("please correct my age, it's 51", "age", 51, "change"),
        ("no i'm 35 not 34", "age", 35, "change"),
        ("shes actually 23 not 29", "age", 23, "change"),
        ("he's actually 51", "age", 51, "change"),
        ("actually im 43 not 34", "age", 43, "change"),
        ("acutally make her 18", "age", 18, "change"),
        ("make him 40", "age", 40, "change"),
        ("sorry i earn 26k", "pay", 26000, "change"),
        ("actually I live in Barnsley", "place", "barnsley", "change"),
        ("what if I were 24?", "age", 24, "what_if"),
        ("what if i earned £30,000", "pay", 30000, "what_if"),
        ("and if I lived in Leeds?", "place", "leeds", "what_if"),
        ("would it change anything if I was 22", "age", 22, "what_if"),
        ("suppose i wanted english instead", "goal", "english", "what_if"),
        ("what if I had a degree", "level", "level-4", "what_if"),
    ],
)
def test_what_is_changed_and_what_is_only_tried(text: str, name: str, value: Any, kind: str) -> None:
    found = changed(situation(text, asked="residence", check=FUND))
    assert found is not None and found["reply"] == {"circumstance": name, "value": value, "kind": kind}


@pytest.mark.parametrize("text", ["no", "none of these", "what if", "what is the skills pledge", "change the subject", "34", "sorry"])
def test_other_messages_change_nothing(text: str) -> None:
    assert changed(situation(text, asked="residence", check=FUND)) is None


def test_a_correction_of_the_open_answer_is_its_answer() -> None:
    assert changed(situation("sorry, 21", asked="age", check=FUND)) is None


def test_after_a_verdict_it_is_about_the_check_that_was_finished() -> None:
    found = changed(situation("what if the apprentice was 25", checked=COST))
    assert found is not None and found["reply"]["circumstance"] == "apprentice-age"
    assert changed(situation("what if I were 24?")) is None
