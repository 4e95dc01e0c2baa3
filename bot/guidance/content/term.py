"""What a term or abbreviation means, as a card."""

from __future__ import annotations

from datetime import date

from bot.guidance.content.cards import Card, offers, question_offer
from bot.guidance.content.source_list import SourceList, brief_answer
from bot.guidance.knowledge import Knowledge


def term_card(knowledge: Knowledge, term_id: str, today: date) -> Card:
    """The meaning of a glossary term, with its source; of a scheme without a topic, that no more is held."""
    term = knowledge.glossary[term_id]
    missing = knowledge.say("card.only_meaning") if term.scheme and not term.topic else ""
    sources = SourceList(knowledge)
    sources.cite(term.source)
    source_date = knowledge.sources[term.source.id].date
    as_at = term.as_at or source_date
    return brief_answer(
        knowledge.say("card.term_title", term=term.term),
        " ".join(text for text in (knowledge.fill(term.meaning, today), missing) if text),
        sources.cards,
        topic=term.topic,
        facet="term",
        as_at=as_at.text if as_at else None,
        as_at_text=knowledge.say("card.as_at", when=as_at.words()) if as_at else "",
        next=offers([question_offer(knowledge, term.topic, "what")] if term.topic else []),
    )
