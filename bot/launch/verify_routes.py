"""Lists the routes that a person should check before launch, most used first, and records what was checked."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.guidance.dates import PartialDate, calendar_day
from bot.guidance.documents import KnowledgeError
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.referral.every_route import shown_most
from bot.guidance.referral.routes import in_force
from bot.guidance.schema.route import Route
from bot.launch.settings import settings_from

USAGE = "usage: python -m bot verify-routes [--confirm ROUTE [YYYY-MM-DD]]"


def report(k: Knowledge, on: date) -> str:
    """The routes in force with what to confirm, those not checked yet first, the most used of them first."""
    used = shown_most(k, on)
    routes = {name: route for name, route in k.routes.items() if in_force(k, route, on)}
    order = sorted(routes, key=lambda name: (routes[name].verified_on is not None, -used[name], name))
    checked = sum(route.verified_on is not None for route in routes.values())
    lines = [f"{len(routes)} routes are in force: {checked} checked by a person, {len(routes) - checked} to check."]
    for number, name in enumerate(order, 1):
        lines += ["", *_entry(k, number, name, routes[name], used)]
    lines += ["", "After checking one: python -m bot verify-routes --confirm ROUTE"]
    return "\n".join(lines)


def _entry(k: Knowledge, number: int, name: str, route: Route, used: Counter[str]) -> Iterator[str]:
    state = f"checked on {route.verified_on.words()}" if route.verified_on else "not checked yet"
    yield f"{number}. {name}: {route.name} ({state}; shown {used[name]:,} times over all places, needs and people)"
    source = k.sources[route.source.id]
    yield f"   read in: {source.title} ({source.publisher}), {route.source.at}{f', {source.url}' if source.url else ''}"
    yield from (f"   [ ] {question}" for question in to_confirm(k, route))


def to_confirm(k: Knowledge, route: Route) -> Iterator[str]:
    """What a person has to find out about a route, one question a line."""
    for channel in route.channels:
        if channel.kind == "web":
            yield f"Does {channel.value} open, and is it: {channel.text or route.name}"
        elif channel.kind == "phone":
            yield f"Does {channel.value} answer as {route.name}?"
        else:
            yield f"Is it still reached like this: {channel.text}"
        if channel.hours:
            yield f"Are these the hours: {channel.hours}"
    areas = ", ".join(k.places.by_id[area].name for area in route.areas)
    people = ", ".join(k.people[role].name for role in route.serves)
    yield f"Does it serve {people} in {areas}?"
    if route.needs:
        yield f"Does it help with: {', '.join(k.needs[need].name for need in route.needs)}?"
    for label, text in (("What to expect", route.expect), ("Cost", route.cost), ("Caution", route.caution)):
        if text:
            yield f"{label}, still right? {text}"


def confirm(folder: Path, name: str, on: date) -> Path:
    """Set `verified_on` of a route in its file and return the file; KeyError where there is no such route."""
    for path in sorted((folder / "routes").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        found = re.search(rf"^{re.escape(name)}:\n(?:[ #].*\n|\n(?=[ ]))*", text, re.MULTILINE)
        if found is None:
            continue
        block = re.sub(r"^  verified_on:.*\n", "", found.group(), flags=re.MULTILINE).rstrip("\n")
        changed = f"{text[: found.start()]}{block}\n  verified_on: {on.isoformat()}\n{text[found.end() :]}"
        path.write_text(changed, encoding="utf-8")
        try:
            load_knowledge(folder)
        except KnowledgeError:
            path.write_text(text, encoding="utf-8")
            raise
        return path
    raise KeyError(name)


def main(arguments: list[str]) -> int:
    """Print the list, or confirm one route; 1 where that cannot be done, 2 where the words are off."""
    folder = settings_from(os.environ).knowledge
    try:
        knowledge = load_knowledge(folder)
        if not arguments:
            print(report(knowledge, calendar_day()))
            return 0
        if arguments[0] != "--confirm" or len(arguments) not in (2, 3):
            print(USAGE, file=sys.stderr)
            return 2
        return _confirmed(knowledge, folder, arguments[1], arguments[2] if len(arguments) == 3 else None)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1


def _confirmed(knowledge: Knowledge, folder: Path, name: str, said: str | None) -> int:
    try:
        on = PartialDate.parse(said).first if said else calendar_day()
    except ValueError:
        print(f"{said!r} is no date; write it as 2026-11-26", file=sys.stderr)
        return 2
    if on > calendar_day():
        print(f"{on.isoformat()} lies ahead: a route is confirmed on the day somebody checked it", file=sys.stderr)
        return 2
    if name not in knowledge.routes:
        near = sorted(each for each in knowledge.routes if name in each)[:5]
        print(f"there is no route {name!r}{': did you mean ' + ', '.join(near) + '?' if near else ''}", file=sys.stderr)
        return 1
    print(f"{name} was checked on {on.isoformat()}: noted in {confirm(folder, name, on).name}")
    return 0
