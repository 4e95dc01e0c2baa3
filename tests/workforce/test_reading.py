"""Text files in every usual encoding and separator, one row at a time."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance.schema.workforce import Workforce
from bot.workforce.csv_rows import csv_table
from bot.workforce.decoding import decoding_of
from bot.workforce.rows import Broken, Row

TEXT = "Name;Alter;Town\nZoë £;34;Norwich\nŁukasz;22;Leeds\n"


def cells(words: Workforce, path: Path) -> list[list[str]]:
    return [row.cells for row in csv_table(words, path).rows if isinstance(row, Row)]


@pytest.mark.parametrize(
    "encoding, name",
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_every_usual_encoding_is_read(words: Workforce, tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / "staff.csv"
    text = TEXT.replace("Ł", "L") if encoding == "cp1252" else TEXT
    path.write_bytes(text.encode(encoding))
    assert decoding_of(path).name == name
    assert cells(words, path)[0] == ["Zoë £", "34", "Norwich"]


def test_a_mark_of_utf_16_big_end_first_is_known(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"))
    assert cells(words, path)[1] == ["Łukasz", "22", "Leeds"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_and_end_of_line_is_read(words: Workforce, tmp_path: Path, separator: str, end: str) -> None:
    lines = [separator.join(["Age", "Pay", "Town"]), separator.join(["34", '"24,000; gross|x"', "Norwich"])]
    path = tmp_path / "staff.csv"
    path.write_bytes((end.join(lines) + end).encode())
    assert cells(words, path) == [["34", "24,000; gross|x", "Norwich"]]


def test_the_line_that_names_the_separator_is_believed(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("sep=;\nAge;Town, and more;Pay, a year, gross\n34;a;b\n")
    table = csv_table(words, path)
    assert table.headings == ["Age", "Town, and more", "Pay, a year, gross"]
    assert [row.line for row in table.rows] == [3]


def test_amounts_with_commas_do_not_decide_the_separator(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Age;Pay\n" + "34;24,000\n" * 5)
    assert csv_table(words, path).headings == ["Age", "Pay"]


def test_lines_are_counted_as_an_editor_counts_them(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text('\nAge,Note\n34,"two\nlines"\n\n35,x\n,\n36,y\n')
    assert [(row.line, row.cells[0]) for row in csv_table(words, path).rows if isinstance(row, Row)] == [
        (3, "34"), (6, "35"), (8, "36"),
    ]


def test_a_mark_that_is_never_closed_costs_one_line(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text('Age,Note\n34,"open\n' + "35,x\n" * 40_000 + '36,"closed"\n')
    rows = list(csv_table(words, path).rows)
    assert isinstance(rows[0], Broken) and rows[0].line == 2
    assert sum(isinstance(row, Row) for row in rows) == 40_001


def test_a_surplus_of_empty_fields_is_no_fault(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Age,Town,,\n34,Norwich,,,\n35,Leeds\n")
    table = csv_table(words, path)
    assert table.headings == ["Age", "Town"]
    assert all(isinstance(row, Row) for row in table.rows)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffd\ufeff\u2028\u2029\x85")), min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_is_written_as_csv_is_read_back(words: Workforce, tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("any") / "staff.csv"
    out = io.StringIO()
    csv.writer(out).writerows([["Age", "Town", "Pay"], *rows])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    assert cells(words, path) == [row for row in rows if any(cell.strip() for cell in row)]


@settings(max_examples=100, deadline=None)
@given(junk=st.binary(max_size=300))
def test_no_file_whatever_makes_it_fall_over(words: Workforce, tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    path = tmp_path_factory.mktemp("junk") / "staff.csv"
    path.write_bytes(b"Age,Town\n" + junk)
    for row in csv_table(words, path).rows:
        assert isinstance(row, Broken) or len(row.cells) == 2
