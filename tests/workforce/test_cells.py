"""One cell: a fact, not known, or what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Form, Workforce
from bot.workforce.births import birth_reply
from bot.workforce.cells import LONGEST, Cells, Said

from .conftest import TODAY


def cells(k: Knowledge, circumstance: str, form: int = 0) -> Cells:
    assert k.workforce is not None
    column = k.workforce.column_for(circumstance)
    assert column is not None
    return Cells(k, circumstance, column.forms[form], TODAY)


@pytest.mark.parametrize(
    "text, said",
    [
        ("01/05/1992", "1/5/1992"), ("1992-05-01", "1/5/1992"), ("1992-05-01 00:00:00", "1/5/1992"), ("1.5.1992", "1/5/1992"),
        ("01/05/92", "1/5/1992"), ("1-May-1992", "1/5/1992"), ("1 May 92", "1/5/1992"), ("1st May 1992", "1/5/1992"), ("01MAY1992", "1/5/1992"),
        ("01/05/05", "1/5/2005"), ("1992", "1992"), ("31/02/1992", None), ("13/13/1992", None), ("34", None), ("May 1992", None), ("01/05/16", "1/5/2016"), ("01/05/17", "1/5/1917"),
        ("", None), ("soon", None),
    ],
)
def test_dates_of_birth_are_read_day_first(text: str, said: str | None) -> None:
    assert birth_reply(text, TODAY) == said


@pytest.mark.parametrize("text, age", [("22/11/1992", 34), ("23/11/1992", 33), ("1992-11-22", 34)])
def test_a_date_of_birth_is_an_age_today(knowledge: Knowledge, text: str, age: int) -> None:
    assert cells(knowledge, "age").read(text) == Said(age)
    assert cells(knowledge, "age", form=1).read(text) == Said(age)


def test_an_age_of_2008_is_counted_from_then(knowledge: Knowledge) -> None:
    assert cells(knowledge, "age-then").read("16/12/1988") == Said(20)


@pytest.mark.parametrize("text", ["34", "01/01/2050", "01/01/1850", "never"])
def test_an_impossible_date_of_birth_is_told(knowledge: Knowledge, text: str) -> None:
    assert cells(knowledge, "age").read(text).problem is not None


@pytest.mark.parametrize(
    "form, cell, other, pay",
    [
        (0, "24000", "", 24000), (0, "£24,000.00", "", 24000), (0, "24k", "", 24000), (0, "2000 a month", "", 24000), (0, "unemployed", "", "not-working"),
        (1, "13.00", "37", 25012), (1, "£13", "37 hours", 25012), (2, "2000", "", 24000), (2, "£2,000", "", 24000), (3, "450", "", 23400),
    ],
)
def test_pay_is_read_by_the_year_hour_month_and_week(knowledge: Knowledge, form: int, cell: str, other: str, pay: Any) -> None:
    assert cells(knowledge, "pay", form).read(cell, other) == Said(pay)


def test_a_rate_without_hours_is_not_known(knowledge: Knowledge) -> None:
    assert cells(knowledge, "pay", 1).read("13.00", "").blank


@pytest.mark.parametrize("text", ["12.50", "5000000", "lots", "24.000,00", "24000 26000"])
def test_pay_that_cannot_be_is_told(knowledge: Knowledge, text: str) -> None:
    assert cells(knowledge, "pay").read(text).problem is not None


@pytest.mark.parametrize("text", ["S60 2AB", "s602ab", "S60", "Rotherham", " Rotherham "])
def test_a_postcode_is_cut_to_its_first_half(knowledge: Knowledge, text: str) -> None:
    column = cells(knowledge, "place")
    assert column.read(text) == Said("devolved", "rotherham")


def test_houses_in_one_street_are_one_cell_to_remember(knowledge: Knowledge) -> None:
    column = cells(knowledge, "place")
    for number in range(1, 10):
        column.read(f"S60 {number}AB")
    assert column._remembered.cache_info().currsize == 1


def test_what_may_lie_in_two_areas_is_vague_and_no_fault(knowledge: Knowledge) -> None:
    assert cells(knowledge, "place").read("England").vague


def test_a_cell_that_is_too_long_is_not_looked_at(knowledge: Knowledge) -> None:
    column = cells(knowledge, "goal")
    assert column.read("maths " * LONGEST).problem == "not_understood"
    assert column._remembered.cache_info().currsize == 0


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60), circumstance=st.sampled_from(["goal", "age", "place", "pay", "level", "holds-maths", "employer-size"]))
def test_no_text_makes_a_cell_fall_over(knowledge: Knowledge, words: Workforce, text: str, circumstance: str) -> None:
    column = words.column_for(circumstance)
    for form in column.forms if column else []:
        said = Cells(knowledge, circumstance, form, TODAY).read(text, text)
        assert said.problem is None or said.fact is None


def test_a_wording_with_braces_in_the_cell_is_only_text(knowledge: Knowledge) -> None:
    form = Form.parse_obj({"aliases": ["x"], "as": "{cell} a month"})
    assert Cells(knowledge, "pay", form, date(2026, 1, 1)).read("{other} {0}").problem == "not_understood"
