"""Where facts come from: documents and pages, and the dated figures read in them."""

from __future__ import annotations

from typing import Optional

from pydantic import Field, validator

from bot.guidance.dates import PartialDate
from bot.guidance.schema.base import Citation, Reading, Record, Valid


class Source(Record):
    """A document or page that the assistant cites."""

    title: str
    publisher: str
    # Written even where there is none ("date: null"): a source without a date is said to have none.
    date: Optional[PartialDate] = Field(...)
    url: Optional[str] = None
    read: Reading
    document: Optional[str] = None
    note: Optional[str] = None

    @validator("url")
    def _official_address(cls, url: Optional[str]) -> Optional[str]:
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError("an address starts with https:// or http://")
        return url


class FigureValue(Record):
    """An amount in the time in which it held."""

    valid: Valid
    value: float
    source: Citation
    read: Reading = Reading(how="direct")
    review_by: Optional[PartialDate] = None
    note: Optional[str] = None


class Figure(Record):
    """A dated amount or threshold that texts and rules refer to."""

    label: str
    unit: str
    values: list[FigureValue] = Field(min_items=1)
