"""What a person reads when something went wrong: that it is our fault, and where to turn."""

from __future__ import annotations

import logging

from bot.channel.reply import Card, Reply
from bot.guidance.content.card_text import card_text
from bot.guidance.dates import as_of
from bot.guidance.live import current
from bot.guidance.referral.routes import route_cards

logger = logging.getLogger(__name__)
NEED = "careers-advice"
ROUTES = 2


def apology() -> Reply:
    """The sorry card of a turn that failed; needs nothing but the knowledge of this process."""
    knowledge = current()
    card: Card = {"card": "sorry", "text": knowledge.say("sorry.action_failed"), "can": [], "routes": [], "next": []}
    try:
        card["routes"] = route_cards(knowledge, NEED, None, None, as_of())[:ROUTES]
        return Reply(card_text(knowledge, card), card, failed=True)
    except Exception as error:  # the last thing between a person and silence: what went wrong may be here too
        logger.error("apology: without routes (%s)", type(error).__name__)
        return Reply(card["text"], {**card, "routes": []}, failed=True)
