"""Hard words are measured, and refused where they are too hard."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance.load import load_knowledge
from bot.launch.check import report
from bot.launch.hard_words import Graded, grade, hard_to_read, names_in, short_answers

KNOWLEDGE = load_knowledge(Path(__file__).parents[2] / "knowledge")
EASY = Graded("pledge/cost/0", 4.0, 20, None, "It was free.")
HARD = "Organisational development necessitates comprehensive competency evaluation."


def test_names_do_not_count() -> None:
    names = names_in(KNOWLEDGE)
    assert grade("Skills Pledge was free.", names) == grade("It was free.", names) < 3


def test_long_words_do() -> None:
    assert grade(HARD, names_in(KNOWLEDGE)) > 10


@pytest.mark.parametrize(
    "graded, told",
    [
        (Graded("a/what/0", 10.5, 20, 5.0, HARD), "above 10"),
        (Graded("a/what/0", 8.0, 20, None, HARD), "needs a `plain` text"),
        (Graded("a/what/0", 8.0, 20, 7.5, HARD), "plain: grade 7.5"),
        (Graded("a/what/0", 4.0, 61, None, HARD), "61 words"),
    ],
)
def test_what_is_too_hard_or_too_long_is_refused(graded: Graded, told: str) -> None:
    [problem] = hard_to_read([EASY, EASY, graded])
    assert told in problem and problem.startswith("a/what/0")


def test_a_hard_middle_is_refused() -> None:
    assert "median" in hard_to_read([Graded("a/what/0", 8.0, 20, 5.0, HARD)])[0]


def test_our_own_short_answers_are_within_the_bars() -> None:
    assert hard_to_read(short_answers(KNOWLEDGE)) == []


def test_the_report_lists_the_hardest_and_counts_what_sources_do_not_say() -> None:
    lines = report(KNOWLEDGE).splitlines()
    assert "The hardest 10" in lines[0] and len(lines) > 12
    assert any(line.startswith("The sources do not say: ") for line in lines)
