"""Rasa's REST channel with one whole reply a message, for this machine only."""

from __future__ import annotations

import json
from typing import Any, Awaitable, Callable

import rasa.core.channels.rest as rasa_rest
from rasa.core.channels.channel import UserMessage
from rasa.shared.constants import DEFAULT_SENDER_ID
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import action_calls, remote_actions, sessions
from bot.channel.addresses import is_local
from bot.channel.http import HEADERS, as_json, body_of, refused
from bot.channel.rolling import SessionRoller
from bot.channel.taken import noted_turn
from bot.guidance.live import current

LONGEST_SENDER = 200


class RestInput(rasa_rest.RestInput):
    """POST /webhooks/rest/webhook: {sender, message} in, a list of one {recipient_id, text, custom} out.

    It believes whatever sender it is told, so that it serves programs on this machine only, and no conversation of
    the chat page.
    """

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        remote_actions.repair()
        current()
        blueprint = Blueprint("rest_channel")
        roller = SessionRoller()

        @blueprint.get("/")
        async def health(request: Request) -> HTTPResponse:
            return as_json({"status": "ok"})

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not is_local(request):
                return refused("only_from_this_machine", 403)
            body = body_of(request)
            sender, metadata = _sender(body), body.get("metadata")
            if not body or sender is None or not isinstance(metadata, (dict, type(None))):
                return refused("bad_request", 400)
            agent = getattr(request.app.ctx, "agent", None)
            reply = await noted_turn(
                agent,
                on_new_message,
                self._extract_message(request),
                sender,
                # Not what a program may call it: measurements and logs have one name for each channel.
                self.name(),
                # What programs of this machine send is no person's question.
                counted=False,
                metadata=metadata,
            )
            await roller.after_turn(agent, sender)
            message = {"recipient_id": sender, "text": reply.text, "custom": reply.card}
            if request.args.get("stream") == "true":
                return response.text(json.dumps(message) + "\n", content_type="text/event-stream", headers=HEADERS)
            return as_json([message])

        blueprint.listener("after_server_stop")(action_calls.hang_up)
        return blueprint


def _sender(body: dict[str, Any]) -> str | None:
    sender = body.get("sender")
    sender = DEFAULT_SENDER_ID if sender is None else sender
    name = str(sender) if isinstance(sender, (str, int)) else ""
    # Half characters and the like cannot be kept.
    usable = name.isprintable() and 0 < len(name) <= LONGEST_SENDER
    return name if usable and not name.startswith(sessions.PREFIX) else None

