"""A server with the real channels and a scripted assistant behind them, for tests of the channels and of the page."""

from __future__ import annotations

import asyncio
import socket
import threading
from types import SimpleNamespace
from typing import Any, Awaitable, Callable

from rasa.core import channels
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.server import add_root_route
from rasa.shared.core.events import BotUttered, Event, UserUttered
from sanic import Sanic

Message = dict[str, Any]
Script = Callable[[UserMessage], Awaitable[list[Message]]]

Sanic.test_mode = True


class ScriptedAgent:
    """Answers with what the script returns for a message; keeps what was said, as a tracker store does."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[UserMessage] = []
        self.kept: dict[str, list[Event]] = {}
        self.remembered: dict[str, Any] = {}
        self.tracker_store = self

    async def handle_message(self, message: UserMessage) -> None:
        self.asked.append(message)
        events = self.kept.setdefault(message.sender_id, [])
        events.append(UserUttered(message.text, message_id=message.message_id))
        for reply in await self.script(message):
            events.append(BotUttered(reply.get("text"), {"custom": reply.get("custom")}))
            await message.output_channel.send_response(message.sender_id, dict(reply))

    async def retrieve_full_tracker(self, sender: str) -> Any:
        if sender not in self.kept:
            return None
        return SimpleNamespace(events=self.kept[sender], current_slot_values=lambda: dict(self.remembered))

    def forget(self) -> None:
        self.asked.clear()
        self.kept.clear()
        self.remembered.clear()


class Served:
    """Rasa's own app with our channels, on a free port of this machine or the one given, for as long as the `with` lasts."""

    def __init__(self, agent: Any, *input_channels: InputChannel, port: int = 0) -> None:
        self.agent = agent
        self.port = port
        self._channels = list(input_channels)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Served:
        self._thread.start()
        assert self._ready.wait(20), "the server did not start"
        return self

    def __exit__(self, *_: Any) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _run(self) -> None:
        asyncio.set_event_loop(asyncio.new_event_loop())
        app = Sanic(f"scripted_{id(self)}", configure_logging=False)
        add_root_route(app)
        channels.channel.register(self._channels, app, route="/webhooks/")
        app.ctx.agent = self.agent
        app.after_server_start(self._started)
        with socket.socket() as listening:
            # As a server that starts again: what is left of earlier connections does not count.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", self.port))
            self.port = listening.getsockname()[1]
            app.run(sock=listening, register_sys_signals=False, access_log=False)

    def _started(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ready.set()

