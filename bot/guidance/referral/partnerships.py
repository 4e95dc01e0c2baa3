"""The Information, Advice and Guidance Partnerships of 2003: which one a place had, which ones there were."""

from __future__ import annotations

from typing import Optional

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import find_places
from bot.guidance.places.gazetteer import contains, surroundings
from bot.guidance.schema.route import Route
from bot.guidance.text import folded


def partnerships(k: Knowledge) -> list[Route]:
    """Every partnership that the 2003 report lists, in its order."""
    return [route for route in k.routes.values() if route.is_partnership()]


def partnership_of(k: Knowledge, place: Optional[str]) -> Optional[Route]:
    """The listed partnership that served a place in 2003, the nearest one; None where none of them did."""
    if place is None or place not in k.places.by_id:
        return None
    chain = surroundings(k.places, place)
    served = [(min(chain.index(area) for area in route.areas if area in chain), number, route)
              for number, route in enumerate(partnerships(k)) if set(route.areas) & set(chain)]
    return min(served, key=lambda one: one[:2])[2] if served else None


def partnerships_in(k: Knowledge, place: str) -> list[Route]:
    """The listed partnerships that lay within a place too wide for one of them ("Sussex", "London")."""
    return [
        route for route in partnerships(k)
        if any(area != place and contains(k.places, place, area) for area in route.areas)
    ]


def partnerships_named(k: Knowledge, text: str) -> list[Route]:
    """The partnerships that a message names ("the East Thames partnership"), else those of the places in it."""
    said = folded(text)
    named = [(len(own), route) for route in partnerships(k) for own in _names(route) if _within(own, said)]
    if named:
        longest = max(length for length, _ in named)
        return list({route.name: route for length, route in named if length == longest}.values())
    found = [partnership_of(k, hit.id) for hit in find_places(k, text)]
    return list({route.name: route for route in found if route}.values())


def _names(route: Route) -> list[tuple[str, ...]]:
    return [folded(name) for name in (route.name, *route.aliases)]


def _within(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return any(said[at : at + len(name)] == name for at in range(len(said) - len(name) + 1))
