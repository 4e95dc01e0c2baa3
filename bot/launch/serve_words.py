"""`python -m bot serve`: all of it; with the word of a part after it that one, for a container of its own."""

from __future__ import annotations

import os
import sys

from bot.launch.keeper import Child
from bot.launch.parts import ACTIONS_NGINX, NGINX, Parts
from bot.launch.room import check_room
from bot.launch.serve import parts_from, serve, stores_answer
from bot.launch.serving_settings import serving_from
from bot.launch.settings import settings_from

PARTS = ("server", "actions", NGINX, ACTIONS_NGINX)
EVERYWHERE = "0.0.0.0"


def main(arguments: list[str]) -> int:
    """Serve until the end; the exit code, 2 where the words are off."""
    if not arguments:
        return serve(os.environ)
    if len(arguments) == 1 and arguments[0] in PARTS:
        child = _alone(arguments[0])
        sys.stdout.flush()
        # In place of this process, so that it is the one that is asked to end.
        os.execve(child.command[0], list(child.command), dict(child.environment))
    print(f"usage: python -m bot serve [{' | '.join(PARTS)}]", file=sys.stderr)
    return 2


def _alone(part: str) -> Child:
    """One part as a container starts it: it listens on every interface of the container, and writes to its output."""
    if part == "server":
        parts = parts_from(os.environ, EVERYWHERE)
        check_room(parts.settings)
        stores_answer(parts)
        parts.make_folders()
        return parts.server(parts.serving.worker_ports)
    serving, secrets = serving_from(os.environ, with_secrets=False)
    settings = settings_from(os.environ)
    parts = Parts(serving, secrets, settings, settings.models, EVERYWHERE)
    return parts.action_server(parts.serving.action_ports) if part == "actions" else parts.nginx(part)
