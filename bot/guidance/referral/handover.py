"""A note to take along to a person: what was asked, what was found, and from which sources. Nothing is sent anywhere."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from bot.guidance.content.cards import Card
from bot.guidance.dates import PartialDate
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import describe
from bot.guidance.referral.routes import door_in_a_line

Note = dict[str, Any]
# What a note holds at most: the latest findings; older ones have had their turn.
MOST_NOTES = 8


def noted(notes: list[Note], cards: list[Card]) -> list[Note]:
    """The notes with what was found in a reply, each title once, the latest last."""
    new = [note for card in cards if (note := _note(card))]
    before = {note["title"]: note for note in notes}
    for note in new:
        same = before.pop(note["title"], None)
        if same and note.get("doors"):
            note["doors"] = list(dict.fromkeys([*same.get("doors", []), *note["doors"]]))
    return [*before.values(), *new][-MOST_NOTES:]


def handover_card(
    k: Knowledge, notes: list[Note], need: Optional[str], place: Optional[str], role: Optional[str], on: date
) -> Card:
    """What we have talked about as a summary card: who, where, what for, what was asked and found, with sources."""
    where = describe(k, place) if place else None
    about = [
        k.say("handover.role", title=k.people[role].title) if role else None,
        k.say("handover.place", line=where.line) if where else None,
        k.say("handover.looking_for", need=k.needs[need].name) if need else None,
    ]
    found = [_line(note) for note in notes]
    sections = [{"title": k.say("handover.about"), "items": [line for line in about if line]},
                {"title": k.say("handover.asked"), "items": found}]
    return {
        "card": "summary",
        "title": k.say("handover.title"),
        "intro": k.say("handover.intro") if found else k.say("handover.nothing"),
        "sections": [section for section in sections if section["items"]],
        "sources": [],
        "as_at_text": k.say("handover.made_on", when=PartialDate.parse(on.isoformat()).words()),
        "next": [],
    }


def _note(card: Card) -> Optional[Note]:
    if card["card"] == "answer" and card.get("sources"):
        return {"title": card["title"], "found": _found(card), "sources": _cited(card["sources"])}
    doors = [door_in_a_line(route) for route in card.get("routes") or []]
    if card["card"] == "verdict":
        return {"title": card["title"], "found": card["sentence"], "doors": doors, "sources": _cited(card["sources"])}
    if card["card"] == "referral" and doors:
        return {"title": card["title"], "doors": doors, "sources": _cited([route["source"] for route in card["routes"]])}
    return None


def _found(card: Card) -> str:
    """What an answer found, in short; of a comparison, what became of each."""
    table = card.get("table")
    if not table:
        return str(card["short"])
    return " ".join(f"{name}: {cell['text']}" for name, cell in zip(table["columns"], table["rows"][0]["cells"]))


def _cited(sources: list[Card]) -> list[str]:
    return list(dict.fromkeys(f"{one['title']} ({one['publisher']}, {one['date_text']})" for one in sources[:2]))


def _line(note: Note) -> str:
    found = note.get("found") or "; ".join(note.get("doors", []))
    return f"{note['title']}: {found} [{'; '.join(note['sources'])}]"
