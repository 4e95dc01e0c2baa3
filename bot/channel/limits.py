"""Limits on use: so many messages in a conversation, so many requests from an address; then kind words and when to try again."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from typing import Optional

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import metrics, page
from bot.channel.addresses import address_of, is_forwarded, trust
from bot.channel.http import FORM, HEADERS, form_of
from bot.channel.limit_settings import LimitSettings
from bot.channel.pseudonym import pseudonym
from bot.channel.rates import Counts, InMemory, InRedis, Rate
from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current

logger = logging.getLogger(__name__)
PAGE = "instead.html"
FILES = (".css", ".js", ".png", ".svg")
FORMS = (FORM, "multipart/form-data")
LARGE_UNITS = ((3600, "hours"), (60, "minutes"))

Draw = Callable[..., str]


class TooMany(Exception):
    """A limit is reached; `seconds` is when to try again."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = max(1, math.ceil(seconds))


class Limits:
    """The limits of a server; `draw` draws the page for whoever posted a form, at `redis` several servers count together."""

    def __init__(self, settings: LimitSettings, draw: Draw, redis: Optional[str] = None) -> None:
        self._settings, self._draw = settings, draw
        self.counts: Counts = InRedis(redis) if redis else InMemory()
        self._warned = False

    def register(self, app: Sanic) -> None:
        """Count every request of the app, and answer what is too many; called after what answers preflights."""
        trust(app, self._settings)
        app.ctx.limits = self
        app.register_middleware(self.before, "request")
        app.error_handler.add(TooMany, self.answer)

    async def before(self, request: Request) -> Optional[HTTPResponse]:
        """The refusal of a request from an address that sent too many, None for any other."""
        if not _is_counted(request):
            return None
        address = address_of(request, self._settings)
        if address is None:
            self._warn(request)
            return None
        try:
            await self._count("address", address, self._settings.per_address)
        except TooMany as refusal:
            return self.answer(request, refusal)
        return None

    async def message(self, sender: str) -> None:
        """Count a message of a conversation; TooMany where it may send no more just now."""
        await self._count("session", sender, self._settings.per_session)

    def answer(self, request: Request, refusal: TooMany) -> HTTPResponse:
        """When to try again, in words and in seconds: as JSON, or as a page where a page was asked for."""
        text = _words(current(), refusal.seconds)
        retry = {"Retry-After": str(refusal.seconds)}
        if not _wants_a_page(request):
            body = {"error": "too_many", "retry_after": refusal.seconds, "text": text}
            return response.json(body, status=429, headers={**HEADERS, **retry})
        turn = {"text": text, "custom": {"card": "note", "text": text, "next": []}}
        shown = page.private(self._draw(PAGE, turn=turn, draft=form_of(request).get("text", "")), status=429)
        shown.headers.update(retry)
        return shown

    async def _count(self, kind: str, name: str, rates: tuple[Rate, ...]) -> None:
        # Whoever looks into the store of the counts finds neither addresses nor conversations.
        counted = pseudonym(f"limit {kind}", name)
        wait = await self.counts.wait({f"{kind}:{counted}:{each.seconds:g}": each for each in rates})
        if wait:
            metrics.REFUSED.labels(kind).inc()
            raise TooMany(wait)

    def _warn(self, request: Request) -> None:
        if not self._warned and is_forwarded(request):
            self._warned = True
            logger.warning("limits: there is a proxy in front and no address_header is set; nothing is counted by address")


async def count_message(request: Request, sender: str) -> None:
    """Count a message where the server has limits; TooMany where the conversation may send no more just now."""
    limits: Optional[Limits] = getattr(request.app.ctx, "limits", None)
    if limits:
        await limits.message(sender)


def _is_counted(request: Request) -> bool:
    path = request.path
    return path == "/" or (path.startswith("/chat/") and not path.endswith(FILES))


def _wants_a_page(request: Request) -> bool:
    form = (request.content_type or "").partition(";")[0].strip().lower() in FORMS
    return form or request.path == "/" or "text/html" in request.headers.get("accept", "")


def _words(k: Knowledge, seconds: int) -> str:
    """The words with the time to wait, in the largest unit that it fills at least twice."""
    size, unit = next(((size, unit) for size, unit in LARGE_UNITS if seconds >= 2 * size), (1, "seconds"))
    count = math.ceil(seconds / size)
    wait = k.say(f"limits.{'second' if count == 1 else unit}", count=count)
    return k.say("limits.too_many", wait=wait)
