"""Requests that have a beginning and an end; others are refused like whatever else is wrong.

Three repairs to Sanic 21.12. A request that it cannot read because of its address is answered with silence, since the
answer is made in the name of that address, and a proxy takes the silence for a server that is gone. A length below zero
keeps it reading for ever, so that nobody is answered any more. And whoever sends a body drop by drop is waited for without end.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sanic.compat import Header
from sanic.exceptions import InvalidUsage, RequestTimeout
from sanic.http import Http
from sanic.request import Request

# Longer than a phone with a bad connection takes for what a request may hold.
BODY_SECONDS = 30.0
# What Sanic calls the method of a request that it could not read.
UNREAD = "NONE"

_sanics_stand_in = Http.create_empty_request


class Readable(Request):
    """A request whose body has an end; InvalidUsage for any other, RequestTimeout where the end does not come in time."""

    def __init__(self, url_bytes: bytes, headers: Header, *given: Any, **more: Any) -> None:
        super().__init__(url_bytes, headers, *given, **more)
        lengths, coding = headers.getall("content-length", []), headers.getall("transfer-encoding", [])
        if any(not (each.isascii() and each.isdecimal()) for each in lengths) or len(lengths) > 1:
            raise InvalidUsage("Bad length")
        if coding not in ([], ["chunked"]) or (coding and lengths):
            raise InvalidUsage("Bad coding")

    async def receive_body(self) -> None:
        """Take in the body."""
        try:
            await asyncio.wait_for(super().receive_body(), BODY_SECONDS)
        except asyncio.TimeoutError:
            # What is still to come is not waited for either.
            self.stream.request_body, self.stream.keep_alive = None, False
            raise RequestTimeout("The body did not come") from None


def repair(app: Any) -> None:
    """Have every request to the app read so; called before the server starts."""
    app.request_class = Readable
    Http.create_empty_request = _stand_in


def is_unread(request: Request) -> bool:
    """Whether the request stands in for one that could not be read."""
    return bool(getattr(request, "method", None) == UNREAD)


def _stand_in(self: Http) -> None:
    self.url = None
    _sanics_stand_in(self)
