"""Amounts of money as people give them, in pounds a year."""

from __future__ import annotations

import pytest

from bot.guidance.eligibility.amounts import with_digits, yearly_pay


@pytest.mark.parametrize(("text", "pounds"), [
    ("26k", 26000), ("£24,000", 24000), ("2,000 a month", 24000), ("£13 an hour 37 hours", 13 * 37 * 52),
])
def test_pay_is_counted_for_a_year(text: str, pounds: float) -> None:
    found = yearly_pay(text)[0]
    assert found is not None and found == pytest.approx(pounds, rel=0.005)


def test_what_names_no_amount_gives_none() -> None:
    assert yearly_pay("not much")[0] is None


def test_number_words_become_digits() -> None:
    assert with_digits("thirty four") == "34"
