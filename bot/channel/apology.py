"""What a person reads when something went wrong: that it is our fault, and where to turn."""

from __future__ import annotations

from bot.channel.reply import Reply
from bot.guidance.card_text import card_text
from bot.guidance.dates import as_of
from bot.guidance.live import current
from bot.guidance.referral import route_cards

ROUTES = 2


def apology() -> Reply:
    """The sorry card of a turn that failed; needs nothing but the knowledge of this process."""
    knowledge = current()
    card = {
        "card": "sorry",
        "text": knowledge.say("sorry.action_failed"),
        "can": [],
        "routes": route_cards(knowledge, "careers-advice", None, None, as_of())[:ROUTES],
        "next": [],
    }
    return Reply(card_text(knowledge, card), card, failed=True)
