"""The sources of a card: each once, numbered, with how and when it was read."""

from __future__ import annotations

from typing import Any

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.base import Citation, Dated

Card = dict[str, Any]


class SourceList:
    """The sources of one card, each once, numbered in the order in which they are cited."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._numbers: dict[tuple[str, str], int] = {}
        self.cards: list[Card] = []

    def cite(self, citation: Citation, dated: Dated | None = None) -> int:
        """The number (from 1) of a citation in this card."""
        key = (citation.id, citation.at)
        if key not in self._numbers:
            self.cards.append(self._card(citation, dated))
            self._numbers[key] = len(self.cards)
        return self._numbers[key]

    def _card(self, citation: Citation, dated: Dated | None) -> Card:
        source = self._knowledge.sources[citation.id]
        read = source.read if source.read.how == "direct" or dated is None else dated.read
        on = self._knowledge.say("card.read_on", on=read.on.words()) if read.on else ""
        undated = self._knowledge.say("card.seen_on", on=read.on.words()) if read.on else self._knowledge.say("card.undated")
        how = "" if read.how == "direct" else self._knowledge.say(f"card.read_{read.how}", on=on)
        return {
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date.text if source.date else None,
            "date_text": source.date.words() if source.date else undated,
            "locator": citation.at,
            "url": source.url,
            "read": how,
        }


def brief_answer(title: str, short: str, sources: list[Card], **more: Any) -> Card:
    """An answer card that is no entry of a topic: a title, a few words and their sources; `more` fills other fields."""
    return {
        "card": "answer", "title": title, "topic": None, "facet": None, "as_at": None, "as_at_text": "",
        "status": {"state": "none", "line": None, "instead": []}, "short": short, "plain": None, "detail": [],
        "steps": False, "caution": None, "earlier": None, "sources": sources, "more": 0, **more,
    }


def source_card(card: Card, short: str) -> Card:
    """The sources of a card that was shown, under its own title."""
    dated = {name: card[name] for name in ("topic", "as_at", "as_at_text") if name in card}
    return brief_answer(card["title"], short, card["sources"], facet="sources", **dated)
