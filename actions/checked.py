"""What can be done with a finished check: keep it, put an answer right, or see what another answer would change."""

from __future__ import annotations

from typing import Any

from actions.check import begin, sets_of
from actions.turn import Reply, Turn
from actions.ways_on import check_offer
from bot.guidance.content.cards import Card, Offer, note_card
from bot.guidance.eligibility.cards import changed_card, keep_card, noted_card, verdict_cards, what_if_card

# A fact that was told outside a check, and its reply (see bot/nlu/alone.py).
TOLD = "told"


def told_alone(turn: Turn) -> Reply:
    """A fact told outside a check: that it is noted, and the check offered with it."""
    facts, other = turn.read(TOLD) or {}, bool(turn.read("for_other"))
    for_them = turn.knowledge.say("check.offer_other") if other else check_offer(turn).title
    offer = Offer(for_them, {"intent": "check", "scheme": None, "circumstances": facts, "for_other": other})
    noted = noted_card(turn.knowledge, facts)["text"]
    asks = turn.knowledge.say("check.told_of_other" if other else "check.told")
    return Reply([note_card(f"{noted} {asks}", [offer])], {"last": TOLD})


def keep(turn: Turn) -> Reply:
    """The last finished check as a summary to print or copy."""
    finished = turn.slot("checked") or {}
    sets, answers = sets_of(turn, finished), finished.get("answers") or {}
    if not sets:
        return Reply([note_card(turn.knowledge.say("keep.page"), [check_offer(turn)])])
    for_other = finished.get("for_other", False)
    verdicts = verdict_cards(turn.knowledge, sets, answers, finished.get("place"), turn.slot("role"), turn.today, for_other)
    return Reply([keep_card(turn.knowledge, sets, answers, verdicts, turn.today)])


def plainly(turn: Turn) -> Reply | None:
    """What the last verdicts come to, in a sentence each; None where no check was finished."""
    finished = turn.slot("checked") or {}
    sets, answers = sets_of(turn, finished), finished.get("answers") or {}
    if not sets:
        return None
    for_other = finished.get("for_other", False)
    verdicts = verdict_cards(turn.knowledge, sets, answers, finished.get("place"), turn.slot("role"), turn.today, for_other)
    texts = [turn.knowledge.say("check.plainly", scheme=card["scheme"], title=card["title"], sentence=card["sentence"])
             for card in verdicts]
    kept = Offer(turn.knowledge.say("keep.offer"), {"intent": "command", "kind": "keep"})
    # What is asked next is still about the verdict.
    whom = [verdicts[0]["note"]] if for_other else []
    return Reply([note_card(" ".join([*whom, *texts]), [kept])], {"last": "verdict"})


def again(turn: Turn) -> Reply:
    """A finished check once more: with another answer, or what another answer would change."""
    said, finished = turn.read("reply") or {}, turn.slot("checked") or {}
    sets, answers = sets_of(turn, finished), finished.get("answers") or {}
    name, value = said.get("circumstance"), said.get("value")
    if not sets or name not in turn.knowledge.questions:
        return Reply([note_card(turn.knowledge.say("command.reply"), [check_offer(turn)])])
    if said.get("kind") == "what_if":
        # What is asked next is still about the verdict.
        return Reply([what_if_card(turn.knowledge, sets, answers, name, value)], {"last": "verdict"})
    return _opened(turn, {**answers, name: value}, changed_card(turn.knowledge, name, value))


def back(turn: Turn) -> Reply | None:
    """The last question of a finished check once more; None where no check was finished."""
    finished = turn.slot("checked") or {}
    asked = [name for name in finished.get("asked", []) if name in (finished.get("answers") or {})]
    if not asked or not sets_of(turn, finished):
        return None
    answers = {name: value for name, value in finished["answers"].items() if name != asked[-1]}
    return _opened(turn, answers, note_card(turn.knowledge.say("check.gone_back")), asked[:-1], asked[-1])


def _opened(turn: Turn, answers: dict[str, Any], said: Card, asked: list[str] | None = None, first: str = "") -> Reply:
    """The finished check opened again with other answers."""
    finished = turn.slot("checked") or {}
    opened = begin(turn, [rules.id for rules in sets_of(turn, finished)])
    same_person = {"for_other": finished.get("for_other", False), "done": finished.get("done") or {}}
    state = {**opened.slots["check"], **same_person, "asked": asked or [], "first": first, "introduced": True}
    return Reply([said], {**opened.slots, "circumstances": answers, "check": state}, opened.followup)
