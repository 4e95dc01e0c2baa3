"""Talk with the assistant in the terminal: with the one that runs, else with one started for the talk."""

from __future__ import annotations

import os
import signal
import uuid
from contextlib import ExitStack

from bot.launch.content import checked
from bot.launch.family import Family
from bot.launch.model import usable_model
from bot.launch.ports import taken
from bot.launch.progress import say
from bot.launch.ready import NoAnswer, answers, send
from bot.launch.run import start, wait_until_it_answers, with_ports
from bot.launch.settings import CannotStart, Settings


def shell(settings: Settings) -> int:
    """Read a line, print the reply, until an empty line or the end of the input."""
    with ExitStack() as stack:
        if not taken(settings.port):
            settings = with_ports(settings)
            model = usable_model(settings, checked(settings))
            family = stack.enter_context(Family())
            start(family, settings, model)
            wait_until_it_answers(family, settings)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # Ctrl-C ends the talk too
        elif not answers(settings.port):
            raise CannotStart(f"Port {settings.port} is in use by something else; choose another with PORT=")
        say("Type a message; an empty line ends the talk.")
        talk(settings.port, f"shell-{os.getpid()}-{uuid.uuid4().hex[:8]}")
    return 0


def talk(port: int, sender: str) -> None:
    """One conversation, a line at a time."""
    while text := _line():
        try:
            for message in send(port, sender, text):
                say(f"\n{message.get('text', '')}\n")
        except NoAnswer as error:
            say(f"(no answer: {error})")


def _line() -> str:
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""
