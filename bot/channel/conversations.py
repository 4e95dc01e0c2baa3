"""The conversations of the chat: who may go on with which, what was said in it, and one reply to each message."""

from __future__ import annotations

import re
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage
from sanic.request import Request

from bot.channel import history, switch
from bot.channel.limits import count_message
from bot.channel.once import Once
from bot.channel.once_across import answered_once
from bot.channel.reply import Reply
from bot.channel.rolling import SessionRoller
from bot.channel.sessions import Sessions
from bot.channel.store import ConversationStore, conversation_store
from bot.channel.taken import noted_turn, said_to_be_off

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
        """The reply to a message; the same message id gets the same reply, from whichever server.

        `retry` looks first among what is kept; where several servers share a store, each looks there by itself.
        """

        if switch.is_off():
            return said_to_be_off(sender, CHANNEL)

        async def kept() -> Reply | None:
            return await self._kept(request, sender, message_id, retry)

        async def make() -> Reply:
            return await self._take(request, sender, text, message_id)

        claim = self._claim(request, f"{sender} {message_id}")
        reply = await self._once.reply((sender, message_id), lambda: answered_once(kept, make, claim))
        if self._is_shared(request):
            # Ten minutes of replies are much memory for what the store knows.
            self._once.drop((sender, message_id))
        return reply

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

    async def _kept(self, request: Request, sender: str, message_id: str, look: bool) -> Reply | None:
        if look or (self._is_shared(request) and await self.store(request).has_answered(sender, message_id)):
            return history.reply_to(await self.events(request, sender), message_id)
        return None

    def _claim(self, request: Request, name: str) -> AbstractAsyncContextManager[Any]:
        """Held while a message is answered, where another server may be given the same one."""
        return _agent(request).lock_store.lock(name) if self._is_shared(request) else nullcontext()

    def _is_shared(self, request: Request) -> bool:
        """Whether other servers answer the same conversations (SharedStore)."""
        return hasattr(self.store(request), "has_answered")

    async def _take(self, request: Request, sender: str, text: object, message_id: str) -> Reply:
        await count_message(request, sender)
        agent = _agent(request)
        reply = await noted_turn(agent, self._on_new_message, text, sender, CHANNEL, message_id=message_id)
        await self._roller.after_turn(agent, sender)
        return reply

    async def _tracker(self, request: Request, sender: str) -> Any:
        agent = _agent(request)
        return await agent.tracker_store.retrieve_full_tracker(sender) if agent else None


def role_of(turns: list[history.Turn]) -> str | None:
    """Who somebody said they are, as the latest reply that knows it was written for."""
    return next((turn["custom"].get("role") for turn in reversed(turns) if "role" in turn["custom"]), None)


def _agent(request: Request) -> Any:
    return getattr(request.app.ctx, "agent", None)
