"""The real system, started as `make run` starts it, on a free port with a state folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from bot.launch.ports import free_port
from bot.launch.settings import HOST, CannotStart, python


class NoAnswer(Exception):
    """A message got no answer, or only the word that something went wrong."""


class System:
    """A running system as a context, with one client that keeps its connection."""

    def __init__(self, state: Path, *run_arguments: str, **environment: str) -> None:
        """The arguments of `run`, and further settings (KNOWLEDGE_DIR, MODELS_DIR)."""
        self.port = free_port()
        self._state = state
        self._command = python("-m", "bot", "run", *run_arguments)
        self._environment = environment

    def __enter__(self) -> System:
        shutil.rmtree(self._state, ignore_errors=True)
        self._state.mkdir(parents=True)
        own = {"PORT": str(self.port), "STATE_DIR": str(self._state), **self._environment}
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            self._command,
            # No sentence may be answered from memory: each is encoded anew.
            env={**os.environ, "ENCODER_CACHE": "0", **own},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        if not any(line.startswith("Ready") for line in self._process.stdout):
            self._process.wait()
            raise CannotStart("The system to measure did not start.")
        self.start_seconds = time.perf_counter() - begun
        self.pid = self._process.pid
        self.client = Client(self.port)
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def say(self, sender: str, text: str) -> float:
        """Send a message; the milliseconds until its answer was here. NoAnswer where none came."""
        return self.client.say(sender, text)[0]


class Client:
    """Somebody who talks with the system over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def say(self, sender: str, text: str) -> tuple[float, dict[str, Any]]:
        """Send a message; the milliseconds until its answer was here, and its card. NoAnswer where none came."""
        body = json.dumps({"sender": sender, "message": text})
        begun = time.perf_counter()
        try:
            self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
            response = self._connection.getresponse()
            reply = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"No answer to {text!r}: {error}") from error
        milliseconds = (time.perf_counter() - begun) * 1000
        messages = json.loads(reply) if response.status == 200 else []
        if not messages or not messages[0].get("text"):
            raise NoAnswer(f"No answer to {text!r} (status {response.status}).")
        return milliseconds, messages[0].get("custom") or {}

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
