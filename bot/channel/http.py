"""Requests in and replies out, in the few forms that both channels use."""

from __future__ import annotations

from typing import Any

from sanic import response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

# Conversations do not stay in caches, and nothing is taken for what it is not.
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a request, {} where it holds anything else."""
    try:
        body = request.json
    except InvalidUsage:
        return {}
    return body if isinstance(body, dict) else {}


def as_json(body: Any) -> HTTPResponse:
    """A reply that says what was asked for."""
    return response.json(body, headers=HEADERS)


def as_text_file(text: str, name: str) -> HTTPResponse:
    """A plain text to save under a name."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return response.text(text, headers=headers, content_type="text/plain; charset=utf-8")


def refused(error: str, status: int) -> HTTPResponse:
    """A reply that names, in one word, why there is no other."""
    return response.json({"error": error}, status=status, headers=HEADERS)
