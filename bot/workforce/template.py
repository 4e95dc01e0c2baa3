"""An empty file to fill in: the headings of the columns that rules turn on, two example rows, and what may be answered."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Column, Workforce
from bot.workforce.columns import heading_of
from bot.workforce.sheets import CsvSheet

WIDTH, WIDE = 22, 48


def rows(words: Workforce, wanted: Sequence[str]) -> list[list[str]]:
    """The headings and two examples: staff number, department, then a column for each circumstance."""
    columns: list[Column] = [words.reference, words.department]
    columns += [column for name in wanted if (column := words.column_for(name))]
    return [[each.heading for each in columns], *([each.examples[at] for each in columns] for at in range(2))]


def answers(k: Knowledge, words: Workforce, wanted: Sequence[str]) -> Iterator[list[str]]:
    """For each column what is asked, which answers are understood, and why it matters."""
    yield list(words.phrase("template.headings"))
    kept = words.say("template.kept")
    yield from ([column.heading, kept, "", ""] for column in (words.reference, words.department))
    for name in wanted:
        question = k.questions[name]
        titles = [choice.title for choice in question.choices]
        number = [words.say("template.number", example=question.example)] if question.range else []
        place = [question.example] if question.kind == "place" and question.example else []
        for at, answer in enumerate([*number, *place, *titles]):
            first = at == 0
            yield [heading_of(words, name) if first else "", question.ask if first else "", answer, question.why if first else ""]
    yield ["", words.say("template.blank"), "", ""]


def print_csv(words: Workforce, stream: TextIO, wanted: Sequence[str]) -> None:
    """The template on the screen."""
    csv.writer(stream, lineterminator="\n").writerows(rows(words, wanted))


def write_csv(words: Workforce, path: Path, wanted: Sequence[str]) -> None:
    """The template as a text file."""
    sheet = CsvSheet(path)
    for row in rows(words, wanted):
        sheet.write(row)
    sheet.close()


def write_xlsx(k: Knowledge, words: Workforce, path: Path, wanted: Sequence[str]) -> None:
    """The template as an Excel file, with the answers on a second sheet."""
    book = Workbook()
    staff = book.active
    staff.title = words.say("template.sheet")
    _fill(staff, rows(words, wanted), [WIDTH] * (len(wanted) + 2))
    _fill(book.create_sheet(words.say("template.answers_sheet")), answers(k, words, wanted), [WIDTH, WIDE, WIDE, WIDE])
    book.save(path)


def _fill(sheet: Worksheet, lines: Sequence[list[str]] | Iterator[list[str]], widths: Sequence[int]) -> None:
    """Write rows as texts, the first of them as headings that stay in view."""
    for number, line in enumerate(lines, 1):
        for at, text in enumerate(line, 1):
            cell = sheet.cell(number, at, text)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = width
    sheet.freeze_panes = "A2"
