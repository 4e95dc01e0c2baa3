"""What goes wrong before or in a handler is answered like every other refusal, and logged without a word of the request."""

from __future__ import annotations

import logging
import traceback

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import instead, readable
from bot.channel.http import refused

logger = logging.getLogger(__name__)
WORDS = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 408: "too_slow", 413: "too_large", 503: "unavailable"}


def register(app: Sanic) -> None:
    """Have every exception answered with {"error": word, "text": words} and its status, an unknown one as 500."""
    readable.repair(app)
    app.error_handler.add(Exception, answer)


def answer(request: Request, error: Exception) -> HTTPResponse:
    """The refusal that an exception comes to; Sanic's own would be a page that quotes the request."""
    # What cannot be read is no fault of ours, whatever it was that failed in reading it.
    otherwise = 400 if readable.is_unread(request) else 500
    status = getattr(error, "status_code", 500) if isinstance(error, SanicException) else otherwise
    if status >= 500:
        places = traceback.extract_tb(error.__traceback__)[-3:]
        where = " < ".join(f"{place.filename}:{place.lineno} {place.name}" for place in reversed(places))
        logger.error("request: %s at %s", type(error).__name__, where)
        shown = instead.page_for(request)
        if shown:
            return shown
    response = refused(WORDS.get(status, "bad_request" if status < 500 else "failed"), status)
    # Such as Allow, and Connection: close.
    response.headers.update(getattr(error, "headers", None) or {})
    return response
