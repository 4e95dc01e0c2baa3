"""Slips are put right where one known word is near, and what is right stays as it is."""
from __future__ import annotations

import pytest

from bot.nlu.spelling import Spelling, english

OFTEN = {"training": 90, "cost": 60, "college": 40, "before": 30, "how": 80, "much": 50, "is": 90, "it": 90, "reading": 20, "employer": 30}
SPELLING = Spelling(OFTEN, {"thurrock", "bremen", "gaffer", "corse"} | set(OFTEN))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trainng", "training"),
        ("trainjng", "training"),
        ("colledge", "college"),
        ("befor", "before"),
        ("readin", "reading"),
        ("the emploer", "the employer"),
    ],
)
def test_a_slip_is_put_right(typed: str, meant: str) -> None:
    assert SPELLING.mend(typed) == meant


@pytest.mark.parametrize("text", ["thurrock", "gaffer", "corse", "xylophone", "it's", "cst 2008-09", "i", ""])
def test_what_is_right_or_like_nothing_known_stays(text: str) -> None:
    assert SPELLING.mend(text) == text
    assert SPELLING.split(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"), [("howmuch is it", "how much is it"), ("isit", "is it"), ("collegecost", "college cost"), ("befor", "befor")]
)
def test_words_run_together_are_taken_apart_unless_a_slip_is_likelier(typed: str, meant: str) -> None:
    assert SPELLING.split(typed) == meant


def test_another_language_is_not_mended_into_english() -> None:
    text = "szukam bezpłatnego kursu języka angielskiego"
    assert SPELLING.is_foreign(text)
    assert SPELLING.mend("szukam trainng kursu angielskiego prosze") == "szukam trainng kursu angielskiego prosze"
    assert not SPELLING.is_foreign("how much is it before training")


def test_the_word_list_knows_british_and_spoken_words() -> None:
    right, common = english()
    assert {"organise", "labour", "dont", "electrician", "retraining"} <= right
    assert {"work", "people", "learn"} <= common
    assert not {"trainng", "colledge", "redundent"} & right
