"""What can be done with a finished check: keep it, put an answer right, or see what another answer would change."""

from __future__ import annotations

from actions.check import begin, sets_of
from actions.sorry import check_offer
from actions.turn import Reply, Turn
from bot.guidance.cards import note_card
from bot.guidance.check_cards import in_words, keep_card, verdict_cards, what_if_card


def keep(turn: Turn) -> Reply:
    """The last finished check as a summary to print or copy."""
    sets = sets_of(turn, turn.slot("checked"))
    if not sets:
        return Reply([note_card(turn.knowledge.say("keep.nothing"), [check_offer(turn)])])
    answers = turn.slot("circumstances") or {}
    verdicts = verdict_cards(turn.knowledge, sets, answers, turn.place(), turn.slot("role"), turn.today)
    return Reply([keep_card(turn.knowledge, sets, answers, verdicts, turn.today)])


def again(turn: Turn) -> Reply:
    """A finished check once more: with another answer, or what another answer would change."""
    said, sets = turn.read("reply") or {}, sets_of(turn, turn.slot("checked"))
    name, value = said.get("circumstance"), said.get("value")
    if not sets or name not in turn.knowledge.questions:
        return Reply([note_card(turn.knowledge.say("command.reply"), [check_offer(turn)])])
    answers = turn.slot("circumstances") or {}
    if said.get("kind") == "what_if":
        return Reply([what_if_card(turn.knowledge, sets, answers, name, value)])
    opened = begin(turn, [rules.id for rules in sets])
    opened.slots["circumstances"] = {**answers, name: value}
    question = turn.knowledge.questions[name]
    words = turn.knowledge.say("check.changed", title=question.title, value=in_words(turn.knowledge, name, value))
    return Reply([note_card(words)], opened.slots, opened.followup)
