"""Starts the whole assistant as one family of processes, and says when it really answers."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path

from bot.launch.content import checked
from bot.launch.family import Family, Stopped
from bot.launch.model import usable_model
from bot.launch.ports import free_port, listens, taken
from bot.launch.progress import last_words, say
from bot.launch.ready import answers
from bot.launch.room import check_room
from bot.launch.settings import HOST, CannotStart, Settings, part_environment, python
from bot.launch.whole_model import check_model, other_content

START_SECONDS = 120.0
SILENT_SECONDS = 20.0
FOREVER = 3600.0


def run(settings: Settings, model_path: str | None = None) -> int:
    """Check, train where needed (not with a model named), start, and stay until somebody ends it.

    Ended when a part dies, CannotStart when there is no use in starting.
    """
    begun = time.monotonic()
    settings = with_ports(settings)
    say("Checking the settings and the content")
    check_site(settings)
    check_room(settings)
    made_from = checked(settings)
    model = named_model(Path(model_path), made_from) if model_path else usable_model(settings, made_from)
    with Family() as family:
        try:
            start(family, settings, model)
            wait_until_it_answers(family, settings)
            say(f"Ready after {time.monotonic() - begun:.0f} s: {settings.address}  (Ctrl-C ends it)")
            while True:
                family.wait(FOREVER)
        except Stopped:
            say("Stopping")
            return 0


def named_model(model: Path, made_from: str) -> Path:
    """A model that somebody named, said where it was made from something else than there is now; CannotStart where broken."""
    check_model(model)
    line = other_content(model, made_from)
    if line:
        say(line)
    return model


def with_ports(settings: Settings) -> Settings:
    """The settings with both ports decided; CannotStart where one is taken."""
    for name, port in (("PORT", settings.port), ("ACTION_PORT", settings.action_port)):
        if port and taken(port):
            raise CannotStart(f"Port {port} is in use; stop what uses it, or choose another: {name}={port + 1}")
    return replace(settings, action_port=settings.action_port or free_port())


def check_site(settings: Settings) -> None:
    """CannotStart with everything that is wrong in what the operator sets (settings.yml, limits of serving.yml, variables)."""
    # In a process of its own, as the content is: the launcher stays small.
    done = subprocess.run(
        python("-m", "bot.channel.operator_settings"), env=part_environment(settings), capture_output=True, text=True
    )
    if done.returncode:
        raise CannotStart(f"{done.stderr.strip()}\nThe settings are not right: put these lines right and try again.")


def start(family: Family, settings: Settings, model: Path) -> None:
    """Start the server and the action server, side by side."""
    say("Starting the server and the action server")
    family.start(
        "action server",
        python("-m", "bot.launch.action_server", "--actions", "actions", "--port", str(settings.action_port)),
        # rasa_sdk listens on every interface unless this says otherwise.
        part_environment(settings, SANIC_HOST=HOST),
        settings.logs / "actions.log",
    )
    family.start("server", server_command(settings, model), server_environment(settings), settings.logs / "server.log")


def server_command(
    settings: Settings, model: Path, credentials: str = "bot/credentials.yml", endpoints: str = "bot/endpoints.yml"
) -> list[str]:
    """The command line of the server for that model."""
    return python(
        *("-m", "bot.launch.server", "run", "--model", str(model), "--interface", HOST, "--port", str(settings.port)),
        *("--endpoints", endpoints, "--credentials", credentials),
    )


def server_environment(settings: Settings) -> dict[str, str]:
    """The environment of the server: where it finds the action server, and one thread for its mathematics."""
    # One sentence at a time is too small to share between cores: more threads only wait for each other.
    return part_environment(
        settings, ACTION_PORT=str(settings.action_port), OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"
    )


def wait_until_it_answers(family: Family, settings: Settings) -> None:
    """Return when a real message got a real answer; CannotStart when that takes too long."""
    assert settings.action_port is not None
    deadline = time.monotonic() + START_SECONDS
    both = False
    while time.monotonic() < deadline:
        if listens(settings.action_port) and listens(settings.port):
            if answers(settings.port):
                return
            if not both:
                # It is up and says nothing sensible: it will hardly learn to, so do not wait for long.
                both, deadline = True, min(deadline, time.monotonic() + SILENT_SECONDS)
        family.wait(0.2)
    log = settings.logs / "server.log"
    raise CannotStart(f"{last_words(log)}\nThe assistant does not answer; what it said is in {settings.logs}")
