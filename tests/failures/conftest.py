"""A whole channel over a real store, and a disk that takes nothing more, anywhere and without root."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered

from bot.channel.limit_settings import LimitSettings
from bot.channel.site import Site
from bot.channel.store import ConversationStore
from bot.channel.widget import WidgetInput
from tests.channel.conftest import SESSIONS
from tests.scripted import Served
from tests.stores import keep_rasa

NOTHING_TO_KEEP_ON = Domain.empty()


@pytest.fixture(autouse=True)
def rasa_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store changes parts of Rasa, which other tests are about."""
    keep_rasa(monkeypatch)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("CHAT_SECRETS", "a key for tests that is long enough to sign with")
    return tmp_path / "state"


@pytest.fixture
def store(state: Path) -> ConversationStore:
    return ConversationStore(NOTHING_TO_KEEP_ON)


class KeepingAgent:
    """Says again what was said, and keeps each turn in a store as Rasa does."""

    def __init__(self, store: Any) -> None:
        self.tracker_store, self.lock_store = FailSafeTrackerStore(store), InMemoryLockStore()
        self.action_endpoint, self.model_name = None, "model.tar.gz"

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id, append_action_listen=False)
        if not tracker.events:
            tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], NOTHING_TO_KEEP_ON)
        heard = sum(isinstance(event, UserUttered) for event in tracker.events)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        reply = {"text": f"{message.text}, after {heard}"}
        tracker.update(BotUttered(reply["text"], {"custom": {"card": "note", "text": reply["text"], "next": []}}))
        await message.output_channel.send_response(message.sender_id, reply)
        await self.tracker_store.save(tracker)


class Channel:
    """The chat as a person meets it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = str(self.post("session", {})["session"])

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = requests.post(f"{self.address}/chat/{path}", json=body, timeout=30)
        return {"status": answer.status_code, **answer.json()}

    def say(self, text: str, message_id: str = "") -> dict[str, Any]:
        return self.post("message", {"session": self.session, "text": text, "message_id": message_id or f"message-{text}"})

    def said(self) -> list[str]:
        headers = {"Authorization": f"Bearer {self.session}"}
        return [turn["said"] for turn in requests.get(f"{self.address}/chat/history", headers=headers, timeout=30).json()["turns"]]

    def form(self, text: str) -> requests.Response:
        """What somebody gets whose browser runs no script."""
        fields = {"text": text, "nonce": "a nonce"}
        return requests.post(f"{self.address}/chat/say", data=fields, cookies={"skills-session": self.session}, timeout=30)

    def ready(self) -> dict[str, Any]:
        answer = requests.get(f"{self.address}/ready", timeout=30)
        return {"status": answer.status_code, **answer.json()}


@contextmanager
def channel_over(store: Any) -> Iterator[Channel]:
    with Served(KeepingAgent(store), WidgetInput(SESSIONS, Site(), LimitSettings())) as server:
        yield Channel(server.address)


@pytest.fixture
def channel(store: ConversationStore) -> Iterator[Channel]:
    with channel_over(store) as channel:
        yield channel


@contextmanager
def no_room_for_files() -> Iterator[None]:
    """No file can be written to by this process, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
