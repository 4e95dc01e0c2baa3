"""Reads a text file of rows: any usual encoding and separator, one row in memory at a time."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.guidance.schema.workforce import Workforce
from bot.workforce.decoding import decoding_of
from bot.workforce.refusals import CannotDo
from bot.workforce.rows import Broken, Row, Table, fitted, trimmed

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_LINES = 20
# The longest field: one quotation mark that is never closed may swallow no more than this.
LONGEST_FIELD, LONGEST_LINE = 1 << 16, 1 << 18
_SAID = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def csv_table(words: Workforce, path: Path) -> Table:
    """The table in a text file; CannotDo where it has no headings."""
    csv.field_size_limit(LONGEST_FIELD)
    decoding = decoding_of(path)
    lines = _Lines(path, decoding.encoding)
    said = _SAID.fullmatch(lines.peek(1)[0]) if lines.peek(1) else None
    if said:
        next(lines)
    while (first := lines.peek(1)) and not first[0].strip(" \t\r\n,;|"):
        next(lines)
    if not first:
        raise CannotDo(words.say("refused.empty", name=path.name))
    separator = said.group(1) if said else _separator(lines.peek(SAMPLE_LINES))
    headings = _headings(words, lines, separator)
    told = words.say(
        "screen.read_csv",
        name=path.name,
        encoding=decoding.name,
        separator=words.phrase("screen.separators").get(separator, separator),
    )
    return Table(path, headings, _rows(lines, separator, len(headings)), decoding.lines - lines.number, [told])


class _Lines:
    """The lines of a file, which may be looked at ahead and handed back."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._file = io.TextIOWrapper(path.open("rb"), encoding, errors="replace", newline="")
        self._ahead: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        return line

    def peek(self, count: int) -> list[str]:
        """The next lines, which stay where they are."""
        while len(self._ahead) < count and (line := self._file.readline(LONGEST_LINE)):
            self._ahead.append(line)
        return list(islice(self._ahead, count))

    def hand_back(self, lines: list[str]) -> None:
        """Put lines back that were taken last."""
        self._ahead.extendleft(reversed(lines))
        self.number -= len(lines)


def _headings(words: Workforce, lines: _Lines, separator: str) -> list[str]:
    try:
        return trimmed(next(csv.reader(lines, delimiter=separator, strict=True)))
    except csv.Error as error:
        raise CannotDo(words.say("refused.bad_headings")) from error


def _rows(lines: _Lines, separator: str, width: int) -> Iterator[Row | Broken]:
    """Each row; where an open quotation mark runs rows together, only the line that it stands on is lost."""
    while True:
        lines.taken.clear()
        begun = lines.number + 1
        try:
            # Strict, because otherwise a mark that is never closed could swallow the next person unseen.
            cells = next(csv.reader(lines, delimiter=separator, strict=True), None)
        except csv.Error:
            lines.hand_back(lines.taken[1:])
            yield Broken(begun, "quote")
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        row = fitted(begun, cells, width)
        if isinstance(row, Broken) and len(lines.taken) > 1:
            lines.hand_back(lines.taken[1:])
            row = Broken(begun, "quote")
        yield row


def _separator(sample: list[str]) -> str:
    """The separator that cuts the headings into most fields and the lines below into as many."""

    def fit(separator: str) -> tuple[bool, float, int]:
        try:
            rows = [row for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            return False, 0, 0
        width = len(rows[0])
        return width > 1, sum(len(row) == width for row in rows) / len(rows), width

    return max(SEPARATORS, key=fit)
