"""Measurements for Prometheus: turns by outcome, seconds, fallbacks, doors; read from this machine or with the token."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from bot.channel import metrics
from bot.channel.outcomes import FALLBACKS, OUTCOMES
from bot.channel.switch import turn_off, turn_on
from tests.channel.small import small_server

TOKEN = "a token for tests that is long enough"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with small_server(metrics.add_to) as address:
        yield address


def read(server: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    reply = requests.get(f"{server}/metrics", timeout=20)
    assert reply.status_code == 200 and reply.headers["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(reply.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_turn_is_counted_by_outcome_with_its_seconds_and_doors(server: str, outcome: str) -> None:
    def value(name: str, **labels: str) -> float:
        return found.get((name, tuple(sorted(labels.items()))), 0.0)

    def values() -> list[float]:
        return [
            value("chat_turns_total", channel="widget", outcome=outcome), value("chat_turn_seconds_sum", channel="widget"),
            value("chat_turn_seconds_bucket", channel="widget", le="0.2"), value("chat_turn_seconds_bucket", channel="widget", le="0.1"),
            value("chat_fallbacks_total", outcome=outcome), value("chat_routes_total", route="acas"),
        ]

    found = read(server)
    before = values()
    metrics.observe(outcome, 0.125, "widget", ["acas", "another-door"])
    found = read(server)
    assert [now - then for now, then in zip(values(), before)] == pytest.approx([1, 0.125, 1, 0, int(outcome in FALLBACKS), 1])


def test_an_outcome_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="is none of"):
        metrics.observe("my boss is Zebedee", 0.1, "widget")


def test_whether_the_chat_is_off_is_measured(server: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    assert read(server)["chat_off", ()] == 0
    turn_off(tmp_path)
    assert read(server)["chat_off", ()] == 1
    turn_on(tmp_path)
    assert read(server)["chat_off", ()] == 0


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"X-Real-IP": "127.0.0.1"}, {"Origin": "https://elsewhere.example"}]
)
def test_what_comes_from_elsewhere_needs_the_token(server: str, headers: dict[str, str], monkeypatch: Any) -> None:
    def status(**more: str) -> int:
        return requests.get(f"{server}/metrics", headers={**headers, **more}, timeout=20).status_code

    assert status() == 403
    # Where none is set none is right.
    assert status(Authorization="Bearer ") == 403 and status(Authorization="Bearer None") == 403
    monkeypatch.setenv(metrics.TOKEN, TOKEN)
    assert status() == 403 and status(Authorization=f"Bearer {TOKEN[:-1]}") == 403 and status(Authorization="Bearer \u00e9") == 403
    assert status(Authorization=f"Bearer {TOKEN}") == 200


def test_server_processes_can_measure_together(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from bot.channel import metrics\n"
        "import prometheus_client\n"
        "metrics.observe('answered', 0.1, 'widget')\n"
        "metrics.OFF.set(sys.argv[1] == 'first')\n"
        "if sys.argv[1] == 'last': print(prometheus_client.generate_latest(metrics._registry()).decode())\n"
    )
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": "", "PYTHONPATH": "."}
    for name in ("first", "last"):
        done = subprocess.run([sys.executable, "-c", script, name], env=environment, capture_output=True, text=True, check=True)
    assert 'chat_turns_total{channel="widget",outcome="answered"} 2.0' in done.stdout
    # Who was asked last knows whether the chat is off, whatever a process that is gone knew.
    assert "chat_off 0.0" in done.stdout
