"""The channel of the chat page: signed sessions, one reply a message, a message sent twice is answered once."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import action_calls, history, page, remote_actions
from bot.channel.http import as_json, as_text_file, body_of, refused
from bot.channel.once import Once
from bot.channel.reply import Reply
from bot.channel.retention import RETENTION_HOURS, delete_old_conversations
from bot.channel.rolling import SessionRoller
from bot.channel.sessions import SessionRefused, Sessions, signing_keys
from bot.channel.store import conversation_store, state_folder
from bot.channel.summary_page import latest_summary, summary_page
from bot.channel.turns import take_turn
from bot.channel.typed import LONGEST
from bot.guidance.content.card_text import card_text
from bot.guidance.live import current

MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
LARGEST_REQUEST = 64 * 1024

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class WidgetInput(InputChannel):
    """GET / and everything under /chat/."""

    def __init__(self, sessions: Sessions | None = None) -> None:
        self.sessions = sessions or Sessions(signing_keys(state_folder()), RETENTION_HOURS)
        self._once = Once()
        self._roller = SessionRoller()

    @classmethod
    def name(cls) -> str:
        return "widget"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        remote_actions.repair()
        labels()
        self._on_new_message = on_new_message
        blueprint = Blueprint("widget_channel")
        _add(blueprint, "POST", "chat/session", self.session)
        _add(blueprint, "POST", "chat/message", self.message)
        _add(blueprint, "POST", "chat/start-again", self.start_again)
        _add(blueprint, "GET", "chat/history", self.history)
        _add(blueprint, "POST", "chat/summary", self.summary)
        _add(blueprint, "GET", "chat/labels", self.labels)
        _serve_files(blueprint)
        blueprint.listener("before_server_start")(_prepare)
        blueprint.listener("before_server_stop")(_end)
        blueprint.listener("after_server_stop")(action_calls.hang_up)
        return blueprint

    async def session(self, request: Request) -> HTTPResponse:
        """Give out a new session."""
        return as_json({"session": self.sessions.new()})

    async def labels(self, request: Request) -> HTTPResponse:
        """The words of the chat element, and how long a message may be."""
        return as_json({"labels": labels(), "longest": LONGEST})

    async def message(self, request: Request) -> HTTPResponse:
        """Answer {session, text, message_id}; `retry: true` looks first whether it was answered before."""
        body = body_of(request)
        message_id = body.get("message_id")
        if not isinstance(message_id, str) or not MESSAGE_ID.fullmatch(message_id):
            return refused("bad_request", 400)
        try:
            sender = self.sessions.sender(body.get("session"))
        except SessionRefused:
            return refused("session_over", 401)

        async def make() -> Reply:
            return await self._reply(request, sender, body.get("text"), message_id, bool(body.get("retry")))

        reply = await self._once.reply((sender, message_id), make)
        return as_json(_as_turn(message_id, reply))

    async def history(self, request: Request) -> HTTPResponse:
        """The conversation so far, for a page that was reloaded; the session comes as a bearer token."""
        try:
            sender = self.sessions.sender(request.token)
        except SessionRefused:
            return refused("session_over", 401)
        return as_json({"turns": history.turns(await _events(request, sender))})

    async def summary(self, request: Request) -> HTTPResponse:
        """The latest summary of the conversation as a page to print, or as plain text with `as=text`; the session is posted."""
        try:
            sender = self.sessions.sender((request.form or {}).get("session"))
        except SessionRefused:
            return refused("session_over", 401)
        said = history.turns(await _events(request, sender))
        card = latest_summary(turn["custom"] for turn in said)
        if card is None:
            return refused("no_summary", 404)
        if (request.form or {}).get("as") == "text":
            return as_text_file(card_text(current(), card), "summary.txt")
        return page.private(summary_page(current(), card))

    async def start_again(self, request: Request) -> HTTPResponse:
        """Delete the conversation and give out a new session."""
        body = body_of(request)
        try:
            sender = self.sessions.sender(body.get("session"))
        except SessionRefused:
            return await self.session(request)
        agent = _agent(request)
        store = conversation_store(agent)
        if agent and store:
            # Not beside a turn, which would keep the conversation again.
            async with agent.lock_store.lock(sender):
                store.forget(sender)
        self._once.forget(sender)
        self._roller.forget(sender)
        return await self.session(request)

    async def _reply(self, request: Request, sender: str, text: Any, message_id: str, retry: bool) -> Reply:
        if retry:
            before = history.reply_to(await _events(request, sender), message_id)
            if before:
                return before
        reply = await take_turn(
            self._on_new_message, text, sender, input_channel=self.name(), message_id=message_id
        )
        await self._roller.after_turn(_agent(request), sender)
        return reply


def _add(blueprint: Blueprint, method: str, path: str, handle: Callable[[Request], Awaitable[HTTPResponse]]) -> None:
    # Sanic marks its handlers, and a bound method cannot be marked.
    async def route(request: Request) -> HTTPResponse:
        return await handle(request)

    blueprint.add_route(route, path, methods=[method], name=handle.__name__)


def labels() -> dict[str, Any]:
    """The words of the page and the chat element."""
    return dict(current().phrase("widget"))


def _as_turn(message_id: str, reply: Reply) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "said": reply.said,
        "text": reply.text,
        "custom": reply.card,
        "failed": reply.failed,
    }


def _agent(request: Request) -> Any:
    return getattr(request.app.ctx, "agent", None)


async def _events(request: Request, sender: str) -> list[Any]:
    agent = _agent(request)
    tracker = await agent.tracker_store.retrieve_full_tracker(sender) if agent else None
    return list(tracker.events) if tracker else []


def _serve_files(blueprint: Blueprint) -> None:
    files = page.static_files()

    async def file(request: Request, name: str) -> HTTPResponse:
        if name not in files:
            return refused("not_found", 404)
        return page.send(request, *files[name])

    blueprint.add_route(file, r"chat/<name:[a-z-]+\.[a-z]+>", methods=["GET"])


async def _prepare(app: Any, _loop: Any) -> None:
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    app.register_middleware(page.answer_root(lambda: page.chat_page(labels())), "request")
    app.ctx.retention = asyncio.get_running_loop().create_task(delete_old_conversations(app))


async def _end(app: Any, _loop: Any) -> None:
    app.ctx.retention.cancel()

