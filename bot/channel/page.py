"""Pages and the files of the chat element, sent with headers that let nothing else in."""

from __future__ import annotations

import hashlib
from typing import Any, Awaitable, Callable

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel.drawn import WIDGET

TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".png": "image/png", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types skills-chat"
    ),
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not "no-referrer": a form would then say Origin: null, and be taken for another site's.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def static_files() -> dict[str, tuple[bytes, str]]:
    """The files of the chat element by name, with their media types."""
    return {
        path.name: (path.read_bytes(), TYPES[path.suffix])
        for path in sorted(WIDGET.iterdir()) if path.suffix in (".css", ".js", ".svg")
    }


def send(request: Request, body: bytes, media_type: str) -> HTTPResponse:
    """The body, or 304 where the browser has this very version."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {**HEADERS, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return HTTPResponse(status=304, headers=headers)
    text = "" if media_type.startswith("image/p") else "; charset=utf-8"
    return HTTPResponse(body, headers=headers, content_type=f"{media_type}{text}")


def private(page: str, status: int = 200) -> HTTPResponse:
    """A page about one conversation: shown once, kept in no cache."""
    headers = {**HEADERS, "Cache-Control": "no-store"}
    return HTTPResponse(page, status=status, headers=headers, content_type="text/html; charset=utf-8")


def answer_root(index: Callable[[Request], Awaitable[HTTPResponse]]) -> Callable[[Request], Any]:
    """A middleware that answers GET / with the page: Rasa registers a root of its own, so that no route can."""

    async def middleware(request: Request) -> HTTPResponse | None:
        return await index(request) if request.path == "/" and request.method in ("GET", "HEAD") else None

    return middleware
