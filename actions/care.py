"""The person first: for somebody who may be in danger."""

from __future__ import annotations

from actions.turn import JobAction, Reply, Turn
from bot.guidance.referral.routes import route_cards

# Whoever is only worn out or sad needs somebody who listens, and no emergency number.
NEEDS = {"exploitation": "exploitation", "upset": "at-risk"}


def care(turn: Turn) -> Reply:
    """Says that the person matters more than any scheme, and who is there now."""
    knowledge = turn.knowledge
    kind = turn.read("kind") or "self_harm"
    need = NEEDS.get(kind.partition("_")[0], "crisis")
    texts = knowledge.phrase("care")
    # Why a door comes first is nothing to somebody in danger.
    routes = [{**route, "why": ""} for route in route_cards(knowledge, need, None, None, turn.today)]
    return Reply([{"card": "care", "text": texts.get(kind) or texts["self_harm"], "routes": routes, "next": []}])


class ActionCare(JobAction):
    """Runs `care`."""

    action_name = "action_care"
    job = staticmethod(care)
