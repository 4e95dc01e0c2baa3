"""Measures which packages a running server and a running action server have imported, and stores them in loaded.yml."""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.launch.chat_ready import chat_answers
from bot.launch.content import checked
from bot.launch.dependencies.locked import LOCK, normal
from bot.launch.family import Family
from bot.launch.model import usable_model
from bot.launch.ports import free_port
from bot.launch.ready import send
from bot.launch.run import server_command, server_environment, wait_until_it_answers
from bot.launch.settings import HOST, CannotStart, Settings, part_environment, python

STORED = Path(__file__).with_name("loaded.yml")
HEAD = """\
# Which packages a running server had imported after some messages, and an action server: `make dependencies MEASURE=1`.
"""
# Those of a check, a place, a comparison and nonsense: what is imported late is imported by then.
MESSAGES = ("what is the skills pledge", "who can help me in Leeds", "am I too old for an apprenticeship at 47?", "yes", "£$%")
SECONDS = 60.0


def fingerprint(root: Path) -> str:
    """Of what is installed: what was measured with another one is out of date."""
    return hashlib.sha256((root / LOCK).read_bytes()).hexdigest()[:16]


def stored() -> dict[str, Any]:
    """What was measured last: {measured_with, run, serve, actions}."""
    return dict(yaml.safe_load(STORED.read_text("utf-8")))


def measure(settings: Settings, root: Path) -> None:
    """Start the real servers, talk with them, ask them, and store the answer."""
    model = usable_model(settings, checked(settings))
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        settings = replace(settings, state=folder, port=free_port(), action_port=free_port())
        family = stack.enter_context(Family())
        actions = python("-m", "bot.launch.action_server", "--actions", "actions", "--port", str(settings.action_port))
        _start(family, folder, "actions", actions, part_environment(settings, SANIC_HOST=HOST))
        _start(family, folder, "run", server_command(settings, model), server_environment(settings))
        wait_until_it_answers(family, settings)
        for message in MESSAGES:
            send(settings.port, "measuring", message)
        found = {name: _asked(family, folder / name) for name in ("run", "actions")}
        # By a folder that PostgreSQL's own user reaches too.
        folder.chmod(0o755)
        with _stores(folder) as stores:
            served = replace(settings, port=free_port())
            command = server_command(served, model, "bot/credentials.serve.yml", "bot/endpoints.serve.yml")
            action_url = f"http://{HOST}:{settings.action_port}/webhook"
            _start(family, folder, "serve", command, {**server_environment(served), **stores, "ACTION_URL": action_url})
            _until(family, lambda: chat_answers(f"{HOST}:{served.port}"))
            found["serve"] = _asked(family, folder / "serve")
    content = {"measured_with": fingerprint(root), **{name: found[name] for name in ("run", "serve", "actions")}}
    STORED.write_text(HEAD + yaml.safe_dump(content, sort_keys=False, width=120, default_flow_style=None), "utf-8")


def _start(family: Family, folder: Path, name: str, command: list[str], environment: dict[str, str]) -> None:
    _, _, *module_and_words = command
    watched = python("-m", "bot.launch.dependencies.looked_into", str(folder / name), *module_and_words)
    family.start(name, watched, environment, folder / "logs" / f"{name}.log")


@contextmanager
def _stores(folder: Path) -> Iterator[dict[str, str]]:
    # By name, since only who measures needs them.
    engines: Any = importlib.import_module("bot.bench.scale.engines")
    password = secrets.token_hex(16)
    with engines.Postgres(folder / "postgres", password) as postgres, engines.Redis(folder / "redis", password) as redis:
        yield {
            "DATABASE_URL": postgres.url.replace("@", f":{password}@", 1),
            "REDIS_URL": redis.url.replace("//", f"//:{password}@", 1),
            "CHAT_SECRETS": secrets.token_hex(32),
        }


def _asked(family: Family, where: Path) -> list[str]:
    where.with_name(f"{where.name}.ask").touch()
    _until(family, where.exists)
    return sorted(_packages(where.read_text("utf-8").splitlines()))


def _until(family: Family, true: Any) -> None:
    deadline = time.monotonic() + SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise CannotStart("A server that was to be measured does not answer")
        family.wait(0.5)


def _packages(files: list[str]) -> set[str]:
    owners = {
        os.path.realpath(str(each.locate_file(file))): normal(each.metadata["Name"])
        for each in importlib.metadata.distributions() for file in each.files or []
    }
    return {owners[path] for path in map(os.path.realpath, files) if path in owners}
