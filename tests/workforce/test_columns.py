"""Which heading is taken for what."""

from __future__ import annotations

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce.columns import Columns, columns_of, heading_of, names_for
from bot.workforce.names import key_of
from bot.workforce.refusals import CannotDo

WANTED = ["goal", "age", "place", "residence", "pay", "holds-maths", "holds-english", "level"]


def read(words: Workforce, *headings: str, **chosen: str) -> Columns:
    return columns_of(words, list(headings), WANTED, [], chosen)


@pytest.mark.parametrize(
    "heading, circumstance",
    [
        ("Age", "age"), ("AGE (years)", "age"), ("Employee age", "age"), ("Date of birth", "age"), ("DOB", "age"), ("D.O.B.", "age"),
        ("date_of_birth", "age"), ("DateOfBirth", "age"), ("Date of Brith", "age"), ("Date of birth (dd/mm/yyyy)", "age"),
        ("Salary", "pay"), ("Annual pay", "pay"), ("Salery", "pay"), ("Anual salary", "pay"), ("Salary (£)", "pay"), ("Current salary", "pay"),
        ("Monthly salary", "pay"), ("Salary (monthly)", "pay"), ("Home postcode", "place"), ("Post Code", "place"), ("Town", "place"),
        ("Where they live", "place"), ("Where do they live?", "place"), ("Highest qualification", "level"), ("Highest qualifcation", "level"),
        ("Maths GCSE", "holds-maths"), ("GCSE Maths", "holds-maths"), ("Maths GCSE (Y/N)", "holds-maths"), ("Course wanted", "goal"),
        ("COURSE-WANTED", "goal"), ("goal", "goal"), ("UK residence", "residence"),
    ],
)
def test_headings_are_taken_kindly(words: Workforce, heading: str, circumstance: str) -> None:
    assert list(read(words, heading).ways) == [circumstance]


@pytest.mark.parametrize(
    "heading",
    ["Name", "Surname", "Wage band", "Stage", "Page", "Manager", "NI number", "Email", "Telephone", "Home phone", "Gender", "Work postcode",
     "FTE salary", "Start date", "Notes", "Country", "", "Salary (per 4 weeks)", "Salary band", "Age band", "Maths teacher"],
)
def test_other_headings_are_left_alone(words: Workforce, heading: str) -> None:
    assert not read(words, heading).ways


def test_hours_and_rate_are_read_together_and_a_rate_alone_is_not(words: Workforce) -> None:
    both = read(words, "Hourly rate", "Hours")
    assert [(way.at, way.other) for way in both.ways["pay"]] == [(0, 1)]
    alone = read(words, "Age", "Hourly rate")
    assert "pay" not in alone.ways and "beside it" in (alone.left_out[1] or "")


def test_the_more_exact_column_comes_first_and_the_other_fills_its_gaps(words: Workforce) -> None:
    columns = read(words, "Age", "Date of birth", "Town", "Postcode")
    assert [way.at for way in columns.ways["age"]] == [1, 0]
    assert [way.at for way in columns.ways["place"]] == [3, 2]


@pytest.mark.parametrize("headings", [("Salary", "Annual pay"), ("Age", "Age"), ("DOB", "Date of brith"), ("Department", "Dept"), ("Staff no", "Payroll number")])
def test_two_columns_for_the_same_are_refused_by_name(words: Workforce, headings: tuple[str, str]) -> None:
    with pytest.raises(CannotDo, match=f'"{headings[0]}" and "{headings[1]}"'):
        read(words, *headings)


def test_a_chosen_column_settles_it(words: Workforce) -> None:
    columns = read(words, "Salary", "Annual pay", **{"Annual pay": "Salary"})
    assert [way.at for way in columns.ways["pay"]] == [0] and 1 in columns.left_out


def test_reference_and_department_are_kept_and_all_else_dropped(words: Workforce) -> None:
    columns = read(words, "Payroll No.", "Surname", "Department", "Team", "Age")
    assert (columns.reference, columns.department) == (0, 2)
    assert set(columns.left_out) == {1, 3} and "Department" in (columns.left_out[3] or "")


def test_useful_looking_columns_that_are_not_read_say_why(words: Workforce) -> None:
    columns = read(words, "Age", "FTE salary", "Work location")
    assert "full-time hours" in (columns.left_out[1] or "") and "where people live" in (columns.left_out[2] or "")


def test_everything_that_rules_turn_on_has_one_column(knowledge: Knowledge, words: Workforce) -> None:
    described = [column.circumstance for column in words.columns]
    assert len(described) == len(set(described))
    tested = {c.test.circumstance for each in knowledge.rule_sets.values() for c in each.criteria.values()}
    assert tested == set(described), "describe a new circumstance in knowledge/workforce.yml"


def groups_of_sets(knowledge: Knowledge) -> list[tuple[str, list[str]]]:
    asked = {name: {c.test.circumstance for c in each.criteria.values()} for name, each in knowledge.rule_sets.items()}
    return [(name, [q for q in knowledge.questions if q in wanted]) for name, wanted in asked.items()]


def test_within_a_set_of_rules_no_heading_stands_for_two_things(knowledge: Knowledge, words: Workforce) -> None:
    for name, wanted in groups_of_sets(knowledge):
        owners: dict[str, str] = {}
        columns = [words.reference, words.department, *(words.column_for(each) for each in wanted)]
        for column in columns:
            assert column is not None
            aliases = {key_of(alias) for form in column.forms for alias in (*form.aliases, *form.with_)}
            for alias in aliases:
                owner = owners.setdefault(alias, column.heading)
                assert owner == column.heading, f"{name}: {alias!r} is both {owner} and {column.heading}"


def test_the_heading_and_the_id_of_every_column_are_understood(knowledge: Knowledge, words: Workforce) -> None:
    for _, wanted in groups_of_sets(knowledge):
        names = names_for(words, wanted)
        for each in wanted:
            for text in (each, heading_of(words, each)):
                found = names.find(text)
                assert found is not None and found.column == each, text
