"""Dates as sources and people give them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.guidance.dates import PartialDate, Period, as_of, find_period


@pytest.mark.parametrize(("text", "first", "last", "words"), [
    ("2008", date(2008, 1, 1), date(2008, 12, 31), "2008"),
    ("2008-02", date(2008, 2, 1), date(2008, 2, 29), "February 2008"),
    ("2008-09-15", date(2008, 9, 15), date(2008, 9, 15), "15 September 2008"),
])
def test_a_partial_date_covers_its_days(text: str, first: date, last: date, words: str) -> None:
    partial = PartialDate.parse(text)
    assert (partial.first, partial.last, partial.words()) == (first, last, words)


@pytest.mark.parametrize("text", ["autumn", "08", "2008-13", "2008-02-30", "2008/09"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_periods_that_share_one_day_overlap() -> None:
    assert Period(None, date(2010, 3, 31)).overlaps(Period(date(2010, 3, 31), None))
    assert not Period(None, date(2010, 3, 30)).overlaps(Period(date(2010, 3, 31), None))


def test_a_period_travels_as_two_dates() -> None:
    period = Period(date(2008, 1, 1), None)
    assert Period.from_iso(period.iso()) == period


@pytest.mark.parametrize(("message", "first"), [
    ("what were the rules in 2008?", date(2008, 1, 1)),
    ("what did it cost back in sept 2008", date(2008, 9, 1)),
    ("and 2003?", date(2003, 1, 1)),
    ("was it free during October 2009", date(2009, 10, 1)),
    ("train to gain 2008", date(2008, 1, 1)),
])
def test_a_year_in_a_question_is_found(message: str, first: date) -> None:
    period = find_period(message)
    assert period is not None and period.first == first


@pytest.mark.parametrize("message", [
    "i earn £2008 a month", "i earn 2008 pounds", "what is the skills pledge", "I was paid 1,990", "is it 2000 a year",
    "is there a grant of 2000 for an apprentice",
])
def test_an_amount_is_not_a_year(message: str) -> None:
    assert find_period(message) is None


@pytest.mark.parametrize("message", [
    "she came from Poland in 2019, can she get english lessons", "I was born in 1991", "he left the army in 2009, what is there",
])
def test_a_year_of_somebodys_life_is_no_year_asked_about(message: str) -> None:
    assert find_period(message) is None


def test_a_deployment_can_be_set_to_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOWLEDGE_AS_OF", "2008-10-01")
    assert as_of() == date(2008, 10, 1)


def test_a_year_before_anything_is_known_is_no_date_asked_about() -> None:
    assert find_period("too old, left school in 1985?", 1990) is None
    assert find_period("what was it in 2008", 1990) is not None
