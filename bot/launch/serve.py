"""`make serve`: nginx, Rasa servers and action servers, kept running until somebody ends it.

What is being answered is finished before a part ends. SIGHUP reads settings, secrets, content and model again and
renews the parts one at a time (bot/launch/renew.py).
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.launch.chat_ready import chat_answers
from bot.launch.content import checked
from bot.launch.keeper import Keeper
from bot.launch.model import model_of
from bot.launch.nginx import end_orphans
from bot.launch.parts import ACTIONS_NGINX, NGINX, Parts
from bot.launch.ports import listens, taken
from bot.launch.progress import last_words, say
from bot.launch.room import check_room
from bot.launch.run import check_site, named_model
from bot.launch.serving_settings import serving_from
from bot.launch.settings import HOST, CannotStart, python, settings_from

# Until it listens; and from then on until it answers, which it will hardly learn to.
START_SECONDS, SILENT_SECONDS = 180.0, 20.0
DEATHS = 3  # before it first answers; then it will hardly learn to
FOREVER = 3600.0
# The number of the process that answers to SIGHUP.
NUMBER = "serve.pid"


class AskedToEnd(Exception):
    """Somebody asked for the end before everything answered."""


def serve(environment: Mapping[str, str]) -> int:
    """Check everything, start every part, say where it answers, and stay; CannotStart when there is no use in starting."""
    from bot.launch.renew import renewed

    begun = time.monotonic()
    parts = parts_from(environment)
    with _alone(parts.folder), Keeper() as keeper:
        for name in (NGINX, ACTIONS_NGINX):
            end_orphans(parts.folder / name)
        _ports_are_free(parts)
        check_room(parts.settings)
        stores_answer(parts)
        parts.make_folders()
        say(f"Starting nginx, {parts.serving.workers} servers and {parts.serving.action_servers} action servers")
        try:
            for name, child in parts.all().items():
                keeper.start(name, child)
            for name, at in parts.servers().items():
                wait_until_it_answers(keeper, name, at)
            say(f"Ready after {time.monotonic() - begun:.0f} s: {parts.serving.public_address}  (Ctrl-C ends it)")
            while True:
                news = keeper.wait(FOREVER)
                if news is signal.SIGHUP:
                    parts = renewed(keeper, parts, environment)
                elif news:
                    raise AskedToEnd
        except AskedToEnd:
            say("Stopping: what is being answered is finished first")
            end_in_order(keeper)
            return 0


def parts_from(environment: Mapping[str, str], host: str = HOST) -> Parts:
    """The parts as settings, secrets, content and model make them; CannotStart with every line that is wrong."""
    serving, secrets = serving_from(environment)
    settings = settings_from(environment)
    check_site(settings)
    made_from = checked(settings)
    model = serving.model or model_of(settings, made_from)
    if not model.is_file():
        raise CannotStart(f"There is no model {model} for this content: `make train` makes it, or name one with `model`")
    named_model(model, made_from)
    # Whatever a link leads to later: a server that is brought back gets the model of its neighbours.
    return Parts(serving, secrets, settings, model.resolve(), host)


def stores_answer(parts: Parts) -> None:
    """CannotStart where PostgreSQL or Redis cannot be used."""
    done = subprocess.run(python("-m", "bot.launch.stores"), env=parts.environment(), capture_output=True, text=True)
    if done.returncode:
        raise CannotStart(f"{done.stderr.strip()}\nNothing was started: see to this and try again.")


def wait_until_it_answers(keeper: Keeper, name: str, at: str, seconds: float = START_SECONDS) -> None:
    """Return when a real message got a real answer; CannotStart when that takes too long."""
    child, port = keeper.children[name], int(at.rpartition(":")[2])
    answered, deadline = False, time.monotonic() + seconds

    def is_settled() -> bool:
        nonlocal answered, deadline
        answered = chat_answers(at)
        if not answered and listens(port):
            deadline = min(deadline, time.monotonic() + SILENT_SECONDS)
        return answered or child.deaths >= DEATHS or time.monotonic() > deadline

    # A wish to renew that comes now is for what is being renewed.
    while (news := keeper.wait(seconds, until=is_settled)) is signal.SIGHUP:
        pass
    if news:
        raise AskedToEnd
    if not answered:
        raise CannotStart(f"{last_words(child.log)}\nThe {name} does not answer; what it said is in {child.log}")


def end_in_order(keeper: Keeper) -> None:
    """The nginx in front takes in nobody more and hands out what is being answered; then the others have nothing to do."""
    servers = [name for name in keeper.children if name.startswith("server")]
    for names in ([NGINX], servers, [*keeper.children]):
        keeper.end(names)


def _ports_are_free(parts: Parts) -> None:
    for port, setting in parts.ports().items():
        if taken(port):
            raise CannotStart(f"Port {port} is in use; stop what uses it, or choose another with `{setting}`")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this process only, with its number in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = (folder / NUMBER).open("a+")
    except OSError as error:
        raise CannotStart(f"{folder} cannot be written to ({error.strerror}): see to its owner, rights and disk") from None
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"It is served from here already; {folder / NUMBER} has the number of its process") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        file.truncate(0)
