"""The chat page and the files of the chat element, read once and sent with headers that let nothing else in."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path
from typing import Any, Callable

from sanic.request import Request
from sanic.response import HTTPResponse

WIDGET = Path(__file__).resolve().parent.parent / "widget"
TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PLACE = re.compile(r"\{\{ ?([a-z0-9_]+) ?\}\}")


def chat_page(labels: dict[str, Any]) -> str:
    """The page with its words filled in; every word is escaped."""
    return filled((WIDGET / "page.html").read_text(encoding="utf-8"), labels)


def filled(page: str, words: dict[str, Any], body: str = "") -> str:
    """A page with its words filled in and escaped; `body` is HTML already."""
    return _PLACE.sub(lambda place: body if place.group(1) == "body" else html.escape(str(words[place.group(1)])), page)


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
    return HTTPResponse(body, headers=headers, content_type=f"{media_type}; charset=utf-8")


def private(page: str) -> HTTPResponse:
    """A page about one conversation: shown once, kept in no cache."""
    return HTTPResponse(page, headers={**HEADERS, "Cache-Control": "no-store"}, content_type="text/html; charset=utf-8")


def answer_root(page: Callable[[], str]) -> Callable[[Request], Any]:
    """A middleware that answers GET / with the page: Rasa registers a root of its own, so that no route can."""

    async def middleware(request: Request) -> HTTPResponse | None:
        if request.path == "/" and request.method in ("GET", "HEAD"):
            return send(request, page().encode(), TYPES[".html"])
        return None

    return middleware
