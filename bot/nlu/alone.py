"""A message that says a fact or names a course, and asks nothing: "I'm 34", "english". The check is offered, or begun."""
from __future__ import annotations

import re

from bot.guidance.eligibility.choices import chosen, is_bare
from bot.guidance.eligibility.told import told
from bot.guidance.eligibility.volunteered import is_about_another
from bot.guidance.schema.eligibility import Choice, RuleSet
from bot.nlu import thresholds
from bot.nlu.offered import meaning_of
from bot.nlu.situation import Parse, Situation
from bot.nlu.wording import asks_within

MOST_WORDS = 9
# What the reply to such a fact leaves behind as the card shown last: a yes takes what it offers.
TOLD = "told"
# The meanings that leave such a message without an answer of its own.
_UNSAID = ("affirm", "deny", "other_language")
_YES = re.compile(
    r"(?:(?:yes+|yep|yeah|yup|ye|ok|okay|sure|alright|please|go on|go ahead|do it|do that|check|then|thanks|i would)\b[ ,.!]*)+"
)
_YES_OR_NO_ALONE = re.compile(r"(?:yes|yeah|no|nope|nah)\b(?! [a-z])")


def agreed(at: Situation) -> Parse | None:
    """"Yes please" to the check that was offered with a fact."""
    yes = at.memory.last == TOLD and len(at.memory.offered) > 0 and _YES.fullmatch(at.reading.text)
    return meaning_of(at, at.memory.offered[0].get("meaning") or {}) if yes else None


def alone(at: Situation, found: Parse) -> Parse | None:
    """Return what a message wants by itself where nothing else was found in it; None where it says nothing of the sort."""
    nothing = found["intent"] in ("unclear", "out_of_scope") or found["intent"] == "chat" and found["kind"] in _UNSAID
    guessed = found["intent"] == "refer" and found.get("score", 1.0) < thresholds.SURE
    if not (nothing or guessed) or at.memory.asked or at.reading.topics:
        return None
    return _wish(at) or (_facts(at) if nothing else None)


def _wish(at: Situation) -> Parse | None:
    """A course by its name: the help with it where that was asked for, else whether it would be paid for."""
    choice = _course(at)
    if choice is None:
        return None
    if at.memory.wanted == "need" and choice.need:
        return {"intent": "refer", "need": choice.need}
    return {"intent": "check", "scheme": None, "on": None, "by_course": True}


def _course(at: Situation) -> Choice | None:
    text = at.reading.mended or at.reading.text
    wishes = (question for question in at.knowledge.questions.values() if question.wish and question.at is None)
    named = (chosen(question, text) for question in wishes if re.search(r"[a-z]{4}", text))
    return next((choice for choice in named if choice is not None and choice.need), None)


def _facts(at: Situation) -> Parse | None:
    """Facts that today's check asks for, with nothing that asks or wishes."""
    text = at.reading.text
    few = len(text.split()) <= MOST_WORDS and re.search("[a-z]", text)
    if not few or is_bare(text) or asks_within(text) or _YES_OR_NO_ALONE.match(text):
        return None
    found = told(at.knowledge, _today(at), text, at.today)
    questions = at.knowledge.questions
    if not found or any(questions[name].wish for name in found):
        return None
    facts = {name: value for name, value in found.items() if questions[name].kind != "place"}
    other = is_about_another(text)
    if not facts:
        return None
    # What is said of somebody else is no fact about whoever types.
    return {"intent": "chat", "kind": TOLD, "told": facts, "for_other": other, "circumstances": {} if other else facts}


def _today(at: Situation) -> list[RuleSet]:
    return [rules for rules in at.knowledge.rule_sets_on(at.today) if rules.together]
