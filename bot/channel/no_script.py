"""The chat page without a script: forms and links, the same cards, the session in a cookie that the browser forgets."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Awaitable, Callable

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import instead, page, switch
from bot.channel.conversations import Conversations, role_of
from bot.channel.http import cookie_of, form_of, to
from bot.channel.sessions import SessionRefused
from bot.channel.turned_off import turned_off
from bot.channel.typed import LONGEST, is_too_long, tidy
from bot.guidance.live import current

COOKIE = "skills-session"
BESIDE_A_LEARNER = "ulr"
LATEST, THANKS = "/#latest", "/#thanks"

Draw = Callable[..., Awaitable[HTTPResponse]]


class NoScript:
    """GET / and what its forms post to."""

    def __init__(self, conversations: Conversations, draw: Callable[..., str], sheet: Callable[..., Awaitable[Any]]) -> None:
        self._conversations = conversations
        self._draw = draw
        self._sheet = sheet

    async def index(self, request: Request) -> HTTPResponse:
        """The page, with the conversation of this browser where it has one."""
        return await self._page(request)

    async def say(self, request: Request) -> HTTPResponse:
        """Take a message or a choice, then show the page; what cannot be sent stays in the box."""
        form = form_of(request)
        text, nonce = tidy(form.get("text")), form.get("nonce") or secrets.token_urlsafe(12)
        if not text:
            return await self._page(request, problem="empty")
        if is_too_long(text):
            return await self._page(request, problem="too_long", draft=text, over=len(text) - LONGEST)
        session, fresh = self._session(request, nonce)
        sender = self._conversations.sessions.sender(session)
        # Pressing twice, or going back and pressing the same again, is the same message; another choice is another.
        message_id = hashlib.sha256(f"{nonce}\n{text}".encode()).hexdigest()[:32]
        reply = await self._conversations.reply(request, sender, text, message_id, retry=True)
        if reply.failed:
            # Nothing of it is kept: the page with the conversation would not even show what was said.
            return _with_cookie(request, instead.failed(self._draw, reply, text), session if fresh else None)
        return _with_cookie(request, to(LATEST), session if fresh else None)

    async def start_again(self, request: Request) -> HTTPResponse:
        """Delete the conversation, then show the page as it was at first; who goes on with the next learner is asked nothing."""
        try:
            await self._conversations.forget(request, self.sender(request))
        except SessionRefused:
            pass
        way = current().phrase("widget")["ways"].get(form_of(request).get("anew"))
        if way is None:
            return _with_cookie(request, to("/"), "")
        session = self._conversations.sessions.new()
        sender = self._conversations.sessions.sender(session)
        await self._conversations.reply(request, sender, way["says"], secrets.token_hex(16), retry=False)
        return _with_cookie(request, to(LATEST), session)

    def sender(self, request: Request) -> str:
        """The conversation of this browser; SessionRefused where it has none."""
        return self._conversations.sessions.sender(cookie_of(request, COOKIE))

    def _session(self, request: Request, nonce: str) -> tuple[str, bool]:
        given = cookie_of(request, COOKIE)
        try:
            self._conversations.sessions.sender(given)
        except SessionRefused:
            # Two presses on the first page begin one conversation.
            return self._conversations.sessions.new(nonce), True
        return given, False

    async def _page(self, request: Request, problem: str = "", **more: Any) -> HTTPResponse:
        if switch.is_off():
            reply = turned_off()
            return page.private(self._draw("instead.html", turn={"text": reply.text, "custom": reply.card}))
        try:
            sender = self.sender(request)
            turns = await self._conversations.turns(request, sender)
        except SessionRefused:
            sender, turns = "", []
        role = role_of(turns)
        values = {
            "turns": turns, "role": role, "problem": problem, "nonce": self._conversations.sessions.nonce(), **more,
            "session": cookie_of(request, COOKIE) if turns else None,
            "session_over": bool(cookie_of(request, COOKIE)) and not sender,
            "sheet": await self._sheet(request, sender) if turns and role == BESIDE_A_LEARNER else None,
        }
        return page.private(self._draw("index.html", **values), status=400 if problem else 200)


def _with_cookie(request: Request, response: HTTPResponse, session: str | None) -> HTTPResponse:
    """The response with the session put in the browser ("" takes it out); None leaves it as it is."""
    if session is not None:
        response.cookies[COOKIE] = session
        response.cookies[COOKIE].update({"path": "/", "httponly": True, "samesite": "Lax"})
        if request.scheme == "https" or request.headers.get("x-forwarded-proto") == "https":
            response.cookies[COOKIE]["secure"] = True
        if not session:
            response.cookies[COOKIE]["max-age"] = 0
    return response
