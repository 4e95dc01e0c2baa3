"""Whether the clock of this machine can be right: what closed and what exists now is said by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.guidance.dates import PartialDate
from bot.guidance.documents import read_document
from bot.guidance.knowledge import Knowledge

# No machine that runs this was ever in an earlier year.
MADE_IN = 2026
# Somebody east of here reads a page on a day that has not begun here.
SLACK = timedelta(days=1)


def clock_problems(folder: Path, knowledge: Knowledge, today: date) -> Iterator[str]:
    """A line where the clock is before this was made, else for each source that was read on a day that lies ahead."""
    if today.year < MADE_IN:
        yield (
            f"The clock of this machine says {today.isoformat()}, before this assistant was made: answers would say that"
            " what closed is still open; put the clock right and try again"
        )
        return
    ahead = [(name, source.read.on) for name, source in knowledge.sources.items() if _is_ahead(source.read.on, today)]
    document = read_document(folder / "sources.yml", f"{folder.name}/sources.yml") if ahead else None
    for name, on in ahead:
        assert document and on
        yield str(document.problem(
            (name, "read", "on"),
            f"{on.text} lies ahead: the clock of this machine says {today.isoformat()}; put the clock right, or this date",
        ))


def _is_ahead(on: PartialDate | None, today: date) -> bool:
    return on is not None and on.first > today + SLACK
