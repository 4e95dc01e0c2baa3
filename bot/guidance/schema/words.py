"""Terms in plain words."""

from __future__ import annotations

from typing import Optional

from bot.guidance.dates import PartialDate
from bot.guidance.schema.base import Citation, Record


class Term(Record):
    """A term or abbreviation and what it means, in one plain sentence."""

    term: str
    aliases: list[str] = []
    meaning: str
    source: Citation
    as_at: Optional[PartialDate] = None
    topic: Optional[str] = None
    # A scheme, award or body by name: a question about it is not one about what was talked of before.
    scheme: bool = False
