"""The real assistant as `make run` starts it, on a free port with conversations of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.launch.ports import free_port
from bot.launch.ready import send

ROOT = Path(__file__).parents[1]


class Running:
    """A running assistant; use it as a context."""

    def __init__(self, state: Path, **environment: str) -> None:
        self.port, self.state = free_port(), state
        self._environment = {**os.environ, "PORT": str(self.port), "STATE_DIR": str(state), **environment}

    def __enter__(self) -> Running:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=self._environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        assert self._process.stdout is not None
        if not any(line.startswith("Ready") for line in self._process.stdout):
            raise RuntimeError(f"the assistant did not start: {self._process.communicate()[1]}")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate(timeout=30)

    @property
    def address(self) -> str:
        """The chat page's address."""
        return f"http://127.0.0.1:{self.port}/"

    def say(self, text: str, sender: str) -> list[dict[str, Any]]:
        """Everything that is replied to a message."""
        return send(self.port, sender, text)
