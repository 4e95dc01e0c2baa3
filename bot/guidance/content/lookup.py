"""Looks something up in a table of a report: the points of the row and column that a message means."""

from __future__ import annotations

from typing import Any, Iterable, Optional

from bot.guidance.content.cards import Card, Offer, choice_card
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import Axis, Special, Topic
from bot.guidance.text import folded

Meaning = dict[str, Any]


def table_meant(topic: Topic, asked: str, text: str) -> Optional[str]:
    """The special question with a table that a question is for: itself, or the one that its words pick a cell of."""
    for name, special in topic.specials.items():
        if special.table and (name == asked or (asked in special.table_for and any(_values(special, text, [])))):
            return name
    return None


def asks_for_cell(special: Special, text: str) -> bool:
    """Whether a text asks for a cell of the table: a word that asks, and a row or column."""
    words = folded(text)
    cues = any(words[at : at + len(cue)] == cue for each in special.cues for cue in (folded(each),) for at in range(len(words)))
    return cues and names_cell(special, text)


def names_cell(special: Special, text: str) -> bool:
    """Whether a text names a row or a column of the table."""
    return any(_values(special, text, []))


def looked_up(
    k: Knowledge, card: Card, topic: Topic, name: str, text: str, said: Iterable[str]
) -> list[Card]:
    """The card with the points of the cell alone, and where the cell is not clear a question that makes it clearer.

    `said` are choices already made.
    """
    special = topic.specials[name]
    values = _values(special, text, said)
    cell = [value for value in values if value]
    narrowed = _narrowed(card, special, cell) if cell else card
    open_axes = [axis for axis, value in zip(special.table, values) if value is None]
    if not open_axes:
        return [narrowed]
    given = [
        Offer(choice.title, {"intent": "ask", "topic": topic.id, "special": name, "chosen": [*cell, choice.id]})
        for choice in open_axes[0].choices
    ]
    return [narrowed, choice_card(open_axes[0].ask, given)]


def cell_of(topic: Topic, name: str, text: str, said: Iterable[str]) -> list[str]:
    """The choices on the axes of a table that a text means, with those made before."""
    return [value for value in _values(topic.specials[name], text, said) if value]


def _narrowed(card: Card, special: Special, cell: list[str]) -> Card:
    points = [point for entry in special.answers for point in entry.points if set(cell) <= set(point.cell)]
    if not points or not card.get("detail"):
        return card
    locators = {source["locator"]: number for number, source in enumerate(card["sources"], 1)}
    detail = [{"text": point.text, "source": locators.get(point.source.at)} for point in points]
    first, *others = detail
    return {**card, "short": first["text"], "plain": None, "detail": others, "steps": False, "more": 0}


def _values(special: Special, text: str, said: Iterable[str]) -> list[Optional[str]]:
    """The choice on each axis: the only one that the text names, else the one made before."""
    made = set(said)
    of_before = [next((choice.id for choice in axis.choices if choice.id in made), None) for axis in special.table]
    return [_named(axis, text) or value for axis, value in zip(special.table, of_before)]


def _named(axis: Axis, text: str) -> Optional[str]:
    words = folded(text)
    spans = [
        (at, at + len(name), choice.id)
        for choice in axis.choices for each in (choice.title, *choice.aliases) for name in (folded(each),)
        for at in range(len(words) - len(name) + 1) if words[at : at + len(name)] == name
    ]
    # "TUC regional office" is not the TUC: a longer name counts before the shorter ones inside it.
    named = {
        choice for start, end, choice in spans
        if not any(first <= start and end <= last and last - first > end - start for first, last, _ in spans)
    }
    return named.pop() if len(named) == 1 else None
