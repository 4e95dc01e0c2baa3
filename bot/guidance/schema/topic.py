"""A topic: one scheme, body, right or idea, and what is known of it, facet by facet."""

from __future__ import annotations

from typing import Any, Literal, Optional

from pydantic import Field, root_validator, validator

from bot.guidance.dates import PartialDate
from bot.guidance.schema.base import Citation, Dated, Record

FACETS = (
    "what", "who_for", "benefits", "how", "cost", "time",
    "certificate", "contact", "links", "example", "status", "figures",
)
Role = Literal["employee", "ulr", "employer"]


class Point(Record):
    """One claim with the place in the source where it stands."""

    text: str
    source: Citation
    # Where it stands in the table of its question: a choice on each axis.
    cell: list[str] = []
    # Of a step: for whom it is, where it is not for everybody.
    step_of: list[Role] = []


class Entry(Dated):
    """What is known about one facet at one time: a short answer first, then points.

    `short_to` is the short answer as it is put to one kind of person, where their steps are others.
    """

    short: str
    plain: Optional[str] = None
    points: list[Point] = []
    sources: list[Citation] = []
    silent: bool = False
    steps: bool = False
    short_to: dict[Role, str] = {}

    @root_validator(skip_on_failure=True)
    def _sourced(cls, values: dict[str, Any]) -> dict[str, Any]:
        # A short answer that only sums up its points stands on their sources.
        values["sources"] = values["sources"] or list(dict.fromkeys(point.source for point in values["points"]))
        if not values["sources"]:
            raise ValueError("a missing source: give `sources`, or points with a source each")
        return values


class LifeDate(Record):
    """A day in the life of a scheme or body, with its source."""

    on: PartialDate
    source: Citation
    note: Optional[str] = None


class Life(Record):
    """When a scheme or body began and ended, or was last seen, and what does its job today."""

    opened: Optional[LifeDate] = None
    closed: Optional[LifeDate] = None
    last_seen: Optional[LifeDate] = None
    replaced_by: list[str] = []

    @root_validator(skip_on_failure=True)
    def _in_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        opened, closed = values["opened"], values["closed"]
        if opened and closed and opened.on.first > closed.on.last:
            raise ValueError("dates the wrong way round: opened after it closed")
        if closed and values["last_seen"]:
            raise ValueError("last_seen is for a scheme whose end no source gives; this one has `closed`")
        return values


class AxisChoice(Record):
    """One row or column of a table, and the words that mean it."""

    id: str
    title: str
    aliases: list[str] = []


class Axis(Record):
    """The rows or the columns of a table, and how we ask which one is wanted."""

    ask: str
    choices: list[AxisChoice] = Field(min_items=2)


class Special(Record):
    """A particular question that no facet answers straight.

    One with a `table` is a look-up: its points say in `cell` where they stand, `table_for` are the other questions of the
    topic that mean it when their words name a row or column; `also_of` are topics of which it may be asked as well, and
    `cues` words that ask for it where a row or column is named. Who lives in one of the places of `lives_in` wants to hear it.
    """

    title: str
    answers: list[Entry] = Field(min_items=1)
    table: list[Axis] = []
    table_for: list[str] = []
    cues: list[str] = []
    also_of: list[str] = []
    lives_in: list[str] = []

    @root_validator(skip_on_failure=True)
    def _cells_are_in_the_table(cls, values: dict[str, Any]) -> dict[str, Any]:
        known = {choice.id for axis in values["table"] for choice in axis.choices}
        used = {value for entry in values["answers"] for point in entry.points for value in point.cell}
        if used - known:
            raise ValueError(f"{', '.join(sorted(used - known))}: the table has no such row or column")
        if known - used:
            raise ValueError(f"{', '.join(sorted(known - used))}: no point stands in this row or column of the table")
        return values


class Topic(Record):
    """Everything known about one thing, then and now."""

    id: str
    name: str
    title: str
    kind: Literal["scheme", "award", "fund", "service", "body", "right", "report", "offer", "idea"]
    audience: list[Role] = Field(min_items=1)
    aliases: list[str] = Field(min_items=1)
    # Names that are everyday words too ("Move On"): names only as written here, or where the words before show it.
    spelt: list[str] = []
    life: Life = Life()
    see_also: list[str] = []
    # What people who talk of it need, when they ask who can help; the topic by whose rules it is paid for; and what it means
    # for a place that they name.
    need: Optional[str] = None
    rules_of: Optional[str] = None
    of_place: Optional[Literal["partnership", "funding"]] = None
    facets: dict[str, list[Entry]]
    specials: dict[str, Special] = {}

    @validator("facets")
    def _known_facets(cls, facets: dict[str, Any]) -> dict[str, Any]:
        for facet, entries in facets.items():
            if not entries:
                raise ValueError(f"{facet} has no entry")
            if facet not in FACETS:
                raise ValueError(f"{facet!r} is not a facet; facets are {', '.join(FACETS)}")
        return facets

    @validator("specials")
    def _special_names(cls, specials: dict[str, Any]) -> dict[str, Any]:
        taken = set(specials) & set(FACETS)
        if taken:
            raise ValueError(f"{', '.join(taken)} is a facet: write it under facets")
        return specials

    @property
    def can_be_had(self) -> bool:
        """Whether people can have it or take part: a scheme, not a body, a report or an idea."""
        return self.kind in ("scheme", "award", "fund", "service", "offer")

    def entries(self, question: str) -> list[Entry]:
        """The entries of a facet or special, newest first; empty where the topic has none."""
        if question in self.specials:
            return list(self.specials[question].answers)
        return list(self.facets.get(question, []))

    def questions(self) -> list[str]:
        """Every facet and special that this topic answers."""
        return [*self.facets, *self.specials]
