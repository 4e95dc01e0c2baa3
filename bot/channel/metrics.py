"""Measurements for Prometheus: what turns came to, how long they took, the doors that were shown. `GET /metrics` gives them."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable

import prometheus_client as prometheus
from prometheus_client import Counter, multiprocess
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import switch
from bot.channel.addresses import is_local
from bot.channel.http import HEADERS, refused
from bot.channel.outcomes import FALLBACKS, OUTCOMES

TOKEN = "CHAT_METRICS_TOKEN"
# Where several server processes of one machine measure together, prometheus_client keeps files in this folder.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 25)

# When each was first counted is of no use, and would be half of all lines.
prometheus.disable_created_metrics()
REGISTRY = prometheus.CollectorRegistry()
prometheus.ProcessCollector(registry=REGISTRY)
TURNS = Counter("chat_turns", "Turns by what they came to", ["channel", "outcome"], registry=REGISTRY)
FALLEN_BACK = Counter("chat_fallbacks", "Turns in which what was asked got no answer", ["outcome"], registry=REGISTRY)
SECONDS = prometheus.Histogram(
    "chat_turn_seconds", "From a message to its reply", ["channel"], buckets=BUCKETS, registry=REGISTRY
)
ROUTES = Counter("chat_routes", "Doors that were shown", ["route"], registry=REGISTRY)
REFUSED = Counter("chat_refused", "Requests that were too many", ["limit"], registry=REGISTRY)
OFF = prometheus.Gauge("chat_off", "1 while the chat is turned off", registry=REGISTRY, multiprocess_mode="mostrecent")


def observe(outcome: str, seconds: float, channel: str, routes: Iterable[str] = ()) -> None:
    """Count a turn, one of OUTCOMES, that took so long and showed these doors."""
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is none of {', '.join(OUTCOMES)}")
    TURNS.labels(channel, outcome).inc()
    SECONDS.labels(channel).observe(seconds)
    if outcome in FALLBACKS:
        FALLEN_BACK.labels(outcome).inc()
    for route in routes:
        ROUTES.labels(route).inc()


def add_to(blueprint: Blueprint) -> None:
    """Serve GET /metrics."""
    blueprint.add_route(metrics, "metrics", methods=["GET"], name="metrics")


async def metrics(request: Request) -> HTTPResponse:
    """The measurements, for programs on this machine, and for whoever brings the token of CHAT_METRICS_TOKEN."""
    if not is_local(request) and not _has_token(request):
        return refused("only_from_this_machine", 403)
    OFF.set(switch.is_off())
    return HTTPResponse(prometheus.generate_latest(_registry()), headers=HEADERS, content_type=prometheus.CONTENT_TYPE_LATEST)


def _registry() -> prometheus.CollectorRegistry:
    if not os.environ.get(SHARED):
        return REGISTRY
    shared = prometheus.CollectorRegistry()
    multiprocess.MultiProcessCollector(shared)
    return shared


def _has_token(request: Request) -> bool:
    expected, given = os.environ.get(TOKEN, "").strip(), request.token
    return bool(expected) and isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
