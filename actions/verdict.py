"""Ends a check: with its verdicts, or without one where the person stopped."""

from __future__ import annotations

from actions.check import sets_of
from actions.check_form import STOPPED
from actions.turn import JobAction, Reply, Turn
from actions.ways_on import check_offer, rule_set_offer
from bot.guidance.content.cards import Offer, note_card, offers, question_offer
from bot.guidance.eligibility.cards import verdict_cards

OVER = {"reply": None, "asked": None, "check": None}


def verdict(turn: Turn) -> Reply:
    """The outcome of each set tried, with its reasons, what would change it and where to turn."""
    knowledge, state = turn.knowledge, turn.slot("check") or {}
    sets = sets_of(turn, state)
    if turn.slot("reply") == STOPPED or not sets:
        return Reply([note_card(knowledge.say("check.stopped"), [check_offer(turn)])], dict(OVER))
    answers = turn.slot("circumstances") or {}
    for_other = state.get("for_other", False)
    cards = verdict_cards(knowledge, sets, answers, turn.place(), turn.slot("role"), turn.today, for_other)
    best = knowledge.rule_sets[cards[0]["rule_set"]]
    current = [rules for rules in knowledge.rule_sets_on(turn.today) if rules not in sets and rules.asked_of == best.asked_of]
    keep = Offer(knowledge.say("keep.offer"), {"intent": "command", "kind": "keep"})
    further = [rule_set_offer(turn, rules) for rules in current if rules.together or rules.topic == best.topic][:1]
    cards[-1]["next"] = offers([keep, *further, question_offer(knowledge, best.topic, "what")])
    lead = [note_card(knowledge.say("check.best_first", count=len(cards)))] if len(cards) > 1 else []
    need = best.outcomes[cards[0]["outcome"]].need
    done = {**(state.get("done") or {}), **{card["rule_set"]: card["outcome"] for card in cards}}
    finished = {**state, "answers": answers, "place": turn.place(), "done": done}
    return Reply([*lead, *cards], {**OVER, "checked": finished, "topic": best.topic, "need": need})


class ActionVerdict(JobAction):
    """Runs `verdict`."""

    action_name = "action_verdict"
    job = staticmethod(verdict)
