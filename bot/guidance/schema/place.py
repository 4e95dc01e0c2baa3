"""Places: nation > region > area > local authority > town, and the postcodes that point to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Iterator, Literal, Optional, Union

from pydantic import root_validator

from bot.guidance.dates import PartialDate
from bot.guidance.schema.base import Citation, Reading, Record

# How an assignment is known: a source states it, the name says it, it follows from the map, or it is not known.
Basis = Literal["source", "name", "geography", "unknown"]
KINGDOM = "uk"
# The nation whose rules and services are known in full.
HOME = "england"
# A town is its name, or its name with the other names in use.
Town = Union[str, dict[str, list[str]]]


class Named(Record):
    """Anything on the map: its name and the other names in use."""

    name: str
    aliases: list[str] = []


class Authority(Named):
    """A local authority of today or of 2008; a closed one points to its successors."""

    kind: Literal["county", "unitary", "district", "metropolitan", "london", "sui-generis"]
    basis: Basis
    source: Optional[Citation] = None
    county: Optional[str] = None
    devolved: Optional[str] = None
    opened: Optional[PartialDate] = None
    closed: Optional[PartialDate] = None
    successor: list[str] = []
    towns: list[Town] = []

    @root_validator(skip_on_failure=True)
    def _complete(cls, values: dict[str, Any]) -> dict[str, Any]:
        if bool(values["closed"]) != bool(values["successor"]):
            raise ValueError("a closed authority has a successor, and no other has one")
        if (values["basis"] == "source") != (values["source"] is not None):
            raise ValueError("basis `source` needs a source, and only that basis has one")
        return values


class Area(Named):
    """The area of one local Learning and Skills Council of 2003."""

    authorities: dict[str, Authority]


class Region(Named):
    """One of the nine regions of England, with how the region of its areas is known."""

    basis: Basis
    source: Optional[Citation] = None
    areas: dict[str, Area]


class Nation(Named):
    """A nation of the United Kingdom, or a Crown dependency, which is outside it."""

    outside_uk: bool = False
    regions: dict[str, Region] = {}
    towns: list[Town] = []


class Devolved(Record):
    """An area that runs its own adult skills budget, since when; `area_kind` is how a check tells its rules from others'."""

    name: str
    area_kind: str = "devolved"
    since: Optional[PartialDate] = None
    source: Citation


class Wording(Record):
    """How a sentence says that a word is a place; all in lower case, as typed."""

    cues: list[str]
    firm_cues: list[str]
    fillers: list[str]
    after: list[str]
    wordlike: list[str]
    only_when_told: list[str]
    never_alone: list[str]
    never_last: list[str]
    postcode_cues: list[str]
    not_before: list[str]
    never_stretch: list[str]
    connecting: list[str]
    abroad: list[str]
    no_places: list[str]


@dataclass(frozen=True)
class Place:
    """One place of any kind, and the place that it lies in (`within`, None at the top)."""

    id: str
    name: str
    kind: str
    within: str | None
    aliases: tuple[str, ...] = ()
    basis: str = "geography"
    county: str | None = None
    devolved: str | None = None
    successor: tuple[str, ...] = ()
    opened: PartialDate | None = None
    closed: PartialDate | None = None


