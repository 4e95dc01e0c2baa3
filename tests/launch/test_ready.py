"""Ready means that a real message got a real answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.launch.ports import free_port, listens, taken
from bot.launch.ready import NoAnswer, answers, send


class Assistant(BaseHTTPRequestHandler):
    """Replies with what the test has set."""

    reply: object = []
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(self.reply).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Assistant)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "reply", "ready"),
    [
        (200, [{"text": "Hello"}], True),
        (200, [{"text": "Hello", "custom": {"card": "note"}}], True),
        (200, [{"text": "Sorry", "custom": {"card": "sorry", "can": []}}], False),
        (200, [{"text": "Sorry", "custom": {"card": "sorry", "can": ["Say what things cost"]}}], True),
        (200, [], False),
        (200, {"version": "3.6.21"}, False),
        (500, [{"text": "Hello"}], False),
    ],
)
def test_only_a_real_answer_counts(
    port: int, monkeypatch: pytest.MonkeyPatch, status: int, reply: object, ready: bool
) -> None:
    monkeypatch.setattr(Assistant, "reply", reply)
    monkeypatch.setattr(Assistant, "status", status)
    assert answers(port) is ready


def test_a_port_where_nothing_listens_does_not_answer() -> None:
    port = free_port()
    assert not listens(port)
    assert not taken(port)
    with pytest.raises(NoAnswer):
        send(port, "somebody", "hello")


def test_a_port_where_something_listens_is_taken(port: int) -> None:
    assert listens(port)
    assert taken(port)
