"""Starts an eligibility check."""

from __future__ import annotations

from typing import Optional

from actions.answer import answer
from actions.turn import JobAction, Reply, Turn
from bot.guidance.answer import status_of
from bot.guidance.cards import Offer, choice_card, offers, status_part
from bot.guidance.schema.eligibility import RuleSet


def check(turn: Turn) -> Reply:
    """Starts the check that is meant; for a scheme that has closed, says so and offers today's first."""
    chosen = turn.read("rule_set")
    if chosen in turn.knowledge.rule_sets:
        return begin(turn, chosen)
    scheme = turn.read("scheme")
    own = [rules for rules in turn.knowledge.rule_sets.values() if rules.topic == scheme]
    if scheme in turn.knowledge.topics and not own:
        return _by_answer(turn, scheme)
    current = turn.knowledge.rule_sets_on(turn.today)
    meant = [rules for rules in own if rules in current] or ([] if own else current)
    if meant:
        return begin(turn, meant[0].id)
    return _closed(turn, own[0] if own else None)


def begin(turn: Turn, rule_set: str) -> Reply:
    """Opens the check with everything that the person has already said."""
    questions = turn.knowledge.questions
    remembered = {name: value for name, value in (turn.slot("circumstances") or {}).items() if not questions[name].wish}
    said = {**remembered, **(turn.read("circumstances") or {})}
    place = turn.place()
    if place:
        said.update({name: place for name, question in questions.items() if question.kind == "place"})
    return Reply(
        slots={
            "check": {"rule_set": rule_set, "asked": [], "misses": 0},
            "circumstances": said,
            "place": place,
            "topic": turn.knowledge.rule_sets[rule_set].topic,
            "reply": None,
        },
        followup="check_form",
    )


def rule_set_offer(turn: Turn, rules: RuleSet) -> Offer:
    """The offer to check against a set of rules."""
    return Offer(turn.knowledge.say("check.offer", title=rules.title), {"intent": "check", "rule_set": rules.id})


def _closed(turn: Turn, own: Optional[RuleSet]) -> Reply:
    """Nobody can have it now: today's check first, then what the old rules would have said."""
    knowledge = turn.knowledge
    choices = [rule_set_offer(turn, rules) for rules in knowledge.rule_sets_on(turn.today)[:2]]
    line = knowledge.say("check.none_today")
    if own is not None:
        choices.append(rule_set_offer(turn, own))
        topic = knowledge.topics[own.topic]
        line = status_part(knowledge, own.topic, status_of(knowledge, topic, turn.today))["line"] or line
    return Reply([choice_card(f"{line} {knowledge.say('check.which')}", choices)], {"topic": own.topic if own else None})


def _by_answer(turn: Turn, scheme: str) -> Reply:
    """A scheme without a set of rules is answered with whom it is for, and today's check is offered."""
    topic = turn.knowledge.topics[scheme]
    facet = "who_for" if "who_for" in topic.facets else "what"
    meant = {"topic": scheme, "facet": facet, "points": [], "on": None}
    reply = answer(Turn({**turn.message, "questions": [meant]}, turn.slots, turn.knowledge, turn.today))
    today = [rule_set_offer(turn, rules) for rules in turn.knowledge.rule_sets_on(turn.today)[:1]]
    reply.cards[-1]["next"] = [*offers(today), *reply.cards[-1]["next"]]
    return reply


class ActionCheck(JobAction):
    """Runs `check`."""

    action_name = "action_check"
    job = staticmethod(check)
