"""What is wrong with an answer, whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any
from zlib import crc32

from bot.bench.fuzz.described import IMPROPER, described
from bot.bench.fuzz.markup import foreign
from bot.bench.fuzz.wire import JSON, Answer, Request

# A message is answered sooner than this, however many people ask at once.
LONGEST_SECONDS = 10.0
MARK = "zqvx"
CANARY = re.compile(rf"{MARK}[0-9a-f]{{8}}", re.IGNORECASE)
HTML = "text/html"
PLACES = re.compile(r"Traceback|site-packages|\.py\b|sqlalchemy|psycopg|Rasa\b|Sanic", re.IGNORECASE)


def canary(name: str) -> str:
    """A word by which somebody is known, and nobody else."""
    return f"{MARK}{crc32(name.encode()):08x}"


def wrong_with(
    request: Request, answer: Answer, own: Collection[str] = (), never: Collection[str] = (), longest: float = LONGEST_SECONDS
) -> Iterator[str]:
    """Everything that is wrong; `own` are the canaries that may be shown, `never` what may not stand in any answer."""
    if not answer.status:
        yield "silence"
        return
    if answer.seconds > longest:
        yield f"took {answer.seconds:.1f} s"
    if answer.status >= 500:
        yield f"status {answer.status}"
        return
    yield from _undescribed(request, answer)
    yield from _headers(request, answer)
    others = {found.lower() for found in CANARY.findall(answer.text)} - {each.lower() for each in own}
    if others:
        yield f"shows what somebody else said: {sorted(others)}"
    yield from (f"holds {each!r}" for each in never if each in answer.text)
    if answer.status >= 400 and request.method != "HEAD":
        yield from _refusal(answer)
    elif request.path == "/chat/message":
        yield from _no_turn(answer.json())
    yield from (f"has {each} in its page" for each in _foreign(answer))


def _no_turn(turn: Any) -> Iterator[str]:
    if not isinstance(turn, dict) or not isinstance(turn.get("custom"), dict) or not turn["custom"].get("card"):
        yield "is no turn"
        return
    for name in ("text", "html"):
        if not str(turn.get(name) or "").strip():
            yield f"has no {name}"
    if turn.get("failed") is not False:
        yield "is an apology"


def _undescribed(request: Request, answer: Answer) -> Iterator[str]:
    if request.raw is not None or not (known := described(request.method, request.path)):
        # No client that reads the description sends this: it is refused.
        if answer.status not in IMPROPER and request.raw is None:
            yield f"status {answer.status} where nothing is"
    elif answer.status not in known:
        if answer.status not in IMPROPER:
            yield f"status {answer.status} is not described"
    elif answer.body and answer.kind not in known[answer.status] and not (answer.status >= 400 and answer.kind == HTML):
        yield f"{answer.kind or 'no media type'} is not described for {answer.status}"


def _headers(request: Request, answer: Answer) -> Iterator[str]:
    expected = {"x-content-type-options": "nosniff"}
    if answer.kind == HTML and answer.body:
        expected |= {"content-security-policy": "default-src 'none'", "referrer-policy": "same-origin"}
    for name, value in expected.items():
        if not answer.headers.get(name, "").startswith(value):
            yield f"lacks {name}"
    if not answer.headers.get("cache-control", "").startswith(("no-store", "no-cache")):
        yield "may stay in a cache"


def _refusal(answer: Answer) -> Iterator[str]:
    if CANARY.search(answer.text) and answer.kind == JSON:
        yield "repeats what was sent in a refusal"
    if PLACES.search(answer.text):
        yield "says how it is made"
    if answer.kind == JSON:
        body = answer.json()
        if not isinstance(body, dict) or not re.fullmatch("[a-z_]+", str(body.get("error"))):
            yield "names no reason"
        elif len(str(body.get("text") or "").split()) < 3:
            yield "does not say what to do"
    elif answer.kind != HTML:
        yield f"refuses as {answer.kind or 'nothing'}"


def _foreign(answer: Answer) -> list[str]:
    if answer.kind == HTML:
        return foreign(answer.text)
    body = answer.json() if answer.kind == JSON else None
    if not isinstance(body, dict):
        return []
    turns = [body, *(body["turns"] if isinstance(body.get("turns"), list) else [])]
    return [each for turn in turns for each in foreign(str(turn.get("html") or ""))]
