"""Finds who can help with a need at a place."""

from __future__ import annotations

from actions.turn import JobAction, Reply, Turn
from bot.guidance.cards import Offer, choice_card
from bot.guidance.referral_cards import referral_card

DEFAULT_NEED = "careers-advice"


def refer(turn: Turn) -> Reply:
    """The best routes for the need, the place and the person; asks which place where a name is shared."""
    knowledge = turn.knowledge
    shared = turn.read("ambiguous_place") or []
    need = turn.read("need") or turn.slot("need") or DEFAULT_NEED
    if shared:
        given = [Offer(knowledge.say("referral.in_place", place=hit["name"]),
                       {"intent": "refer", "places": [hit["id"]], "need": need}) for hit in shared[:3]]
        return Reply([choice_card(knowledge.say("referral.which_place"), given)], {"need": need})
    place = turn.place()
    card = referral_card(knowledge, need, place, None, turn.today)
    return Reply([card], {"need": need, "place": place})


class ActionRefer(JobAction):
    """Runs `refer`."""

    action_name = "action_refer"
    job = staticmethod(refer)
