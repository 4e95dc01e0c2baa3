"""Ages as people give them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.guidance.eligibility.ages import stated_age, volunteered_age

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("text", "age"), [("34", 34), ("i'm 34", 34), ("born in 1991", 35)])
def test_an_age_that_is_all_of_a_reply_is_taken(text: str, age: int) -> None:
    assert stated_age(text, TODAY) == age


def test_a_text_that_says_more_is_no_stated_age() -> None:
    assert stated_age("34 people work here", TODAY) is None


@pytest.mark.parametrize("text", ["am i too old for an apprenticeship at 47?", "i'm 47 and want a course"])
def test_an_age_said_in_passing_is_found(text: str) -> None:
    assert volunteered_age(text, TODAY) == 47


@pytest.mark.parametrize("text", ["i earn 47 thousand", "we have 47 staff", "level 3 please"])
def test_another_number_is_no_age(text: str) -> None:
    assert volunteered_age(text, TODAY) is None


@pytest.mark.parametrize("text", ["she's 34", "shes 34", "hes 34", "they're 34", "theyre 34", "my learner is 34"])
def test_the_age_of_somebody_else_is_found_with_and_without_an_apostrophe(text: str) -> None:
    assert volunteered_age(text, TODAY, of_other=True) == 34