class Places(Record):
    """The whole gazetteer."""

    as_at: PartialDate
    read: Reading
    sources: list[Citation]
    kingdom: Named
    nations: dict[str, Nation]
    devolved: dict[str, Devolved]
    postcodes: dict[str, Union[str, dict[str, str]]]
    wording: Wording

    class Config(Record.Config):
        keep_untouched = (cached_property,)

    @root_validator(skip_on_failure=True)
    def _sound(cls, values: dict[str, Any]) -> dict[str, Any]:
        every = list(_walk(values["nations"]))
        ids = {KINGDOM, *(place.id for place in every)}
        if len(ids) <= len(every):
            twice = [one for one, times in Counter(place.id for place in every).items() if times > 1]
            raise ValueError(f"an id stands for two places: {', '.join(twice)}")
        for place in every:
            for other in (place.county, *place.successor):
                if other and other not in ids:
                    raise ValueError(f"{place.id}: there is no place {other!r}")
            if place.devolved and place.devolved not in values["devolved"]:
                raise ValueError(f"{place.id}: there is no devolved area {place.devolved!r}")
        for area, target in values["postcodes"].items():
            for other in [target] if isinstance(target, str) else target:
                if other not in ids:
                    raise ValueError(f"postcode area {area}: there is no place {other!r}")
        return values

    @cached_property
    def by_id(self) -> dict[str, Place]:
        """Every place by its id, the kingdom itself included."""
        kingdom = Place(KINGDOM, self.kingdom.name, "kingdom", None, tuple(self.kingdom.aliases))
        return {KINGDOM: kingdom, **{place.id: place for place in _walk(self.nations)}}

    @cached_property
    def chains(self) -> dict[str, tuple[str, ...]]:
        """For each place, itself and all it lies in, nearest first: town, authority, county, area … kingdom."""
        found: dict[str, tuple[str, ...]] = {}
        for place in self.by_id.values():
            own = (place.id, place.county) if place.county else (place.id,)
            found[place.id] = (*own, *(found[place.within] if place.within else ()))
        return found

    @cached_property
    def runners(self) -> dict[str, frozenset[str | None]]:
        """For each place that holds local authorities of today, who runs adult skills funding in them."""
        found: dict[str, set[str | None]] = {}
        for place in self.by_id.values():
            if place.kind == "authority" and place.closed is None:
                for wide in self.chains[place.id]:
                    found.setdefault(wide, set()).add(place.devolved)
        return {wide: frozenset(names) for wide, names in found.items()}

    @cached_property
    def districts(self) -> dict[str, dict[int, tuple[str, ...]]]:
        """For each postcode area that is divided, the places of each numbered district."""
        found: dict[str, dict[int, tuple[str, ...]]] = {}
        for area, target in self.postcodes.items():
            if isinstance(target, dict):
                numbers = found.setdefault(area, {})
                for place, ranges in target.items():
                    for number in _numbers(ranges):
                        numbers[number] = (*numbers.get(number, ()), place)
        return found


def slug(name: str) -> str:
    """A name as an id: lower case, hyphens, no marks."""
    kept = "".join(letter if letter.isalnum() else " " for letter in name.lower().replace("'", ""))
    return "-".join(kept.split())


def _numbers(ranges: str) -> Iterator[int]:
    for part in ranges.split(","):
        first, _, last = part.strip().partition("-")
        yield from range(int(first), int(last or first) + 1)


def _walk(nations: dict[str, Nation]) -> Iterator[Place]:
    for nation_id, nation in nations.items():
        within = None if nation.outside_uk else KINGDOM
        yield Place(nation_id, nation.name, "nation", within, tuple(nation.aliases))
        yield from _towns(nation.towns, nation_id)
        for region_id, region in nation.regions.items():
            yield Place(region_id, region.name, "region", nation_id, tuple(region.aliases), region.basis)
            for area_id, area in region.areas.items():
                yield Place(area_id, area.name, "area", region_id, tuple(area.aliases), region.basis)
                for authority_id, authority in area.authorities.items():
                    yield _authority(authority_id, authority, area_id)
                    yield from _towns(authority.towns, authority_id)


def _authority(authority_id: str, authority: Authority, area_id: str) -> Place:
    return Place(
        authority_id, authority.name, "authority", area_id, tuple(authority.aliases), authority.basis,
        authority.county, authority.devolved, tuple(authority.successor), authority.opened, authority.closed,
    )


def _towns(towns: list[Town], within: str) -> Iterator[Place]:
    """A town's id is that of the place it lies in, then its own: "rotherham/maltby"."""
    for town in towns:
        for name, aliases in (town.items() if isinstance(town, dict) else [(town, [])]):
            yield Place(f"{within}/{slug(name)}", name, "town", within, tuple(aliases))
