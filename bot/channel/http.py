"""Requests in and replies out, in the few forms that both channels use."""

from __future__ import annotations

from typing import Any, Optional
from urllib.parse import parse_qs

from sanic import response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.guidance.live import current

# Conversations do not stay in caches, and nothing is taken for what it is not.
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
FORM = "application/x-www-form-urlencoded"


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a request, {} where it holds anything else."""
    try:
        body = request.json
    except InvalidUsage:
        return {}
    return body if isinstance(body, dict) else {}


def form_of(request: Request) -> dict[str, str]:
    """The fields of a form as our pages send it, of each name the first; {} where the request holds anything else."""
    # Not Sanic's: of a form in parts it believes which encoding each is in, and some give text that cannot be written.
    if (request.content_type or "").partition(";")[0].strip().lower() != FORM:
        return {}
    return {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}


def cookie_of(request: Request, name: str) -> Optional[str]:
    """The value of a cookie, None where there is none."""
    # Not Sanic's: it fails where any cookie of this host, also another program's, has a name that Python does not like.
    cookies = (each.strip().partition("=") for each in request.headers.get("cookie", "").split(";"))
    return next((value for key, _, value in cookies if key == name), None)


def as_json(body: Any) -> HTTPResponse:
    """A reply that says what was asked for."""
    return response.json(body, headers=HEADERS)


def as_text_file(text: str, name: str) -> HTTPResponse:
    """A plain text to save under a name."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return response.text(text, headers=headers, content_type="text/plain; charset=utf-8")


def to(address: str) -> HTTPResponse:
    """A reply that sends a browser on after a form."""
    return response.redirect(address, status=303, headers=HEADERS)


def refused(error: str, status: int) -> HTTPResponse:
    """A reply that names, in one word, why there is no other, and says in a sentence what to do."""
    words = current().phrase("widget.refusals")
    return response.json({"error": error, "text": words.get(error, words["other"])}, status=status, headers=HEADERS)
