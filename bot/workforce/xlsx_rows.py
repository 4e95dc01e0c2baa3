"""Reads an Excel file: the first sheet that is shown, one row in memory at a time, each cell as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bot.guidance.schema.workforce import Workforce
from bot.workforce.refusals import CannotDo
from bot.workforce.rows import Broken, Row, Table, fitted, trimmed


def xlsx_table(words: Workforce, path: Path) -> Table:
    """The table in an Excel file; CannotDo where it cannot be opened or has no headings."""
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = (shown or book.worksheets)[0]
        # What the file says of its own size is often wrong, and only serves to tell how far we are.
        expected = sheet.max_row
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
        headings: list[str] = next((texts for _, texts in _texts(rows) if any(map(str.strip, texts))), [])
    except OSError:
        raise
    except Exception as error:  # whatever a damaged or locked file makes the library raise
        raise CannotDo(words.say("refused.not_excel", name=path.name)) from error
    if not trimmed(headings):
        raise CannotDo(words.say("refused.empty", name=path.name))
    told = [words.say("screen.read_xlsx", name=path.name, sheet=sheet.title)]
    told += [words.say("screen.other_sheets")] if len(book.worksheets) > 1 else []
    headings = trimmed(headings)
    return Table(path, headings, _whole(words, path, _rows(rows, len(headings))), expected, told)


def _whole(words: Workforce, path: Path, rows: Iterator[Row | Broken]) -> Iterator[Row | Broken]:
    """The rows; CannotDo where the file turns out to be damaged further down."""
    try:
        yield from rows
    except (OSError, CannotDo):
        raise
    except Exception as error:
        raise CannotDo(words.say("refused.not_excel", name=path.name)) from error


def _rows(rows: Iterator[tuple[int, tuple[Any, ...]]], width: int) -> Iterator[Row | Broken]:
    for number, texts in _texts(rows):
        if any(text.strip() for text in texts):
            # A sheet has no ends of rows: cells that were never filled in are simply not there.
            yield fitted(number, texts + [""] * (width - len(texts)), width)


def _texts(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> Iterator[tuple[int, list[str]]]:
    for number, values in rows:
        yield number, [_text(value) for value in values]


def _text(value: Any) -> str:
    """A cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    return str(value)
