"""What a term or abbreviation means, as a card."""

from __future__ import annotations

from datetime import date

from bot.guidance.cards import Card, offers, question_offer
from bot.guidance.knowledge import Knowledge
from bot.guidance.source_list import SourceList


def term_card(knowledge: Knowledge, term_id: str, today: date) -> Card:
    """The meaning of a glossary term, with its source; of a scheme without a topic, that no more is held."""
    term = knowledge.glossary[term_id]
    missing = knowledge.say("card.only_meaning") if term.scheme and not term.topic else ""
    sources = SourceList(knowledge)
    sources.cite(term.source)
    source_date = knowledge.sources[term.source.id].date
    as_at = term.as_at or source_date
    return {
        "card": "answer",
        "title": knowledge.say("card.term_title", term=term.term),
        "topic": term.topic,
        "facet": "term",
        "as_at": as_at.text if as_at else None,
        "as_at_text": knowledge.say("card.as_at", when=as_at.words()) if as_at else "",
        "status": {"state": "none", "line": None, "instead": []},
        "short": " ".join(text for text in (knowledge.fill(term.meaning, today), missing) if text),
        "plain": None,
        "detail": [],
        "steps": False,
        "caution": None,
        "earlier": None,
        "sources": sources.cards,
        "more": 0,
        "next": offers([question_offer(knowledge, term.topic, "what")] if term.topic else []),
    }
