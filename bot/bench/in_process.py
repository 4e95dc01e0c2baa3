"""The real model and the real actions in one process, without HTTP: for measuring understanding over many messages."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Heard:
    """What a message was taken for, and what was replied."""

    parse: dict[str, Any]
    cards: list[dict[str, Any]]
    text: str


class InProcess:
    """A loaded model whose actions run here; each sender is a conversation of its own."""

    def __init__(self, model: Path) -> None:
        from bot.launch.server import leave_out_tensorflow, needs_tensorflow

        if "tensorflow" not in sys.modules and not needs_tensorflow(str(model)):
            leave_out_tensorflow()
        from rasa.core.agent import Agent
        from rasa.core.tracker_store import InMemoryTrackerStore
        from rasa.shared.core.domain import Domain
        from rasa.utils.endpoints import EndpointConfig
        from rasa.utils.log_utils import configure_structlog
        from rasa_sdk.executor import ActionExecutor

        from bot.channel import remote_actions

        configure_structlog(logging.ERROR)
        remote_actions.repair()
        executor = ActionExecutor()
        executor.register_package("actions")

        class Here(EndpointConfig):
            """Runs an action in place of sending it to a server."""

            async def request(self, method: str = "post", **more: Any) -> Any:
                return await executor.run(more["json"])

        self._agent = Agent.load(str(model), action_endpoint=Here("http://127.0.0.1"))
        store = InMemoryTrackerStore(self._agent.domain or Domain.empty())
        self._agent.tracker_store = self._agent.processor.tracker_store = store
        self._loop = asyncio.new_event_loop()
        self._listen(self._agent.processor)

    def say(self, sender: str, text: str) -> Heard:
        """Say something in a conversation and return how it was heard and answered."""
        return self._loop.run_until_complete(self._say(sender, text))

    def _listen(self, processor: Any) -> None:
        """Keep what each message is taken for, as the policies get it."""
        parse_message = processor.parse_message

        async def heard(*given: Any, **more: Any) -> Any:
            self._parse = dict(await parse_message(*given, **more))
            return self._parse

        processor.parse_message = heard

    async def _say(self, sender: str, text: str) -> Heard:
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        output = CollectingOutputChannel()
        self._parse: dict[str, Any] = {}
        await self._agent.handle_message(UserMessage(text, output, sender_id=sender))
        parse = self._parse
        cards = [message["custom"] for message in output.messages if message.get("custom")]
        return Heard(parse, cards, "\n".join(message.get("text") or "" for message in output.messages))


@contextmanager
def no_encoder_cache() -> Iterator[None]:
    """No sentence is answered from memory while this lasts."""
    import os

    before = os.environ.get("ENCODER_CACHE")
    os.environ["ENCODER_CACHE"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["ENCODER_CACHE"]
        else:
            os.environ["ENCODER_CACHE"] = before
