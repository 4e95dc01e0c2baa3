"""Which paths can be asked for: those of the real Sanic apps, as Rasa puts them together, and what nginx lets through to them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.launch.nginx import TEMPLATE

RUN, SERVE = "bot/credentials.yml", "bot/credentials.serve.yml"
# What Sanic answers by itself beside the method of a route.
BESIDE = ("HEAD", "OPTIONS")
_LOCATION = re.compile(r"location (= )?(/\S*) \{ proxy_pass http://workers; \}")
_PARAMETER = re.compile(r"<(\w+)[^>]*>")

Routes = dict[str, list[str]]


def of_server(credentials: str) -> Routes:
    """The methods of each path of a server with these channels, without Rasa's HTTP API, as it is started here."""
    from rasa.core.run import configure_app, create_http_input_channels

    with _a_key_for_nobody():
        return _routes(lambda: configure_app(create_http_input_channels(None, credentials), cors=None, enable_api=False))


def of_rasas_api() -> Routes:
    """The methods of each path that Rasa would serve beside the channels where its HTTP API was switched on."""
    from rasa.server import create_app

    return _routes(lambda: create_app(agent=None, cors_origins=None))


def of_actions() -> Routes:
    """The methods of each path of an action server."""
    from rasa_sdk.endpoint import create_app  # type: ignore[import-untyped]

    return _routes(lambda: create_app("actions", cors_origins=None))


def let_through() -> list[str]:
    """What nginx hands on to the servers: a path, or with a * at its end whatever begins so."""
    return [path if exact else f"{path}*" for exact, path in _LOCATION.findall(TEMPLATE.read_text("utf-8"))]


def is_let_through(path: str) -> bool:
    """Whether people reach a path through nginx."""
    return any(path == each or (each.endswith("*") and path.startswith(each[:-1])) for each in let_through())


def _routes(make: Any) -> Routes:
    from sanic import Sanic

    before, apps = Sanic.test_mode, dict(Sanic._app_registry)
    # Several apps of one name, which are looked at and never run.
    Sanic.test_mode = True
    try:
        app = make()
        found: Routes = {}
        for route in app.router.routes:
            path = "/" + _PARAMETER.sub(r"{\1}", route.path)
            found.setdefault(path, []).extend(method for method in route.methods if method not in BESIDE)
        return {path: sorted(set(methods)) for path, methods in sorted(found.items())}
    finally:
        Sanic.test_mode = before
        Sanic._app_registry.clear()
        Sanic._app_registry.update(apps)


@contextmanager
def _a_key_for_nobody() -> Iterator[None]:
    """A key of sessions for an app that gives out none: else one would be made and kept."""
    before = os.environ.get("CHAT_SECRETS")
    os.environ["CHAT_SECRETS"] = before or "an app that is only looked at"
    try:
        yield
    finally:
        if before is None:
            del os.environ["CHAT_SECRETS"]
