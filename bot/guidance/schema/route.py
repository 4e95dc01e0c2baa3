"""Routes: where a person is sent for a need, and how to reach it."""

from __future__ import annotations

from typing import Any, Literal, Optional

from pydantic import Field, root_validator

from bot.guidance.dates import PartialDate
from bot.guidance.schema.base import Citation, Dated, Record
from bot.guidance.schema.topic import Role

# The year from which a contact must have been read to be shown as a number or link.
CONTACTS_SINCE = 2025


class Channel(Record):
    """One way to reach a route: `value` is a number or an address, `text` says it in words."""

    kind: Literal["web", "phone", "visit", "words"]
    text: Optional[str] = None
    value: Optional[str] = None
    hours: Optional[str] = None
    confirmed: bool = False

    @root_validator(skip_on_failure=True)
    def _reachable(cls, values: dict[str, Any]) -> dict[str, Any]:
        kind, value = values["kind"], values["value"]
        if kind in ("web", "phone") and not (value and values["confirmed"]):
            raise ValueError(f"a {kind} channel needs a value that has been confirmed; otherwise write words")
        if kind in ("visit", "words") and (value or not values["text"]):
            raise ValueError(f"a {kind} channel is text, without a number or link")
        if kind == "web" and not value.startswith("https://"):
            raise ValueError("a web address starts with https://")
        return values

    @property
    def href(self) -> str | None:
        """The link that opens this channel, None for words."""
        if self.kind == "web":
            return self.value
        return f"tel:{self.value.replace(' ', '')}" if self.kind == "phone" and self.value else None


class Route(Dated):
    """A door: whom it serves, for which needs, where, when, and what to expect there."""

    name: str
    aliases: list[str] = []
    kind: Literal["service", "partnership"] = "service"
    serves: list[Role] = Field(min_items=1)
    needs: list[str] = []
    nearest_for: list[str] = []
    areas: list[str] = Field(min_items=1)
    basis: Optional[Literal["source", "name", "geography"]] = None
    channels: list[Channel] = Field(min_items=1)
    expect: Optional[str] = None
    have_ready: list[str] = []
    cost: Optional[str] = None
    note: Optional[str] = None
    source: Citation
    verified_on: Optional[PartialDate] = None

    @root_validator(skip_on_failure=True)
    def _usable(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values["needs"] and not values["nearest_for"]:
            raise ValueError("a route answers a need: fill needs or nearest_for")
        read = values["read"].on or values["as_at"]
        if read.last.year < CONTACTS_SINCE and any(channel.value for channel in values["channels"]):
            raise ValueError(f"a contact not read since {CONTACTS_SINCE} is words without number or link")
        return values

    def is_partnership(self) -> bool:
        """Whether this is one of the IAG Partnerships of the past."""
        return self.kind == "partnership"
