"""Shows how far a long check is: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from tqdm import tqdm

from bot.guidance.schema.workforce import Workforce

Item = TypeVar("Item")
SECONDS_A_LINE, ROWS_A_LOOK = 10.0, 1000


def shown(words: Workforce, rows: Iterable[Item], expected: int | None, stream: TextIO | None = None) -> Iterator[Item]:
    """The rows, while the number done and the rows a second are shown on the stream (default: standard error)."""
    stream = stream or sys.stderr
    if stream.isatty():
        bar = tqdm(
            rows, total=expected, desc=words.say("progress.title"), unit=f" {words.say('progress.unit')}",
            file=stream, leave=False, mininterval=0.2, dynamic_ncols=True,
        )
        with bar:
            yield from bar
        return
    begun = told = time.monotonic()
    for number, row in enumerate(rows, 1):
        yield row
        if number % ROWS_A_LOOK == 0 and time.monotonic() - told >= SECONDS_A_LINE:
            told = time.monotonic()
            rate = number / (told - begun)
            print(words.say("progress.line", rows=f"{number:,}", rate=f"{rate:,.0f}"), file=stream, flush=True)
