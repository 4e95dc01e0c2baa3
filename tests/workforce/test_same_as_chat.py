"""The file and the chat say the same: every worked person's replies as cells of a row."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.guidance.documents import read_document
from bot.guidance.eligibility.cards import verdict_cards
from bot.guidance.eligibility.replies import parse
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce.command import opened, planned
from bot.workforce.options import options
from bot.workforce.people import Person, Reader
from bot.workforce.run import Plan
from bot.workforce.verdicts import Judge

from .conftest import TODAY

WORKED = Path(__file__).parents[1] / "content" / "worked_people"


def plan_of(knowledge: Knowledge, words: Workforce, rule_set: str, people: list[dict[str, Any]], folder: Path) -> Plan:
    """A file with what the people say, a column for each circumstance, as the command would check it."""
    judge = Judge(knowledge, words, knowledge.rule_sets[rule_set], TODAY)
    path = folder / "staff.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([words.column_for(name).heading for name in judge.rules.order])  # type: ignore[union-attr]
        writer.writerows([person["says"].get(name, "") for name in judge.rules.order] for person in people)
    asked = options(knowledge, words, [str(path), "--rules", rule_set, "-o", str(folder / "result.csv")], TODAY)
    return planned(knowledge, words, asked, [judge], opened(words, path), TODAY)


@pytest.mark.parametrize("rule_set", sorted(path.stem for path in WORKED.glob("*.yml")))
def test_every_worked_person_gets_the_verdict_and_the_door_of_the_chat(
    knowledge: Knowledge, words: Workforce, rule_set: str, tmp_path: Path
) -> None:
    people = list(read_document(WORKED / f"{rule_set}.yml", rule_set).data["people"])
    plan = plan_of(knowledge, words, rule_set, people, tmp_path)
    reader, [judge] = Reader(knowledge, words, plan.columns, plan.needed, plan.same, plan.today), plan.judges
    rows = list(plan.table.rows)
    assert len(rows) == len(people)
    for person, row in zip(people, rows):
        read, said = reader.read(row), replied(knowledge, judge, person)
        if said is None:
            assert isinstance(read, list) or read.vague, person["who"]
            continue
        assert isinstance(read, Person), read
        verdict = judge.verdict(read.facts)
        chat = verdict_cards(knowledge, [judge.rule_set], said, said.get("place"), None, TODAY)[0]
        assert verdict.outcome.id == chat["outcome"], person["who"]
        names = [*(route["name"] for route in chat["routes"]), words.say("result.no_route")]
        assert judge.door(verdict, read.facts, read.place) == names[0], person["who"]
        met = [reason["text"] for reason in chat["reasons"] if reason["state"] == "met"]
        assert verdict.cells("")[2] == " ".join(met)


def replied(knowledge: Knowledge, judge: Judge, person: dict[str, Any]) -> dict[str, Any] | None:
    """What a person answers in the chat, None where the chat would ask again."""
    said = {}
    for name in judge.rules.order:
        if name in person["says"]:
            reply = parse(knowledge.questions[name], person["says"][name], knowledge, TODAY)
            said[name] = {"dont_know": "unknown", "rather_not": "declined"}.get(reply.kind, reply.value)
            if said[name] is None:
                return None
    return said
