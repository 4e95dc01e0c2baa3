"""Everything that `make serve` runs, with stores of its own, on free ports of this machine."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from bot.bench.scale.engines import Postgres, Redis
from bot.launch.parts import ACTIONS_NGINX, NGINX
from bot.launch.ports import free_port, taken
from bot.launch.secrets import VARIABLES
from bot.launch.settings import HOST, CannotStart, python

READY_SECONDS = 240.0


class Served:
    """A running assistant as a context: `address` is nginx's, the stores can be killed and brought back."""

    def __init__(
        self, state: Path, workers: int = 2, action_servers: int = 2, from_files: bool = False, **environment: str
    ) -> None:
        """How many of each; further settings; with `from_files` the secrets are written into the folder SERVE_SECRETS."""
        self.state, self.port = state.resolve(), free_port()
        self.passwords = passwords = {name: secrets.token_hex(32) for name in VARIABLES}
        self.postgres = Postgres(self.state / "postgres", passwords["database"])
        self.redis = Redis(self.state / "redis", passwords["redis"])
        first = _free_ports(workers + action_servers + 1)
        self.own_ports = [*range(first, first + workers + action_servers + 1)]
        self.servers = [f"{HOST}:{port}" for port in self.own_ports[:workers]]
        self._environment = {
            **os.environ,
            "STATE_DIR": str(self.state),
            "SERVE_PORT": str(self.port),
            "SERVE_WORKERS": str(workers),
            "SERVE_WORKER_PORTS": str(first),
            "SERVE_ACTION_SERVERS": str(action_servers),
            "SERVE_ACTION_PORTS": str(first + workers),
            "SERVE_ACTIONS_PORT": str(first + workers + action_servers),
            **({} if from_files else {variable: passwords[name] for name, variable in VARIABLES.items()}),
            # People here never tire, and all have one address.
            "LIMITS_PER_SESSION": "9999999 per minute",
            "LIMITS_PER_ADDRESS": "9999999 per minute",
            # No sentence may be answered from memory: each is encoded anew.
            "ENCODER_CACHE": "0",
            **environment,
        }
        if from_files:
            write_secrets(Path(environment["SERVE_SECRETS"]), passwords)

    def __enter__(self) -> Served:
        self.state.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            stack.enter_context(self.postgres)
            stack.enter_context(self.redis)
            self._start()
            stack.callback(self.stop)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(None, None, None)

    @property
    def first_server(self) -> str:
        """host:port of the first Rasa server."""
        return self.servers[0]

    @property
    def at(self) -> str:
        """host:port of nginx."""
        return f"{HOST}:{self.port}"

    def parts(self) -> dict[str, int]:
        """The process number of each part, by a name such as "server 1"; those that run now."""
        named: dict[str, int] = {}
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in sorted(map(int, children)):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
            if "nginx" in command:
                named[ACTIONS_NGINX if ACTIONS_NGINX in command else NGINX] = pid
                continue
            kind = "action server" if "--actions" in command else "server"
            named[f"{kind} {1 + sum(name.startswith(kind) for name in named)}"] = pid
        return named

    def said(self) -> str:
        """What it has said so far."""
        return (self.state / "serve.log").read_text("utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m bot` with those words beside it, with its settings."""
        return subprocess.run(python("-m", "bot", *words), env=self.environment(), capture_output=True, text=True)

    def environment(self) -> dict[str, str]:
        """The settings with which it runs."""
        return {**self._environment, "SERVE_DATABASE": self.postgres.url, "SERVE_REDIS": self.redis.url}

    def stop(self) -> None:
        """Have it finish what it does and end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(90)

    def _start(self) -> None:
        log = (self.state / "serve.log").open("wb")
        self.process = subprocess.Popen(
            python("-m", "bot", "serve"), env=self.environment(), stdout=log, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + READY_SECONDS
        while "Ready after" not in self.said():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise CannotStart(f"{self.said()}\nThe assistant did not start; what its parts said is in {self.state}")
            time.sleep(0.2)


def write_secrets(folder: Path, secrets: dict[str, str]) -> None:
    """Write each secret into a file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, secret in secrets.items():
        (folder / name).write_text(secret)


def _free_ports(number: int) -> int:
    """The first of so many ports in a row that are free now."""
    first = free_port()
    while first + number > 65000 or any(taken(first + more) for more in range(number)):
        first = free_port()
    return first
