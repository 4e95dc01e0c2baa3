"""Each message is kept with what it asked, what it was heard as and how sure the answer was; the tables count them rightly."""

from __future__ import annotations

from typing import Any

import pytest

from bot.bench import by_facet
from bot.bench.confusion import confusion
from bot.bench.said import ALIKE, COMPARISON, HALF_OF_IT, SEVERAL, SPECIAL, Said, said
from bot.bench.verdicts import ASKED, CONFIDENT, HALF, MISREAD, REFUSED, RIGHT

COST = {"topic": "apprenticeships", "facet": "cost"}
SIGNS = {"topic": "skills-pledge", "special": "who-signs"}


def _parse(intent: str, *questions: dict[str, Any], confidence: float = 0.5, **more: Any) -> dict[str, Any]:
    return {"intent": {"name": intent, "confidence": confidence}, "questions": list(questions), **more}


def _said(asked: str, heard: str, found: str, score: float | None = 0.5) -> Said:
    return Said(asked, heard, found, score, (("facet", asked),))


@pytest.mark.parametrize("noted, found, parse, asked, heard", [
    ({"expect": [COST]}, RIGHT, _parse("ask", COST), "cost", "cost"),
    ({"expect": [COST]}, CONFIDENT, _parse("ask", {**COST, "topic": "esol"}), "cost", ALIKE),
    ({"expect": [COST]}, CONFIDENT, _parse("ask", {**COST, "facet": "time"}), "cost", "time"),
    ({"expect": [COST]}, CONFIDENT, _parse("ask", SIGNS), "cost", SPECIAL),
    ({"expect": [SIGNS]}, CONFIDENT, _parse("ask", {**SIGNS, "special": "launch"}), SPECIAL, ALIKE),
    ({"expect": [COST]}, CONFIDENT, _parse("ask", compare=["esol", "apprenticeships"]), "cost", COMPARISON),
    ({"expect": [COST]}, CONFIDENT, _parse("ask", term="level-2"), "cost", "what"),
    ({"expect": [COST]}, ASKED, _parse("unclear"), "cost", "unclear"),
    ({"expect": [COST]}, REFUSED, _parse("out_of_scope"), "cost", "out_of_scope"),
    ({"expect": [COST, SIGNS]}, HALF, _parse("ask", COST), SEVERAL, HALF_OF_IT),
    ({"expect": [{"any": [SIGNS, COST]}]}, RIGHT, _parse("ask", COST), SPECIAL, SPECIAL),
    ({"expect": [{"any": [{"intent": "refer/esol"}, COST]}]}, REFUSED, _parse("out_of_scope"), "refer", "out_of_scope"),
    ({"intent": "refer/esol"}, MISREAD, _parse("refer", need="digital"), "refer", ALIKE),
    ({"intent": "out_of_scope"}, CONFIDENT, _parse("ask", COST), "out_of_scope", "cost"),
])
def test_what_was_asked_and_heard_differ_unless_it_was_right(
    noted: dict[str, Any], found: str, parse: dict[str, Any], asked: str, heard: str
) -> None:
    one = said(noted, found, parse)
    assert (one.asked, one.heard) == (asked, heard)
    assert (one.asked == one.heard) == (found == RIGHT)


def test_the_score_is_of_the_question_answered_else_of_the_intent_and_none_where_it_was_asked_back() -> None:
    noted = {"expect": [COST]}
    assert said(noted, RIGHT, _parse("ask", {**COST, "score": 0.31}, confidence=0.9)).score == 0.31
    assert said(noted, REFUSED, _parse("out_of_scope", confidence=0.8)).score == 0.8
    assert said(noted, ASKED, _parse("unclear", confidence=0.2)).score is None


def test_a_message_stands_in_the_rows_of_its_facet_its_group_and_its_kind() -> None:
    noted = {"expect": [COST], "group": "unnamed", "kind": "pronoun"}
    rows = said(noted, RIGHT, _parse("ask", COST)).rows
    assert rows == (("facet", "cost"), ("questions", "unnamed"), ("kind", "pronoun"))
    wish = {"expect": [{"any": [{"intent": "refer/esol"}, COST]}]}
    assert said(wish, RIGHT, _parse("refer")).rows == (("intent", "refer"),)
    assert said({"intent": "check"}, RIGHT, _parse("check")).rows == (("intent", "check"),)
    assert said({"expect": [COST, COST], "group": "multi"}, HALF, _parse("ask", COST)).rows == (("questions", SEVERAL),)


def test_misses_are_counted_by_facet() -> None:
    found = by_facet.rows([
        *[_said("cost", "cost", RIGHT)] * 6, _said("cost", "time", CONFIDENT), _said("cost", "unclear", ASKED),
        _said("cost", "out_of_scope", REFUSED), _said("cost", "check", MISREAD), _said("time", "time", RIGHT),
    ])
    assert [(row.title, row.messages, row.counts) for row in found] == [
        ("Facet: cost", 10, (6, 1, 1, 1, 1)), ("Facet: time", 1, (1, 0, 0, 0, 0)),
    ]
    assert all(sum(row.counts) == row.messages for row in found)
    text = "\n".join(by_facet.lines(found))
    assert "6 (60%)" in text and "Facet: time" in text


def test_what_is_confused_most_comes_first_and_every_message_is_in_one_cell() -> None:
    messages = [
        *[_said("cost", "cost", RIGHT)] * 3, *[_said("cost", "time", CONFIDENT)] * 2, _said("time", ALIKE, CONFIDENT),
        _said("time", "refer", MISREAD),
    ]
    found = confusion(messages)
    assert (found.asked, found.heard) == (["cost", "time"], ["cost", "time", "refer", ALIKE])
    assert found.worst(1) == [("cost", "time", 2)]
    assert found.share("cost", "time") == 0.4 and found.share("time", "time") == 0.0
    assert sum(found.of(asked) for asked in found.asked) == len(messages)
