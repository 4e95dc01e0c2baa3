"""A server says whether it is alive and whether it can answer, and which of its parts is missing."""

from __future__ import annotations

import asyncio
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.channel import health
from bot.channel.limit_settings import LimitSettings
from bot.channel.limits import Limits
from bot.channel.store import ConversationStore
from bot.channel.switch import turn_off
from bot.guidance.live import current
from bot.launch.ports import free_port
from tests.channel.small import small_server
from tests.stores import redis as own_redis
from tests.stores import url_of

PARTS = ("model", "knowledge", "actions", "conversations")


@contextmanager
def action_server(answer: int = 200, seconds: float = 0.0) -> Iterator[str]:
    """An action server that says how it is, as rasa_sdk does; the address at which it is called."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(seconds)
            self.send_response(answer if self.path == "/health" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/webhook"
    finally:
        server.shutdown()
        server.server_close()


class Agent:
    """What Rasa's agent has that is looked at."""

    def __init__(self, store: Any, actions: str) -> None:
        self.tracker_store, self.action_endpoint = store, EndpointConfig(actions)
        self.model_name, self.loaded = "model.tar.gz", True

    def is_ready(self) -> bool:
        return self.loaded


@pytest.fixture
def store(tmp_path: Path, monkeypatch: Any) -> ConversationStore:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    return ConversationStore(Domain.empty())


def look(agent: Any, path: str = "/ready", begin: Any = lambda _: None) -> requests.Response:
    with small_server(health.add_to, begin, agent) as address:
        return requests.get(address + path, timeout=20)


def test_a_server_with_all_its_parts_is_ready(store: ConversationStore) -> None:
    with action_server() as actions:
        reply = look(Agent(store, actions))
    assert reply.status_code == 200 and reply.headers["Cache-Control"] == "no-store"
    assert reply.json() == {
        "ready": True, "chat": "on", "model": {"ready": True, "name": "model.tar.gz"},
        "knowledge": {"ready": True, "version": current().version}, "actions": {"ready": True},
        "conversations": {"ready": True}, "limits": {"counted": "alone"},
    }


def missing(reply: requests.Response) -> list[str]:
    body = reply.json()
    assert reply.status_code == 503 and body["ready"] is False
    return [part for part in PARTS if not body[part]["ready"]]


def test_a_model_that_is_not_loaded_is_missing(store: ConversationStore) -> None:
    with action_server() as actions:
        agent = Agent(store, actions)
        agent.loaded = False
        assert missing(look(agent)) == ["model"]


def test_no_agent_at_all_is_missing() -> None:
    assert missing(look(None)) == ["model", "actions", "conversations"]


@pytest.mark.parametrize("answer", [500, 404])
def test_an_action_server_that_is_not_well_is_missing(store: ConversationStore, answer: int) -> None:
    with action_server(answer) as actions:
        assert missing(look(Agent(store, actions))) == ["actions"]


def test_no_action_server_is_missing(store: ConversationStore) -> None:
    assert missing(look(Agent(store, f"http://127.0.0.1:{free_port()}/webhook"))) == ["actions"]


def test_an_action_server_that_hangs_is_missing_soon(store: ConversationStore, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "SECONDS", 0.3)
    with action_server(seconds=3.0) as actions:
        begun = time.monotonic()
        assert missing(look(Agent(store, actions))) == ["actions"]
        assert time.monotonic() - begun < 2.5


def test_a_database_that_cannot_be_read_is_missing(store: ConversationStore) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    with action_server() as actions:
        assert missing(look(Agent(store, actions))) == ["conversations"]


def test_a_store_that_is_no_database_of_ours_is_asked_in_its_own_words() -> None:
    async def exists(_sender: str) -> bool:
        return False

    async def broken(_sender: str) -> bool:
        raise OSError

    with action_server() as actions:
        assert look(Agent(SimpleNamespace(exists=exists), actions)).status_code == 200
        assert missing(look(Agent(SimpleNamespace(exists=broken), actions))) == ["conversations"]


def test_a_store_that_hangs_is_missing_soon(monkeypatch: Any) -> None:
    async def hang(_sender: str) -> bool:
        await asyncio.sleep(60)
        return True

    monkeypatch.setattr(health, "SECONDS", 0.3)
    with action_server() as actions:
        begun = time.monotonic()
        assert missing(look(Agent(SimpleNamespace(exists=hang), actions))) == ["conversations"]
        assert time.monotonic() - begun < 5


def test_knowledge_that_is_broken_is_missing(store: ConversationStore, monkeypatch: Any) -> None:
    def broken() -> None:
        raise ValueError

    monkeypatch.setattr(health, "current", broken)
    with action_server() as actions:
        assert missing(look(Agent(store, actions))) == ["knowledge"]


def test_a_chat_that_is_turned_off_is_ready_to_say_so(store: ConversationStore, tmp_path: Path) -> None:
    turn_off(tmp_path / "state")
    with action_server() as actions:
        reply = look(Agent(store, actions))
    assert reply.status_code == 200 and reply.json()["chat"] == "off"


def test_it_is_alive_whatever_is_missing() -> None:
    reply = look(None, "/health")
    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


def test_whether_limits_are_counted_together_is_said(store: ConversationStore, tmp_path: Path) -> None:
    with own_redis(tmp_path) as redis, action_server() as actions:
        def begin(app: Any) -> None:
            Limits(LimitSettings(), lambda *_, **__: "", url_of(redis)).register(app)

        with small_server(health.add_to, begin, Agent(store, actions)) as address:
            assert requests.get(f"{address}/ready", timeout=20).json()["limits"] == {"counted": "together"}
            redis.kill()
            alone = requests.get(f"{address}/ready", timeout=20)
    # Without Redis each server counts for itself: people are still answered.
    assert alone.status_code == 200 and alone.json()["limits"] == {"counted": "alone"}
