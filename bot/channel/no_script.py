"""The chat page without a script: forms and links, the same cards, the session in a cookie that the browser forgets."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Awaitable, Callable

from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from bot.channel import page, switch
from bot.channel.conversations import Conversations, role_of
from bot.channel.sessions import SessionRefused
from bot.channel.turned_off import turned_off
from bot.channel.typed import LONGEST, is_too_long, tidy

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
        form = request.form or {}
        text, nonce = tidy(form.get("text")), form.get("nonce") or secrets.token_urlsafe(12)
        if not text:
            return await self._page(request, problem="empty")
        if is_too_long(text):
            return await self._page(request, problem="too_long", draft=text, over=len(text) - LONGEST)
        session, fresh = self._session(request, nonce)
        sender = self._conversations.sessions.sender(session)
        # Pressing twice, or going back and pressing the same again, is the same message; another choice is another.
        message_id = hashlib.sha256(f"{nonce}\n{text}".encode()).hexdigest()[:32]
        await self._conversations.reply(request, sender, text, message_id, retry=True)
        return _with_cookie(request, redirect(LATEST, status=303), session if fresh else None)

    async def start_again(self, request: Request) -> HTTPResponse:
        """Delete the conversation, then show the page as it was at first."""
        try:
            await self._conversations.forget(request, self.sender(request))
        except SessionRefused:
            pass
        return _with_cookie(request, redirect("/", status=303), "")

    def sender(self, request: Request) -> str:
        """The conversation of this browser; SessionRefused where it has none."""
        return self._conversations.sessions.sender(request.cookies.get(COOKIE))

    def _session(self, request: Request, nonce: str) -> tuple[str, bool]:
        given = request.cookies.get(COOKIE)
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
            "turns": turns, "role": role, "problem": problem, "nonce": secrets.token_urlsafe(12), **more,
            "session": request.cookies.get(COOKIE) if turns else None,
            "session_over": bool(request.cookies.get(COOKIE)) and not sender,
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
