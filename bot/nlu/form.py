"""The form of a message: what its words around the names say of what it asks. Evidence for a meaning, and no decision."""
from __future__ import annotations

from typing import NamedTuple

from bot.nlu.having import asks_eligibility, asks_for_a_check, asks_to_be_paid_for
from bot.nlu.looking_back import asks_of_both, asks_of_the_other, corrects, counts, goes_back
from bot.nlu.situation import Situation, has_rules, scheme_meant
from bot.nlu.wording import asks_what_came_after, is_bare_name, without_date

MOST_WORDS_WITH_A_PLACE = 8


class Form(NamedTuple):
    """Names and nothing else; what came after them; whether somebody can have them; something of two things, or of the other;
    a step back to what was said; a correction; a place, and few words around it;
    one of several by its place."""

    bare: bool
    asks_what_came_after: bool
    asks_eligibility: bool
    of_both: bool
    of_the_other: bool
    goes_back: bool
    corrects: bool
    says_only_where: bool
    counts: bool


def form_of(at: Situation) -> Form:
    """Return the form of a message."""
    text = at.reading.text
    spans = [(match.start, match.end) for match in [*at.reading.topics, *at.reading.places]]
    bare = bool(spans or asks_of_the_other(text)) and is_bare_name(without_date(text), spans)
    return Form(
        bare, asks_what_came_after(text), _asks_eligibility(at), asks_of_both(text), asks_of_the_other(text),
        goes_back(text), corrects(text), says_only_where(at), counts(text),
    )


def says_only_where(at: Situation) -> bool:
    """Whether a message names a place, and nothing else in more than a few words."""
    return bool(at.reading.places) and not at.reading.topics and len(at.reading.text.split()) <= MOST_WORDS_WITH_A_PLACE


def _asks_eligibility(at: Situation) -> bool:
    """Whether somebody asks if they qualify for a scheme, or for no scheme but with a wish and something about themselves."""
    text, scheme = at.reading.text, scheme_meant(at) if at.reading.topics else None
    if scheme:
        return asks_eligibility(text) or (has_rules(at, scheme) and (asks_to_be_paid_for(text) or asks_for_a_check(text)))
    facts = at.reading.circumstances
    wished = any(at.knowledge.questions[name].wish for name in facts)
    paid = asks_to_be_paid_for(text)
    several = len(facts) > 1 and (wished or paid)
    return not at.memory.asked and (several or paid and (wished or not at.memory.topic))
