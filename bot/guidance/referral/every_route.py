"""Every referral there can be: each place, need and kind of person, for tests and for a person who checks routes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Optional

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import surroundings
from bot.guidance.referral.cards import SHOWN
from bot.guidance.referral.routes import Referral, routes_for


@dataclass(frozen=True)
class Visit:
    """What somebody of one kind at a place is told about one need."""

    place: str
    need: str
    role: Optional[str]
    routes: list[Referral]


def walk(k: Knowledge, places: Iterable[str], on: date) -> Iterator[Visit]:
    """Visit each place with each need as each kind of person; places that no route tells apart are looked up once."""
    told_apart = {area for route in k.routes.values() for area in route.areas}
    found: dict[tuple[tuple[str, ...], str, Optional[str]], list[Referral]] = {}
    for place in places:
        around = tuple(one for one in surroundings(k.places, place) if one in told_apart)
        for need in k.needs:
            for role in (*k.people, None):
                key = (around, need, role)
                if key not in found:
                    found[key] = routes_for(k, need, place, role, on)
                yield Visit(place, need, role, found[key])


def shown_most(k: Knowledge, on: date) -> Counter[str]:
    """How often each route is among the first shown, over all councils of today, needs and kinds of people."""
    ids = {id(route): name for name, route in k.routes.items()}
    councils = [place.id for place in k.places.by_id.values() if place.kind in ("authority", "nation") and not place.closed]
    return Counter(
        ids[id(referral.route)] for visit in walk(k, councils, on) for referral in visit.routes[:SHOWN]
    )
