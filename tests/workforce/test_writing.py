"""What is written: nothing that a spreadsheet would carry out, and whole files or none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.guidance.schema.workforce import Workforce
from bot.workforce import sheets
from bot.workforce.outputs import Outputs
from bot.workforce.refusals import CannotDo
from bot.workforce.sheets import CsvSheet, XlsxSheet, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠A", "=cmd|' /C calc'!A0", "\u00a0=1"]
)
def test_formulas_are_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "34", "Stores", "a=b", "A-1", "£24,000", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_a_text_file_holds_them_so(tmp_path: Path) -> None:
    path = tmp_path / "result.csv"
    sheet = CsvSheet(path)
    sheet.write(["=1", 'quoted "x", and more'])
    sheet.close()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["'=1", 'quoted "x", and more']]


def test_an_excel_file_holds_them_as_texts(words: Workforce, tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"
    sheet = XlsxSheet(words, path)
    sheet.write(["=1+1", "a\x00b", "2"])
    sheet.close()
    [row] = load_workbook(path).active.iter_rows()
    assert [cell.value for cell in row] == ["=1+1", "ab", "2"]
    assert all(cell.data_type == "s" for cell in row)


def test_a_sheet_that_is_full_says_so(words: Workforce, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    sheet = XlsxSheet(words, tmp_path / "result.xlsx")
    sheet.write(["a"])
    sheet.write(["b"])
    with pytest.raises(CannotDo, match=".csv"):
        sheet.write(["c"])
    sheet.abandon()


def test_files_appear_at_the_end_or_not_at_all(words: Workforce, tmp_path: Path) -> None:
    final = tmp_path / "result.csv"
    with pytest.raises(RuntimeError), Outputs(words, force=False) as outputs:
        outputs.begin(final).write_text("half")
        assert not final.exists()
        raise RuntimeError
    assert not list(tmp_path.iterdir())
    with Outputs(words, force=False) as outputs:
        outputs.begin(final).write_text("whole")
        outputs.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["result.csv"] and final.read_text() == "whole"
