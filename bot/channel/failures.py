"""What goes wrong before or in a handler is answered like every other refusal, and logged without a word of the request."""

from __future__ import annotations

import logging
import traceback

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel.http import refused

logger = logging.getLogger(__name__)
WORDS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 408: "too_slow", 413: "too_large", 503: "unavailable"}


def register(app: Sanic) -> None:
    """Have every exception answered with {"error": word} and its status, an unknown one as 500."""
    app.error_handler.add(Exception, answer)


def answer(request: Request, error: Exception) -> HTTPResponse:
    """The refusal that an exception comes to; Sanic's own would be a page that quotes the request."""
    status = getattr(error, "status_code", 500) if isinstance(error, SanicException) else 500
    if status >= 500:
        places = traceback.extract_tb(error.__traceback__)[-3:]
        where = " < ".join(f"{place.filename}:{place.lineno} {place.name}" for place in reversed(places))
        logger.error("request: %s at %s", type(error).__name__, where)
    response = refused(WORDS.get(status, "bad_request" if status < 500 else "failed"), status)
    # Such as Allow, and Connection: close.
    response.headers.update(getattr(error, "headers", None) or {})
    return response
