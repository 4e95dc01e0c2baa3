"""A server with nothing in it but what a test adds, to show one part by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint

from tests.scripted import Served


class Small(InputChannel):
    """`add` is given the blueprint, `begin` the app before it starts."""

    def __init__(self, add: Callable[[Blueprint], None], begin: Callable[[Any], None]) -> None:
        self._add, self._begin = add, begin

    @classmethod
    def name(cls) -> str:
        return "small"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        blueprint = Blueprint("small_channel")
        self._add(blueprint)

        async def prepare(app: Any, _loop: Any) -> None:
            self._begin(app)

        blueprint.listener("before_server_start")(prepare)
        return blueprint


@contextmanager
def small_server(
    add: Callable[[Blueprint], None] = lambda _: None, begin: Callable[[Any], None] = lambda _: None, agent: Any = None
) -> Iterator[str]:
    """The address of such a server, for as long as the `with` lasts."""
    with Served(agent, Small(add, begin)) as server:
        yield server.address
