"""Where things are and which ports are used, read from the environment in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


class CannotStart(Exception):
    """One line that says what is wrong and what to do; nothing has been left running."""


@dataclass(frozen=True)
class Settings:
    """The choices of one run; relative folders are relative to where the command is given."""

    port: int = 5005
    action_port: int | None = None  # None: any port that is free
    state: Path = Path(".state")
    models: Path = Path("models")
    knowledge: Path = Path("knowledge")

    @property
    def address(self) -> str:
        """The chat page's address."""
        return f"http://{HOST}:{self.port}/"

    @property
    def logs(self) -> Path:
        """The folder of what the parts write while they work."""
        return self.state / "logs"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that PORT, ACTION_PORT, STATE_DIR, MODELS_DIR and KNOWLEDGE_DIR ask for."""
    return Settings(
        port=_port(environment, "PORT") or Settings.port,
        action_port=_port(environment, "ACTION_PORT"),
        state=Path(environment.get("STATE_DIR") or Settings.state),
        models=Path(environment.get("MODELS_DIR") or Settings.models),
        knowledge=Path(environment.get("KNOWLEDGE_DIR") or Settings.knowledge),
    )


def part_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a part: no telemetry, few warnings, little memory; what is set already stands."""
    fixed = {
        "RASA_TELEMETRY_ENABLED": "false",
        "STATE_DIR": str(settings.state),
        "KNOWLEDGE_DIR": str(settings.knowledge),
        **more,
    }
    unless_set = {
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # glibc keeps up to eight heaps a core; two are enough for one event loop.
        "MALLOC_ARENA_MAX": "2",
    }
    environment = {**unless_set, **os.environ, **fixed}
    # Compiled modules make every start but the first 10 s shorter.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def python(*arguments: str) -> list[str]:
    """The command line of this same Python with those arguments."""
    return [sys.executable, *arguments]


def _port(environment: Mapping[str, str], name: str) -> int | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"{name}={text} is not a port; use a whole number from 1 to 65535, as in {name}=5005")
    return int(text)
