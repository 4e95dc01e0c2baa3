"""Writes rows as .csv or .xlsx, one at a time, with nothing in them that a spreadsheet would carry out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bot.guidance.schema.workforce import Workforce
from bot.workforce.refusals import CannotDo

KINDS = (".csv", ".xlsx")
# The rows of an Excel sheet, the headings among them.
MOST_ROWS = 1_048_576
# What makes a cell a formula: these, and the same in full width.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BREAKS = ("\t", "\r", "\n")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before it where it would."""
    return f"'{text}" if text.startswith(_BREAKS) or text.lstrip().startswith(_STARTS) else text


class Sheet(Protocol):
    """A file of rows being written."""

    def write(self, cells: Sequence[str]) -> None:
        """Add a row."""

    def close(self) -> None:
        """Finish the file; without it the file is of no use."""

    def abandon(self) -> None:
        """Let go of the file, finished or not."""


class CsvSheet:
    """A text file of rows, in UTF-8 with the mark by which Excel knows it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, cells: Sequence[str]) -> None:
        """Add a row, its formulas made harmless."""
        self._writer.writerow([harmless(cell) for cell in cells])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file."""
        self._file.close()


class XlsxSheet:
    """An Excel file of one sheet; every cell is a text, whatever it begins with."""

    def __init__(self, words: Workforce, path: Path) -> None:
        self._words, self._path = words, path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        self._sheet.freeze_panes = "A2"
        self._rows = 0

    def write(self, cells: Sequence[str]) -> None:
        """Add a row; CannotDo where the sheet is full."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise CannotDo(self._words.say("refused.sheet_full", most=f"{MOST_ROWS:,}"))
        self._sheet.append([text_cell(self._sheet, cell) for cell in cells])

    def close(self) -> None:
        """Finish the file."""
        self._book.save(self._path)

    def abandon(self) -> None:
        """Let go of the file that the rows wait in."""
        # Cut short anywhere, even inside the library, it may refuse; that must not hide what cut it short.
        with suppress(Exception):
            if not self._sheet.closed:
                self._sheet.append([])  # the library can end a sheet only once it has begun
                self._sheet.close()


def text_cell(sheet: object, text: str) -> WriteOnlyCell:
    """A cell that holds a text and is never a formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def sheet_for(words: Workforce, path: Path, kind: str) -> Sheet:
    """The sheet to write, by the ending that the file will have."""
    return XlsxSheet(words, path) if kind == ".xlsx" else CsvSheet(path)
