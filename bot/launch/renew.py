"""Renews the parts of a running assistant one at a time: settings, secrets, content and model are read again.

People notice nothing, since the other parts answer meanwhile. Where a renewed server does not answer, those that were
renewed before it come back as they were.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from bot.launch.keeper import Child, Keeper
from bot.launch.parts import ACTIONS_NGINX, NGINX, Parts
from bot.launch.ports import listens
from bot.launch.progress import say
from bot.launch.serve import NUMBER, parts_from, wait_until_it_answers
from bot.launch.settings import CannotStart, Settings

OUTCOME = "renewed"
BOTH_NGINX = (NGINX, ACTIONS_NGINX)
LONGEST, ACTION_SECONDS = 1200.0, 30.0
# What cannot change while it runs: the parts would not find each other.
FIXED = ("address", "port", "workers", "worker_ports", "action_servers", "action_ports", "actions_port")


def renewed(keeper: Keeper, before: Parts, environment: Mapping[str, str]) -> Parts:
    """The parts that run now: the new ones, or those before where the new ones are no good."""
    outcome = before.folder / OUTCOME
    done: list[str] = []
    try:
        after = parts_from(environment, before.host)
        changed = [name for name in FIXED if getattr(after.serving, name) != getattr(before.serving, name)]
        if changed:
            raise CannotStart(f"{', '.join(changed)}: changed; that needs an end and a new start")
        written = _nginx_says(before)
        children = after.all()
        # Who is connected notices when nginx reads its configuration anew: only where it says something else.
        same = written == _nginx_says(after) and not after.serving.certificate
        for name, child in children.items():
            if not (same and name in BOTH_NGINX):
                done.append(name)
                _replace(keeper, after, name, child)
    except CannotStart as problem:
        say(f"{problem}\nNot renewed: everything is as it was before.")
        for name, child in before.all().items():
            if name in done:
                _replace(keeper, before, name, child)
        _tell(outcome, f"not renewed: {str(problem).splitlines()[-1]}")
        return before
    say(f"Renewed: the model is {after.model.name}")
    _tell(outcome, f"renewed: the model is {after.model.name}")
    return after


def main(settings: Settings) -> int:
    """Have the assistant that runs here renewed, and wait until it is; 1 where it was not."""
    folder = settings.state / "serve"
    outcome = folder / OUTCOME
    try:
        number = int((folder / NUMBER).read_text())
        outcome.unlink(missing_ok=True)
        os.kill(number, signal.SIGHUP)
    except (OSError, ValueError):
        raise CannotStart(f"Nothing is served from {folder}") from None
    deadline = time.monotonic() + LONGEST
    while not outcome.exists():
        if time.monotonic() > deadline:
            raise CannotStart("It was not renewed in time")
        time.sleep(0.3)
    words = outcome.read_text("utf-8").strip()
    say(words)
    return 0 if words.startswith("renewed") else 1


def _replace(keeper: Keeper, parts: Parts, name: str, child: Child) -> None:
    if name in BOTH_NGINX:
        # It reads its configuration anew by itself.
        keeper.tell(name, signal.SIGHUP)
        return
    keeper.end([name])
    keeper.start(name, child)
    if name in parts.servers():
        wait_until_it_answers(keeper, name, parts.servers()[name])
    elif name in parts.action_server_ports():
        _wait_until_it_listens(parts.action_server_ports()[name])


def _wait_until_it_listens(port: int) -> None:
    """Return when an action server takes calls: only then may the next one go. A short while at most; the servers say more."""
    deadline = time.monotonic() + ACTION_SECONDS
    while not listens(port) and time.monotonic() < deadline:
        time.sleep(0.1)


def _nginx_says(parts: Parts) -> list[bytes]:
    return [(parts.folder / name / "nginx.conf").read_bytes() for name in BOTH_NGINX]


def _tell(outcome: Path, words: str) -> None:
    beside = outcome.with_suffix(".new")
    beside.write_text(f"{words}\n", "utf-8")
    beside.replace(outcome)
