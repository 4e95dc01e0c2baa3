"""Who can help: the routes for a need, a place and a person, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Optional

from bot.guidance.content.cards import Card, listed
from bot.guidance.content.source_list import SourceList
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import surroundings
from bot.guidance.referral.needs import general_need
from bot.guidance.schema.place import HOME, KINGDOM
from bot.guidance.schema.route import Channel, Route


@dataclass(frozen=True)
class Referral:
    """A route and why it is offered; `nearest`: it is not that very service, only the nearest real door."""

    route: Route
    why: str
    nearest: bool = False


def routes_for(
    k: Knowledge, need: str, place: Optional[str], role: Optional[str], on: date, rings: bool = False
) -> list[Referral]:
    """The routes in force on a day for a need, best first; the nearest real doors where no service is known.

    Without a place the routes of all England are given; without a role those for anybody. The first says why it is.
    `rings`: those that can be rung come before the others.
    """
    chain = _chain(k, place, need)
    routes, nearest = _fitting(k, need, role, [route for route in _open_on(k, on) if _area(route, chain)])
    ranked = _ranked(routes, chain)
    if rings:
        ranked = sorted(ranked, key=lambda route: not has_phone([channel.dict() for channel in route.channels]))
    return [
        Referral(route, _why(k, need, role, route, chain, nearest, first=not number), nearest)
        for number, route in enumerate(ranked)
    ]


def _fitting(k: Knowledge, need: str, role: Optional[str], here: list[Route]) -> tuple[list[Route], bool]:
    """The routes for a need among those of a place and day, and whether they are only the nearest real doors."""
    suited = [route for route in here if role is None or role in route.serves]
    # Made for it and for them, then near to it, then made for it but for others, then the door that is near to all.
    for routes, near_to_it in ((suited, False), (suited, True), (here, False), (here, True)):
        fitting = [route for route in routes if need in (route.nearest_for if near_to_it else route.needs)]
        if fitting:
            return fitting, near_to_it or routes is not suited
    return [route for route in suited or here if general_need(k) in route.needs], True


def route_cards(
    k: Knowledge, need: str, place: Optional[str], role: Optional[str], on: date, rings: bool = False
) -> list[Card]:
    """The routes of `routes_for` as cards."""
    return [route_card(k, referral) for referral in routes_for(k, need, place, role, on, rings)]


def has_phone(channels: Sequence[Mapping[str, object]]) -> bool:
    """Whether one of the channels is a number to ring."""
    return any(channel["kind"] == "phone" for channel in channels)


def door_in_a_line(card: Card) -> str:
    """A route as one line: its name, and how to reach it, by phone where there is a number."""
    ways = sorted(card["channels"], key=lambda channel: bool(channel["kind"] != "phone"))
    return ". ".join([card["name"], *(way["text"].rstrip(".") for way in ways[:1])]) + "."


def route_card(k: Knowledge, referral: Referral) -> Card:
    """One route as a person reads it: why, how to reach it, what to expect, what it costs, and the source."""
    route = referral.route
    sources = SourceList(k)
    sources.cite(route.source, route)
    return {
        "id": route_id(k, route),
        "name": route.name,
        "why": referral.why,
        "area": ", ".join(k.places.by_id[area].name for area in route.areas),
        "channels": [_channel_card(k, channel) for channel in route.channels],
        "expect": route.expect,
        "have_ready": list(route.have_ready),
        "cost": route.cost,
        "note": route.note,
        "as_at_text": _as_at(k, route),
        "source": sources.cards[0],
        "confirmed": any(channel.confirmed for channel in route.channels),
        "nearest": referral.nearest,
    }


def route_id(k: Knowledge, route: Route) -> str:
    """The id under which a route stands in the files."""
    return next(name for name, each in k.routes.items() if each is route)


def _as_at(k: Knowledge, route: Route) -> str:
    """The date of a route, with a word of caution where it still stands; none beside a number for an emergency."""
    when = k.say("referral.as_at", when=route.as_at.words())
    if route.valid.to is not None or _is_care(k, route):
        return when
    if route.verified_on:
        return k.say("referral.verified", when=route.verified_on.words())
    return f"{when} {route.caution or k.say('referral.check_first')}"


def _channel_card(k: Knowledge, channel: Channel) -> Card:
    words = k.say(f"referral.channel_{channel.kind}", value=channel.value or "", text=channel.text or "").strip()
    return {"kind": channel.kind, "text": words, "href": channel.href, "hours": channel.hours}


def in_force(k: Knowledge, route: Route, on: date) -> bool:
    """Whether a route stood on a day; one whose beginning is not known counts from the day it was described."""
    begun = route.valid.from_ is not None or on >= route.as_at.first or _is_care(k, route)
    return begun and route.valid.period().contains(on)


def _open_on(k: Knowledge, on: date) -> list[Route]:
    return k.once(("routes open on", on), lambda: [route for route in k.routes.values() if in_force(k, route, on)])


def _is_care(k: Knowledge, route: Route) -> bool:
    return any(k.needs[need].care for need in route.needs)


def _chain(k: Knowledge, place: Optional[str], need: str) -> tuple[str, ...]:
    chain = surroundings(k.places, place if place and place in k.places.by_id else HOME)
    # Somebody in danger is never left without a number, wherever they are.
    return chain if KINGDOM in chain or not k.needs[need].care else (*chain, *surroundings(k.places, HOME))


def _area(route: Route, chain: tuple[str, ...]) -> str | None:
    """The nearest of a route's areas that holds the place."""
    return next((place for place in chain if place in route.areas), None)


def _ranked(routes: list[Route], chain: tuple[str, ...]) -> list[Route]:
    """The nearest area first, then the order of the files, which is the editor's."""
    return sorted(routes, key=lambda route: chain.index(_area(route, chain) or KINGDOM))


def _why(
    k: Knowledge, need: str, role: Optional[str], route: Route, chain: tuple[str, ...], nearest: bool, first: bool
) -> str:
    """Why a route is offered; of the first, why it comes before the others."""
    area = k.places.by_id[_area(route, chain) or KINGDOM]
    where = k.say(f"referral.because_{'whole' if area.kind in ('nation', 'kingdom') else 'here'}", area=area.name)
    if not first:
        return k.say("referral.why", reasons=where)
    reasons = [k.say(f"referral.because_{'nearest' if nearest else 'need'}", need=k.needs[need].name)]
    if role and role in route.serves and len(route.serves) < len(k.people):
        reasons.append(k.say("referral.because_role", people=k.people[role].name))
    return k.say("referral.why_first", reasons=listed(k, [*reasons, where]))
