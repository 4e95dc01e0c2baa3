"""Messages are split where a new question begins, and only there."""
from __future__ import annotations

import pytest

from bot.guidance.text import normalise
from bot.nlu.clauses import NEUTRAL_TOPIC, bare, neutral, split_clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("what is it and how much does it cost?", ["what is it", "how much does it cost?"]),
        ("I'm 47. Am I too old?", ["i'm 47", "am i too old?"]),
        ("hi, can you help", ["hi, can you help"]),
        ("hi! what is the pledge", ["hi! what is the pledge"]),
        ("terms and conditions", ["terms and conditions"]),
        ("english and maths", ["english and maths"]),
        ("who pays, e.g. for books?", ["who pays, e.g. for books?"]),
        ("is it £1.50 an hour?", ["is it £1.50 an hour?"]),
        ("I work nights; but can I still train", ["i work nights", "can i still train"]),
        ("cost?", ["cost?"]),
        ("...", []),
        ("", []),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in split_clauses(normalise(text))] == clauses


@pytest.mark.parametrize("text", ["What is it?  And - why? Because.", "a. b. c, and how. Is it", "one? two? three? four? five? six? seven?"])
def test_a_clause_knows_its_place(text: str) -> None:
    plain = normalise(text)
    clauses = split_clauses(plain)
    assert clauses
    assert all(plain[clause.start : clause.end] == clause.text for clause in clauses)


def test_a_long_list_of_questions_keeps_the_last() -> None:
    assert len(split_clauses("why is it? " * 30)) == 5


def test_a_neutral_word_takes_the_place_of_a_name() -> None:
    text = "what is the skills pledge and train to gain"
    spans = [(12, 25, NEUTRAL_TOPIC), (30, 43, NEUTRAL_TOPIC)]
    assert neutral(text, spans) == "what is the scheme and the scheme"


def test_overlapping_names_are_replaced_once() -> None:
    assert neutral("the pledge", [(0, 10, NEUTRAL_TOPIC), (4, 10, NEUTRAL_TOPIC)]) == NEUTRAL_TOPIC


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("and its price?", "its price?"),
        ("ok so how long", "how long"),
        ("what did it cost back in september 2008?", "what did it cost?"),
        ("in 2008", "in 2008"),
        ("hello", "hello"),
        ("so", "so"),
        ("android course", "android course"),
    ],
)
def test_dates_and_opening_words_are_no_part_of_what_is_asked(text: str, asked: str) -> None:
    assert bare(text) == asked
