"""The real system, started as `make run` starts it, on a free port with a state folder of its own."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bot.launch.ports import free_port
from bot.launch.settings import HOST, CannotStart, python


class System:
    """A running system as a context, with one client that keeps its connection."""

    def __init__(self, state: Path, *run_arguments: str) -> None:
        self.port = free_port()
        self._state = state
        self._command = python("-m", "bot", "run", *run_arguments)

    def __enter__(self) -> System:
        shutil.rmtree(self._state, ignore_errors=True)
        self._state.mkdir(parents=True)
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            self._command,
            # No sentence may be answered from memory: each is encoded anew.
            env={**os.environ, "PORT": str(self.port), "STATE_DIR": str(self._state), "ENCODER_CACHE": "0"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        if not any(line.startswith("Ready") for line in self._process.stdout):
            raise CannotStart("The system to measure did not start.")
        self.start_seconds = time.perf_counter() - begun
        self.pid = self._process.pid
        self._client = http.client.HTTPConnection(HOST, self.port, timeout=30)
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def say(self, sender: str, text: str) -> float:
        """Send a message; the milliseconds until its answer was here. CannotStart where none came."""
        body = json.dumps({"sender": sender, "message": text})
        begun = time.perf_counter()
        self._client.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        response = self._client.getresponse()
        reply = response.read()
        milliseconds = (time.perf_counter() - begun) * 1000
        if response.status != 200 or not json.loads(reply):
            raise CannotStart(f"The system to measure gave no answer to {text!r} (status {response.status}).")
        return milliseconds


@dataclass(frozen=True)
class Figures:
    """What was measured of one system."""

    median_ms: float
    p95_ms: float
    late_turn_ratio: float
    resident_gb: float
    shared_out_gb: float
    start_seconds: float
