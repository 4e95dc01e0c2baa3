"""A table as it is read: headings, then rows one at a time, each with its line or with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Union


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, counted from 1, and a text for each heading."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Broken:
    """A row that could not be told apart from the others: why, as a key of `bad` with its values."""

    line: int
    why: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The headings of a file, its rows, about how many there are (None: not known), and how it was read, in words."""

    path: Path
    headings: list[str]
    rows: Iterator[Union[Row, Broken]]
    expected: int | None
    told: list[str]


def fitted(line: int, cells: list[str], width: int) -> Row | Broken:
    """The row with as many cells as there are headings; a surplus of empty ones is dropped."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) == width:
        return Row(line, cells)
    return Broken(line, "too_many" if len(cells) > width else "too_few", {"found": len(cells), "wanted": width})


def trimmed(headings: list[str]) -> list[str]:
    """The headings without the empty ones at the end."""
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    return headings
