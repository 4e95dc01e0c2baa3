"""A summary card as a page of its own to print or keep; without a name, with links written out."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Any, Optional

from bot.channel.page import WIDGET, filled
from bot.guidance.knowledge import Knowledge

Card = dict[str, Any]


def latest_summary(cards: Iterable[Optional[Card]]) -> Optional[Card]:
    """The last summary among the cards of a conversation, those that follow another card included."""
    found = None
    for card in cards:
        for each in [card, *card.get("then", [])] if card else []:
            found = each if each.get("card") == "summary" else found
    return found


def summary_page(k: Knowledge, card: Card) -> str:
    """The card as an HTML page; every word of it is escaped."""
    words = k.phrase("widget")
    page = (WIDGET / "summary.html").read_text(encoding="utf-8")
    return filled(page, {"title": card["title"], "name": words["name"], "hint": k.say("keep.hint")}, "\n".join(_body(k, card)))


def _body(k: Knowledge, card: Card) -> Iterator[str]:
    words = k.phrase("widget")
    yield _tag("h1", card["title"])
    yield _tag("p", card["intro"])
    for section in card["sections"]:
        yield _tag("h2", section["title"])
        yield _list(section["items"])
    if card.get("routes"):
        yield _tag("h2", words["people"])
        for route in card["routes"]:
            yield from _route(words, route)
    if card["sources"]:
        yield _tag("h2", k.say("keep.sources"))
        yield _list(_source(source) for source in card["sources"])
    yield _tag("p", card["as_at_text"])


def _route(words: dict[str, Any], route: Card) -> Iterator[str]:
    yield _tag("h3", route["name"])
    ready = ", ".join(route["have_ready"])
    lines = [
        route["why"],
        *(" ".join(part for part in (channel["text"], channel["hours"]) if part) for channel in route["channels"]),
        *(text for text in (route["expect"], route["cost"], route.get("note")) if text),
        f"{words['have_ready']}: {ready}" if ready else "",
        route["as_at_text"],
    ]
    yield from (_tag("p", line) for line in lines if line)


def _source(source: Card) -> str:
    parts = [source["title"], source["publisher"], source["date_text"], source["locator"], source.get("url") or ""]
    return ". ".join(part for part in parts if part)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(_tag('li', item) for item in items)}</ul>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{html.escape(text)}</{name}>"
