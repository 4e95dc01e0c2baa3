"""Who tells everything in one message is asked nothing of it again, and nothing is read that was not said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.guidance.eligibility.checks import next_question
from bot.guidance.eligibility.replies import parse
from bot.guidance.eligibility.told import told
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 26)
PEOPLE = [
    (file.stem, person)
    for file in sorted((ROOT / "tests/content/worked_people").glob("*.yml"))
    for person in yaml.safe_load(file.read_text(encoding="utf-8"))["people"]
    if "tells" in person
]
every_teller = pytest.mark.parametrize("name, person", PEOPLE, ids=[person["who"] for _, person in PEOPLE])


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


def value(k: Knowledge, person: dict[str, Any], name: str) -> Any:
    return parse(k.questions[name], str(person["says"][name]), k, TODAY).value


def test_there_are_enough_of_them() -> None:
    assert len(PEOPLE) >= 40


@every_teller
def test_all_that_is_told_at_once_is_known(knowledge: Knowledge, name: str, person: dict[str, Any]) -> None:
    facts = told(knowledge, [knowledge.rule_sets[name]], person["tells"], TODAY)
    for circumstance in person["told"]:
        assert facts.get(circumstance) == value(knowledge, person, circumstance), circumstance


@every_teller
def test_nothing_is_read_that_the_same_person_denies(knowledge: Knowledge, name: str, person: dict[str, Any]) -> None:
    facts = told(knowledge, [knowledge.rule_sets[name]], person["tells"], TODAY)
    for circumstance, found in facts.items():
        if circumstance in person["says"] and circumstance not in person["told"]:
            assert found == value(knowledge, person, circumstance), circumstance


@every_teller
def test_what_was_told_is_not_asked_again(knowledge: Knowledge, name: str, person: dict[str, Any]) -> None:
    sets = [knowledge.rule_sets[name]]
    answers = dict(told(knowledge, sets, person["tells"], TODAY))
    while (asked := next_question(knowledge, sets, answers)) is not None:
        assert asked not in person["told"]
        said = parse(knowledge.questions[asked], str(person["says"][asked]), knowledge, TODAY)
        answers[asked] = said.value if said.kind == "value" else "unknown"


@pytest.mark.parametrize(
    "text", ["", "can I get training paid for", "what is level 2", "my boss is 50", "is there a course on level crossings"]
)
def test_in_doubt_nothing_is_read(knowledge: Knowledge, text: str) -> None:
    facts = told(knowledge, [knowledge.rule_sets["adult-skills-fund-2026-27"]], text, TODAY)
    assert set(facts) <= {"goal"}
