"""Words that show a person in danger, by kind, and the harmless phrases that look like them."""

from __future__ import annotations

from pydantic import Field

from bot.guidance.schema.base import Record


class Crisis(Record):
    """The patterns of each kind of danger, most urgent first; every kind has its words in phrases.yml under `care`."""

    harmless: list[str] = Field(min_items=1)
    self_harm: list[str] = Field(min_items=1)
    self_harm_other: list[str] = Field(min_items=1)
    exploitation: list[str] = Field(min_items=1)
    exploitation_other: list[str] = Field(min_items=1)
    danger: list[str] = Field(min_items=1)
