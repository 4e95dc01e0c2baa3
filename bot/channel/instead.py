"""A page in the place of the chat, where something fails for somebody whose browser would show JSON: what was typed stays."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import page
from bot.channel.apology import apology
from bot.channel.http import form_of
from bot.channel.reply import Reply

logger = logging.getLogger(__name__)
TEMPLATE = "instead.html"

Draw = Callable[..., str]


def have_pages(app: Any, draw: Draw) -> None:
    """From now on there are such pages; `draw` draws a template."""
    app.ctx.draw_instead = draw


def page_for(request: Request) -> Optional[HTTPResponse]:
    """The page for a request that failed; None where no page was asked for, or none can be drawn."""
    draw: Optional[Draw] = getattr(getattr(getattr(request, "app", None), "ctx", None), "draw_instead", None)
    if draw is None:
        return None
    try:
        typed = form_of(request).get("text", "")
        if not typed and "text/html" not in request.headers.get("accept", ""):
            return None
        return failed(draw, apology(), typed, 500)
    except Exception as error:  # there is still the answer in one word
        logger.error("instead: %s", type(error).__name__)
        return None


def failed(draw: Draw, reply: Reply, typed: str, status: int = 200) -> HTTPResponse:
    """What went wrong and where to turn, with what was typed in a box, to be sent again."""
    return page.private(draw(TEMPLATE, turn={"text": reply.text, "custom": reply.card}, draft=typed), status)
