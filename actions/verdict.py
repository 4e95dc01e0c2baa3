"""Ends a check: with its verdict, or without one where the person stopped."""

from __future__ import annotations

from actions.check import rule_set_offer
from actions.check_form import STOPPED
from actions.sorry import check_offer
from actions.turn import JobAction, Reply, Turn
from bot.guidance.cards import note_card, offers, question_offer
from bot.guidance.check_cards import verdict_card
from bot.guidance.circumstances import known
from bot.guidance.eligibility import assess
from bot.guidance.eligibility import rules as ready_rules

# Whoever runs a check without saying who they are is taken to ask for themselves.
LEARNER = "employee"


def verdict(turn: Turn) -> Reply:
    """The outcome with its reasons, what would change it and where to turn."""
    knowledge = turn.knowledge
    over = {"reply": None, "asked": None, "check": None}
    state = turn.slot("check") or {}
    if turn.slot("reply") == STOPPED or state.get("rule_set") not in knowledge.rule_sets:
        return Reply([note_card(knowledge.say("check.stopped"), [check_offer(turn)])], over)
    rules = knowledge.rule_sets[state["rule_set"]]
    found = assess(ready_rules(knowledge, rules.id), known(knowledge, turn.slot("circumstances") or {}))
    card = verdict_card(knowledge, rules, found, turn.place(), LEARNER, turn.today)
    others = [rule_set_offer(turn, other) for other in knowledge.rule_sets_on(turn.today) if other is not rules]
    card["next"] = offers([*others[:1], question_offer(knowledge, rules.topic, "what")])
    return Reply([card], {**over, "topic": rules.topic, "need": found.outcome.need if found.outcome else None})


class ActionVerdict(JobAction):
    """Runs `verdict`."""

    action_name = "action_verdict"
    job = staticmethod(verdict)
