"""Questions that a table of a report answers: asked for by a word of its own, or followed up by another row or column."""
from __future__ import annotations

from bot.guidance.content.lookup import asks_for_cell, names_cell
from bot.nlu.asked_again import same_question
from bot.nlu.situation import Parse, Situation
from bot.nlu.wording import looks_like_question

MOST_WORDS_OF_A_CELL = 6


def looked_up(at: Situation) -> Parse | None:
    """Return the question of a table, where a message asks for a cell of it; None inside a check, and where it does not."""
    if at.memory.asked:
        return None
    named = {match.id for match in at.reading.topics}
    for topic in at.knowledge.topics.values():
        for name, special in topic.specials.items():
            about_it = not named or bool(named & {topic.id, *special.also_of})
            if special.table and about_it and asks_for_cell(special, at.reading.text):
                return same_question(at, [topic.id], name)
    return _another_cell(at)


def _another_cell(at: Situation) -> Parse | None:
    """"And nationally?", "and its branches": another row or column of the table talked of."""
    topic = at.knowledge.topics.get(at.memory.topic or "")
    special = topic.specials.get(at.memory.facet or "") if topic else None
    if topic is None or special is None or not special.table:
        return None
    short = len(at.reading.text.split()) <= MOST_WORDS_OF_A_CELL and not looks_like_question(at.reading.text)
    return same_question(at, [topic.id], at.memory.facet) if short and names_cell(special, at.reading.text) else None
