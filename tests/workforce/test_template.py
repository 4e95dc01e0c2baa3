"""The empty file to fill in, and that it is understood when it comes back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.guidance.knowledge import Knowledge

from .conftest import KNOWLEDGE, Check

SETS = sorted(path.stem for path in (KNOWLEDGE / "eligibility").glob("*.yml"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("rule_set", SETS)
def test_the_examples_of_a_template_get_a_verdict(check: Check, knowledge: Knowledge, rule_set: str, kind: str) -> None:
    name = f"template.{kind}"
    assert check(None, "--template", name, rules=rule_set).code == 0
    done = check(None, name=name, rules=rule_set)
    assert done.code == 0, done.err + done.out
    rows = done.rows()
    open_title = knowledge.rule_sets[rule_set].outcomes[knowledge.rule_sets[rule_set].open_outcome].title
    assert [row["Staff number"] for row in rows] == ["1001", "1002"]
    assert all(row["Outcome"] != open_title and not row["Still to find out"] for row in rows)
    assert "Not known for anybody" not in done.out and "Not read" not in done.out


def test_a_template_for_every_set_of_today_has_each_column_once(check: Check) -> None:
    assert check(None, "--template", "template.csv", "--all").code == 0
    with Path("template.csv").open(encoding="utf-8-sig", newline="") as file:
        headings = next(csv.reader(file))
    assert len(headings) == len(set(headings))
    assert check(None, "--all", name="template.csv").code == 0


def test_an_excel_template_says_on_a_second_sheet_what_may_be_answered(check: Check, knowledge: Knowledge) -> None:
    check(None, "--template", "template.xlsx")
    book = load_workbook("template.xlsx")
    assert book.sheetnames == ["Staff", "Answers"]
    cells = {cell for row in book["Answers"].iter_rows(values_only=True) for cell in row}
    assert {choice.title for choice in knowledge.questions["goal"].choices} <= cells
    assert knowledge.questions["goal"].why in cells


def test_a_template_without_a_name_goes_to_the_screen(check: Check) -> None:
    done = check(None, "--template")
    assert done.code == 0 and done.out.splitlines()[0].startswith("Staff number,Department,Course wanted,Age")
    assert not done.names()


def test_a_template_is_not_written_over(check: Check) -> None:
    assert check(None, "--template", "template.csv").code == 0
    again = check(None, "--template", "template.csv")
    assert again.code == 1 and "--force" in again.err
