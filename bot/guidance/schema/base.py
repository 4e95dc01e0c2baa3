"""What every piece of knowledge has in common: strict fields, sources, how and when it was read."""

from __future__ import annotations

from typing import Any, Literal, Optional

from pydantic import BaseModel, Extra, root_validator

from bot.guidance.dates import PartialDate, Period


class Record(BaseModel):
    """A mapping in a knowledge file: unknown fields are refused, nothing changes after loading."""

    class Config:
        extra = Extra.forbid
        frozen = True
        arbitrary_types_allowed = True
        anystr_strip_whitespace = True
        min_anystr_length = 1


class Reading(Record):
    """How a fact was read: in the document itself, in a dated copy, or through somebody's note of it."""

    how: Literal["direct", "copy", "secondary"]
    on: Optional[PartialDate] = None
    via: Optional[str] = None


class Citation(Record):
    """A source and the place in it where the claim stands."""

    id: str
    at: str


class Valid(Record):
    """The time in which a statement held; without `to` it still holds."""

    from_: Optional[PartialDate] = None
    to: Optional[PartialDate] = None

    class Config(Record.Config):
        fields = {"from_": "from"}

    @root_validator(skip_on_failure=True)
    def _in_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["from_"] and values["to"] and values["from_"].first > values["to"].last:
            raise ValueError("dates the wrong way round: `from` is later than `to`")
        return values

    def period(self) -> Period:
        """The same time as a period of days."""
        return Period(self.from_.first if self.from_ else None, self.to.last if self.to else None)


class Dated(Record):
    """A statement with the day it speaks of, the time it held, how it was read and when to look again."""

    as_at: PartialDate
    valid: Valid
    read: Reading = Reading(how="direct")
    seen_for: Optional[str] = None
    review_by: Optional[PartialDate] = None
    caution: Optional[str] = None

    @root_validator(skip_on_failure=True)
    def _reviewed_while_it_holds(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["valid"].to is None and values["review_by"] is None:
            raise ValueError("a statement that still holds (no valid.to) needs review_by")
        return values

    def period(self) -> Period:
        """The days on which the statement held; where its beginning is not known, from the day it speaks of."""
        days = self.valid.period()
        return Period(days.first or self.as_at.first, days.last)
