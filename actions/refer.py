"""Finds who can help with a need at a place; asks for what is missing once, and never again."""

from __future__ import annotations

from typing import Any, Optional

from actions.turn import JobAction, Reply, Turn
from bot.guidance.content.cards import Offer, choice_card, note_card
from bot.guidance.eligibility.circumstances import choice_of
from bot.guidance.places.gazetteer import describe
from bot.guidance.referral.cards import SHOWN, history_note, referral_card, which_need_card, which_place_card
from bot.guidance.referral.needs import general_need, need_for, need_of_topic

PHONE = "phone"

__all__ = ["more_routes", "need_of", "refer"]


def refer(turn: Turn) -> Reply:
    """The best routes for the need, the place and the person; asks which place where a name is shared."""
    knowledge, kind = turn.knowledge, turn.read("kind")
    need, place = need_of(turn), turn.place()
    shared = turn.read("ambiguous_place") or []
    if shared:
        given = [Offer(knowledge.say("referral.in_place", place=hit["name"]),
                       {"intent": "refer", "places": [hit["id"]], "need": need}) for hit in shared]
        return Reply([choice_card(knowledge.say("referral.which_place"), given)], {"need": need})
    if kind == "unknown_place" and not _asked(turn, "known_place"):
        slots = {"need": need, **_now_asked(turn, "known_place"), "wanted": "place"}
        return Reply([note_card(knowledge.say("referral.unknown_place"))], slots)
    need = need or (general_need(knowledge) if kind in ("coverage", "partnership") else None)
    if need is None and not _asked(turn, "need"):
        return _asks(turn, which_need_card(knowledge, turn.role(), place), "need", place)
    lead = knowledge.say("referral.ask_need_again") if need is None else _lead(turn, place)
    need = need or general_need(knowledge)
    if place is None and kind == "near" and not _asked(turn, "place"):
        return _asks(turn, which_place_card(knowledge, need), "place", None, need)
    asks_place = place is None and kind != "anywhere" and not _asked(turn, "place")
    start = turn.read("start") or 0
    rings = kind == PHONE
    card = referral_card(knowledge, need, place, turn.role(), turn.today, lead, start, asks_place, rings)
    slots = {"need": need, "place": place, "topic": knowledge.needs[need].main_topic, "facet": None}
    slots["shown"] = {"routes": start + SHOWN, "kind": PHONE if rings else None}
    return Reply([card], {**slots, **(_now_asked(turn, "place") if asks_place else {})})


def more_routes(turn: Turn) -> Reply:
    """The next routes of the last referral; the first ones again where there are no more."""
    shown = turn.slot("shown") or {}
    start = shown.get("routes", 0)
    reply = refer(Turn({"start": start, "kind": shown.get("kind")}, turn.slots, turn.knowledge, turn.today))
    if reply.cards[0].get("routes") or not start:
        return reply
    again = refer(Turn({}, turn.slots, turn.knowledge, turn.today))
    again.cards[0]["intro"] = turn.knowledge.say("referral.no_more")
    return again


def need_of(turn: Turn) -> Optional[str]:
    """What help is looked for: as the message says, else what its topic is about, else what was looked for before."""
    knowledge, said = turn.knowledge, turn.read("need") or _wished(turn)
    topic = turn.read("about") or (turn.slot("topic") if turn.slot("last") != "referral" else None)
    found = said or need_of_topic(knowledge, topic) or turn.slot("need")
    return need_for(knowledge, found, turn.role()) if found in knowledge.needs else None


def _wished(turn: Turn) -> Optional[str]:
    """What help the course is about that somebody checks just now; None outside a check."""
    if not turn.slot("check"):
        return None
    questions, answers = turn.knowledge.questions, turn.slot("circumstances") or {}
    chosen = (choice_of(questions[name], answers[name]) for name in answers if name in questions and questions[name].wish)
    return next((choice.need for choice in chosen if choice and choice.need), None)


def _lead(turn: Turn, place: Optional[str]) -> str:
    """What comes before the routes: which place was understood where that is in doubt, and an answer about the place."""
    doubted = turn.read("doubtful_place")
    taken_as = turn.knowledge.say("referral.taken_as", said=doubted["said"], place=doubted["name"]) if doubted else ""
    return " ".join(part for part in (taken_as, _about_the_place(turn, place)) if part)


def _about_the_place(turn: Turn, place: Optional[str]) -> str:
    """The answer to "do you cover X" and "which partnership covers X"."""
    knowledge = turn.knowledge
    where = describe(knowledge, place) if place else None
    if where is None:
        return ""
    if turn.read("kind") == "partnership":
        return history_note(knowledge, where, turn.today, "below")
    if turn.read("kind") == "coverage":
        return knowledge.say("referral.covers" if where.nation else "referral.covers_not", line=where.line, place=where.name)
    return ""


def _asks(turn: Turn, card: dict[str, Any], wanted: str, place: Optional[str], need: Optional[str] = None) -> Reply:
    """The card that asks for what is missing; the answer comes with the next message."""
    kept = {name: value for name, value in (("place", place), ("need", need)) if value}
    return Reply([card], {**kept, **_now_asked(turn, wanted)})


def _asked(turn: Turn, what: str) -> bool:
    """Whether a referral of this conversation has asked for it already."""
    return what in (turn.slot("asked_once") or [])


def _now_asked(turn: Turn, what: str) -> dict[str, Any]:
    return {"wanted": what, "asked_once": [*(turn.slot("asked_once") or []), what]}


class ActionRefer(JobAction):
    """Runs `refer`."""

    action_name = "action_refer"
    job = staticmethod(refer)
