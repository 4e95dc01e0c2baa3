"""How places lie in one another, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.place import Places


@dataclass(frozen=True)
class Whereabouts:
    """A place and the wider ones it lies in: ids, None where it has none or it is not known."""

    id: str
    name: str
    kind: str
    nation: str | None
    region: str | None
    area: str | None
    devolved: str | None


@dataclass(frozen=True)
class Description(Whereabouts):
    """What is known of a place, and `line` to read."""

    basis: str
    successors: tuple[str, ...]
    line: str


def surroundings(places: Places, place_id: str) -> tuple[str, ...]:
    """The place and all it lies in, nearest first: town, authority, county, area, region, nation, kingdom."""
    return places.chains[place_id]


def contains(places: Places, wide: str, narrow: str) -> bool:
    """Whether one place lies in another, or is it."""
    return wide in surroundings(places, narrow)


def ancestor(places: Places, place_id: str, kind: str) -> str | None:
    """The id of the place of a kind ("area", "region", "nation") that a place lies in or is."""
    return next((one for one in surroundings(places, place_id) if places.by_id[one].kind == kind), None)


def devolved_of(places: Places, place_id: str) -> str | None:
    """The devolved area that runs adult skills funding for the whole of a place, None where none or several do."""
    for one in surroundings(places, place_id):
        if places.by_id[one].devolved:
            return places.by_id[one].devolved
    successors = places.by_id[place_id].successor
    runners = set().union(*(places.runners.get(name, frozenset()) for name in successors or (place_id,)))
    return runners.pop() if len(runners) == 1 else None


def describe(k: Knowledge, place_id: str) -> Description | None:
    """What is known of a place, None where there is no such place."""
    places: Places = k.places
    place = places.by_id.get(place_id)
    if place is None:
        return None
    nation, region, area, authority = (
        ancestor(places, place_id, kind) for kind in ("nation", "region", "area", "authority")
    )
    closest = authority or area
    around = dict.fromkeys(places.by_id[one].name for one in (place_id, authority, region, nation) if one)
    return Description(
        id=place.id, name=place.name, kind=place.kind, nation=nation, region=region, area=area,
        devolved=devolved_of(places, place_id), basis=places.by_id[closest].basis if closest else place.basis,
        successors=place.successor, line=", ".join(around),
    )
