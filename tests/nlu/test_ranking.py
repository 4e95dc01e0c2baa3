"""Everything that a clause may mean stands in one list, and the conversation says what is possible."""
from __future__ import annotations

from typing import Any, Callable

import numpy as np
import pytest

from bot.guidance.knowledge import Knowledge
from bot.nlu import ranking
from bot.nlu.facets import NO_TOPIC
from bot.nlu.matcher import NameMatcher
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.situation import Situation
from tests.nlu.conftest import TODAY

LABELS = sorted(["ask/cost", "ask/what", "ask/skills-pledge.by-sector", "check", "command/resume", "command/stop", "out_of_scope", "refer/digital"])
Possible = Callable[..., set[tuple[str, str, Any]]]


@pytest.fixture()
def possible(knowledge: Knowledge, points: PointIndex) -> Possible:
    """Return (kind, label, topic) of everything that a text may mean."""

    def of(text: str, **memory: Any) -> set[tuple[str, str, Any]]:
        reading = NameMatcher().read(text, knowledge, TODAY)
        reading.labels, reading.subjects = LABELS, [NO_TOPIC]
        for clause in [*reading.clauses, reading.whole]:
            assert clause is not None
            clause.likely = clause.words_likely = np.full(len(LABELS), 1 / len(LABELS))
            clause.near, clause.about = np.full(len(LABELS), 0.5), np.ones(1)
        found = ranking.meanings(reading.clauses[0], Situation(reading, Memory(**memory), knowledge, points, TODAY))
        assert found is not None
        assert np.isfinite(found.features).all()
        return {(found[at].kind, found[at].label.name, found[at].topic) for at in range(len(found.rows))}

    return of


def test_a_named_topic_leaves_no_other_but_the_one_talked_of(possible: Possible) -> None:
    found = possible("what does the skills pledge cost", topic="apprenticeships")
    assert {(kind, topic) for kind, label, topic in found if label.startswith("ask/")} == {
        ("named", "skills-pledge"), ("beside", "apprenticeships"),
    }
    assert ("named", "ask/skills-pledge.by-sector", "skills-pledge") in found


def test_what_was_talked_of_before_is_told_from_what_never_was(possible: Possible) -> None:
    found = possible("back to the first one, how much was that", topic="apprenticeships", recent=["apprenticeships", "skills-pledge"])
    assert ("earlier", "ask/cost", "skills-pledge") in found
    assert ("carried", "ask/cost", "apprenticeships") in found


def test_the_topic_talked_of_is_carried_and_others_are_elsewhere(possible: Possible) -> None:
    found = possible("how much is it", topic="apprenticeships")
    assert ("carried", "ask/cost", "apprenticeships") in found
    assert ("elsewhere", "ask/cost", "skills-pledge") in found


def test_without_any_topic_a_question_may_be_about_none(possible: Possible) -> None:
    assert {("topicless", "ask/cost", None), ("unnamed", "ask/cost", "skills-pledge")} <= possible("how much is it")


def test_there_is_nothing_to_go_on_with_before_any_check(possible: Possible) -> None:
    assert ("command", "command/resume", None) not in possible("carry on")
    assert ("command", "command/resume", None) in possible("carry on", asked="age")
    assert ("command", "command/stop", None) in possible("carry on")


def test_both_of_two_things_are_those_talked_of_last(possible: Possible) -> None:
    found = possible("which of the two costs more", topic="apprenticeships", recent=["apprenticeships", "skills-pledge"])
    assert {topic for kind, _, topic in found if kind == "named"} == {"apprenticeships", "skills-pledge"}


def test_every_weight_that_is_fitted_is_of_a_column() -> None:
    import yaml

    fitted = yaml.safe_load(ranking.FITTED.read_text("utf-8"))["weights"]
    assert set(fitted) == set(ranking.COLUMNS)
    assert len(set(ranking.COLUMNS)) == len(ranking.COLUMNS)
