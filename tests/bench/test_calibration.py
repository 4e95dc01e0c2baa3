"""Scores are compared with how often they were right, and thresholds are tried without leaving a trace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.bench import sure
from bot.bench.calibration import BINS, bins, by_likelihood, calibration_error, scored
from bot.bench.said import Said
from bot.bench.understanding import FOLLOW_UPS, QUESTIONS, Tally
from bot.bench.verdicts import ASKED, CONFIDENT, RIGHT
from bot.guidance.load import load_knowledge
from bot.nlu.clauses import Clause
from bot.nlu.decide import decide
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.reading import ClauseReading, Reading
from bot.nlu.situation import Situation

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def _said(score: float | None, found: str) -> Said:
    return Said("cost", "cost" if found == RIGHT else "time", found, score, ())


def test_an_answer_is_in_the_bin_of_its_score_and_a_question_back_in_none() -> None:
    answers = scored([_said(0.05, CONFIDENT), _said(0.1, RIGHT), _said(1.0, RIGHT), _said(None, ASKED)])
    found = bins(answers)
    assert len(found) == BINS
    assert [(at, one.number) for at, one in enumerate(found) if one.number] == [(0, 1), (1, 1), (9, 1)]
    assert by_likelihood(answers) == [(0.05, False), (0.1, True)]


def test_the_error_is_nothing_where_scores_hold_and_their_distance_where_they_do_not() -> None:
    held = [(0.75, True)] * 3 + [(0.75, False)]
    assert calibration_error(bins(held)) == pytest.approx(0.0)
    assert calibration_error(bins([(0.9, False)] * 10)) == pytest.approx(0.9)
    # Three quarters of the answers are off by 0.2, one quarter by nothing.
    mixed = [(0.8, True)] * 3 + [(0.0, False)]
    assert calibration_error(bins(mixed)) == pytest.approx(0.15)
    assert calibration_error(bins([])) == 0.0


def test_each_threshold_is_in_force_while_it_is_tried_and_the_old_one_after() -> None:
    before, seen = sure.now(), []

    def measured(apart: str) -> Tally:
        seen.append((apart, sure.now()))
        tally = Tally()
        for found in (RIGHT, RIGHT, ASKED if sure.now() > 0.5 else CONFIDENT, CONFIDENT):
            tally.add(QUESTIONS, {"expect": [{"topic": "esol", "facet": "cost"}]}, found)
        return tally

    found = sure.curve(measured, (QUESTIONS, FOLLOW_UPS), (0.3, 0.7))
    assert [value for _, value in seen] == [0.3, 0.7] and sure.now() == before
    assert len({apart for apart, _ in seen}) == 2  # or a conversation would go on from the one before
    assert [(one.right, one.asked, one.confident) for one in found] == [(0.5, 0.0, 0.5), (0.5, 0.25, 0.25)]


def test_the_old_threshold_is_back_after_a_failure() -> None:
    before = sure.now()
    with pytest.raises(ZeroDivisionError), sure.sure_at(0.9):
        raise ZeroDivisionError
    assert sure.now() == before


def test_decisions_look_at_the_threshold_that_is_tried() -> None:
    """Else the curve would be flat and say nothing."""
    clause = ClauseReading(Clause("hm", 0, 2), "hm", "hm", [])
    clause.likely, clause.near = np.float32([0.6, 0.4]), np.float32([0.9, 0.9])
    clause.words_likely, clause.about = clause.likely, np.ones(1)
    reading = Reading("hm", clauses=[clause], whole=clause, labels=["chat/greet", "command/stop"], subjects=[""])
    at = Situation(reading, Memory(), load_knowledge(KNOWLEDGE), PointIndex(), date(2026, 1, 1))
    with sure.sure_at(0.0):
        assert decide(at)["intent"] != "unclear"
    with sure.sure_at(1.01):
        assert decide(at)["intent"] == "unclear"
