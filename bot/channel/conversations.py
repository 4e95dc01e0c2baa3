"""The conversations of the chat: who may go on with which, what was said in it, and one reply to each message."""

from __future__ import annotations

import re
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage
from sanic.request import Request

from bot.channel import history
from bot.channel.once import Once
from bot.channel.reply import Reply
from bot.channel.rolling import SessionRoller
from bot.channel.sessions import Sessions
from bot.channel.store import ConversationStore, conversation_store
from bot.channel.turns import take_turn

MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
CHANNEL = "widget"

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class Conversations:
    """All conversations of this server; a sender is the name that a signed session stands for."""

    def __init__(self, sessions: Sessions, on_new_message: OnMessage) -> None:
        self.sessions = sessions
        self._on_new_message = on_new_message
        self._once = Once()
        self._roller = SessionRoller()

    async def reply(self, request: Request, sender: str, text: object, message_id: str, retry: bool = False) -> Reply:
        """The reply to a message; the same message id gets the same reply. `retry` looks first among what is kept."""

        async def make() -> Reply:
            before = history.reply_to(await self.events(request, sender), message_id) if retry else None
            return before or await self._take(request, sender, text, message_id)

        return await self._once.reply((sender, message_id), make)

    async def turns(self, request: Request, sender: str) -> list[history.Turn]:
        """What was said and replied, oldest first."""
        return history.turns(await self.events(request, sender))

    async def events(self, request: Request, sender: str) -> list[Any]:
        """Everything that is kept of a conversation."""
        tracker = await self._tracker(request, sender)
        return list(tracker.events) if tracker else []

    async def remembered(self, request: Request, sender: str) -> dict[str, Any]:
        """What the assistant remembers in a conversation, by slot."""
        tracker = await self._tracker(request, sender)
        return tracker.current_slot_values() if tracker else {}

    async def forget(self, request: Request, sender: str) -> None:
        """Delete a conversation."""
        agent, store = _agent(request), self.store(request)
        if agent and store:
            # Not beside a turn, which would keep the conversation again.
            async with agent.lock_store.lock(sender):
                store.forget(sender)
        self._once.forget(sender)
        self._roller.forget(sender)

    def store(self, request: Request) -> ConversationStore | None:
        """Where conversations are kept, None where that is in memory only."""
        return conversation_store(_agent(request))

    async def _take(self, request: Request, sender: str, text: object, message_id: str) -> Reply:
        reply = await take_turn(self._on_new_message, text, sender, input_channel=CHANNEL, message_id=message_id)
        await self._roller.after_turn(_agent(request), sender)
        return reply

    async def _tracker(self, request: Request, sender: str) -> Any:
        agent = _agent(request)
        return await agent.tracker_store.retrieve_full_tracker(sender) if agent else None


def role_of(turns: list[history.Turn]) -> str | None:
    """Who somebody said they are, as the latest reply that knows it was written for."""
    return next((turn["custom"].get("role") for turn in reversed(turns) if "role" in turn["custom"]), None)


def _agent(request: Request) -> Any:
    return getattr(request.app.ctx, "agent", None)
