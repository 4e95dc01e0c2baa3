"""The channel of the chat page: signed sessions, one reply a message, a message sent twice is answered once."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import (
    action_calls,
    failures,
    feedback,
    limit_settings,
    operating,
    page,
    papers,
    remote_actions,
    site,
    switch,
)
from bot.channel.conversations import CHANNEL, MESSAGE_ID, Conversations, OnMessage
from bot.channel.cross_origin import CrossOrigin
from bot.channel.history import Turn
from bot.channel.http import as_json, as_text_file, body_of, form_of, refused, to
from bot.channel.no_script import THANKS, NoScript
from bot.channel.reply import Reply, note_card
from bot.channel.retention import RETENTION_HOURS, delete_old_conversations
from bot.channel.sessions import SessionRefused, Sessions, signing_keys
from bot.channel.shown import Shown
from bot.channel.store import state_folder
from bot.channel.turned_off import turned_off, without_topics
from bot.channel.typed import LONGEST
from bot.guidance.content.card_text import card_text
from bot.guidance.dates import as_of
from bot.guidance.live import current
from bot.guidance.referral.sheet import sheet_card

LARGEST_REQUEST = 64 * 1024


class WidgetInput(InputChannel):
    """GET / and everything under /chat/; `openapi.yml` says what each takes and gives."""

    def __init__(
        self, sessions: Sessions | None = None, settings: site.Site | None = None,
        limits: limit_settings.LimitSettings | None = None,
    ) -> None:
        self.sessions = sessions or Sessions(signing_keys(state_folder()), RETENTION_HOURS)
        self.shown = Shown(settings or site.load(os.environ))
        self.limits = limits or limit_settings.load(os.environ)

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        remote_actions.repair()
        self.shown.words()
        self.conversations = Conversations(self.sessions, on_new_message)
        self.no_script = NoScript(self.conversations, self.shown.page, self._sheet)
        blueprint = Blueprint("widget_channel")
        for method, path, handle in (
            ("POST", "session", self.session), ("POST", "message", self.message), ("GET", "history", self.history),
            ("POST", "start-again", self.start_again), ("GET", "labels", self.labels), ("POST", "feedback", self.feedback),
            ("POST", "sheet", self.sheet), ("POST", "keep", self.keep), ("POST", "say", self.no_script.say),
            ("POST", "opinion", self.opinion), ("GET", "demo", self.demo), ("GET", "accessibility", self.accessibility),
        ):
            self._add(blueprint, method, f"chat/{path}", handle)
        operating.add_to(blueprint)
        _serve_files(blueprint, self.shown.files())
        blueprint.listener("before_server_start")(self._prepare)
        blueprint.listener("before_server_stop")(_end)
        blueprint.listener("after_server_stop")(action_calls.hang_up)
        return blueprint

    def _add(self, blueprint: Blueprint, method: str, path: str, handle: Callable[[Request], Awaitable[HTTPResponse]]) -> None:
        # Sanic marks its handlers, and a bound method cannot be marked.
        async def route(request: Request) -> HTTPResponse:
            try:
                response = await handle(request)
            except SessionRefused:
                response = refused("session_over", 401)
            looks = response.status >= 400 and "text/html" in request.headers.get("accept", "")
            return self._in_words(response) if looks and response.content_type == "application/json" else response

        blueprint.add_route(route, path, methods=[method], name=handle.__name__)

    def _in_words(self, refusal: HTTPResponse) -> HTTPResponse:
        """A refusal as a page, for somebody whose browser would show its JSON."""
        text = json.loads(refusal.body)["text"]
        return page.private(self.shown.page("instead.html", turn={"text": text, "custom": note_card(text)}), refusal.status)

    async def session(self, request: Request) -> HTTPResponse:
        """Give out a new session."""
        return as_json({"session": self.sessions.new()})

    async def labels(self, request: Request) -> HTTPResponse:
        """The chat with nothing said yet as HTML, the words that its script says, and how long a message may be.

        `off` where it is turned off; its HTML then says where to turn.
        """
        off = switch.is_off()
        html = self.shown.page("chat.html", instead=_as_turn("", turned_off()) if off else None)
        return as_json({"labels": self.shown.words(), "longest": LONGEST, "html": html, "off": off})

    async def message(self, request: Request) -> HTTPResponse:
        """Answer {session, text, message_id}; `retry: true` looks first whether it was answered before."""
        body = body_of(request)
        message_id = body.get("message_id")
        if not isinstance(message_id, str) or not MESSAGE_ID.fullmatch(message_id):
            return refused("bad_request", 400)
        sender = self.sessions.sender(body.get("session"))
        reply = await self.conversations.reply(request, sender, body.get("text"), message_id, bool(body.get("retry")))
        return as_json(self._turn(_as_turn(message_id, reply)))

    async def history(self, request: Request) -> HTTPResponse:
        """The conversation so far, for a page that was reloaded; the session comes as a bearer token."""
        turns = await self.conversations.turns(request, self.sessions.sender(request.token))
        return as_json({"turns": [self._turn(turn) for turn in turns]})

    async def start_again(self, request: Request) -> HTTPResponse:
        """Delete the conversation and give out a new session."""
        if form_of(request):
            return await self.no_script.start_again(request)
        try:
            await self.conversations.forget(request, self.sessions.sender(body_of(request).get("session")))
        except SessionRefused:
            pass
        return await self.session(request)

    async def feedback(self, request: Request) -> HTTPResponse:
        """Note whether a reply was useful: {session, message_id, opinion, reason?}."""
        body = body_of(request)
        kind, reason = body.get("opinion"), body.get("reason") or ""
        opinion = f"{kind} {reason}".strip() if isinstance(kind, str) and isinstance(reason, str) else None
        return await self._note(request, self.sessions.sender(body.get("session")), body.get("message_id"), opinion)

    async def opinion(self, request: Request) -> HTTPResponse:
        """The same from a form: what is pressed says the opinion and the reason in one."""
        form = form_of(request)
        noted = await self._note(request, self.no_script.sender(request), form.get("message_id"), form.get("opinion", ""))
        return noted if noted.status != 200 else to(THANKS)

    async def sheet(self, request: Request) -> HTTPResponse:
        """What is noted of the conversation for a learner, as HTML and as text."""
        card = await self._sheet(request, self.sessions.sender(body_of(request).get("session")))
        return as_json({"html": self.shown.page("sheet.html", sheet=card), "text": card_text(current(), card)})

    async def keep(self, request: Request) -> HTTPResponse:
        """A part of the conversation as a page to print, or as plain text with `as=text`; the session is posted."""
        form = form_of(request)
        sender = self.sessions.sender(form["session"]) if form.get("session") else self.no_script.sender(request)
        paper = await self._paper(request, sender, form.get("what"), form.get("message_id"))
        if paper is None:
            return refused("nothing_to_keep", 404)
        if form.get("as") == "text":
            return as_text_file(paper.text(self.shown.words()), f"{paper.name}.txt")
        return page.private(paper.page(self.shown.words(), current().say("keep.hint_typed" if paper.typed else "keep.hint")))

    async def demo(self, request: Request) -> HTTPResponse:
        """Every card in every state, where the operator shows it."""
        if not self.shown.site.demo:
            return refused("not_found", 404)
        return page.send(request, self.shown.demo().encode(), page.TYPES[".html"])

    async def accessibility(self, request: Request) -> HTTPResponse:
        """The accessibility statement."""
        statement = self.shown.page("statement.html", statement=current().phrase("statement"))
        return page.send(request, statement.encode(), page.TYPES[".html"])

    async def _note(self, request: Request, sender: str, message_id: object, opinion: object) -> HTTPResponse:
        events = await self.conversations.events(request, sender)
        try:
            stored = await feedback.record(self.conversations.store(request), events, sender, message_id, opinion)
        except feedback.OpinionRefused as refusal:
            return refused(str(refusal), refusal.status)
        return as_json({"stored": stored})

    async def _sheet(self, request: Request, sender: str) -> dict[str, Any]:
        card = sheet_card(current(), await self.conversations.remembered(request, sender), as_of())
        return without_topics(Reply("", card)).card

    async def _paper(self, request: Request, sender: str, what: object, message_id: object) -> papers.Paper | None:
        if what == "sheet":
            return papers.card_paper(current(), await self._sheet(request, sender), "learner-sheet")
        turns = await self.conversations.turns(request, sender)
        if what == "conversation":
            return papers.conversation_paper(self.shown.words(), turns)
        if what == "answer":
            return papers.answer_paper(current(), turns, message_id)
        return papers.card_paper(current(), papers.latest_summary(turn["custom"] for turn in turns), "summary")

    def _turn(self, turn: Turn) -> dict[str, Any]:
        return {**turn, "html": self.shown.page("reply.html", turn=turn)}

    async def _prepare(self, app: Any, _loop: Any) -> None:
        app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
        failures.register(app)
        CrossOrigin(self.shown.site.allowed_origins).register(app)
        operating.begin(app, self.limits, self.shown.page)
        app.register_middleware(page.answer_root(self.no_script.index), "request")
        app.ctx.retention = asyncio.get_running_loop().create_task(delete_old_conversations(app))


def _as_turn(message_id: str, reply: Reply) -> Turn:
    return {
        "message_id": message_id,
        "said": reply.said,
        "text": reply.text,
        "custom": reply.card,
        "failed": reply.failed,
    }


def _serve_files(blueprint: Blueprint, files: dict[str, tuple[bytes, str]]) -> None:
    async def file(request: Request, name: str) -> HTTPResponse:
        if name not in files:
            return refused("not_found", 404)
        return page.send(request, *files[name])

    blueprint.add_route(file, r"chat/<name:[a-z-]+\.[a-z]+>", methods=["GET"])


async def _end(app: Any, _loop: Any) -> None:
    app.ctx.retention.cancel()
