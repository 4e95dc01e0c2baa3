"""The parts of the assistant under `make serve`: with which command and environment each is started, and how it ends."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from bot.launch.keeper import Child
from bot.launch.nginx import TURN_SECONDS, nginx_command
from bot.launch.secrets import VARIABLES, Secrets
from bot.launch.serving_settings import Serving
from bot.launch.settings import HOST, Settings, part_environment, python

# The nginx that people come to, and the one that shares out the calls of actions.
NGINX, ACTIONS_NGINX = "nginx", "actions-nginx"
METRICS = "metrics"
# The networks of containers: nobody else's.
INSIDE = "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"


@dataclass(frozen=True)
class Parts:
    """All that it takes to start any part; `host` is where the parts listen and are found."""

    serving: Serving
    secrets: Secrets
    settings: Settings
    model: Path
    host: str = HOST

    @property
    def folder(self) -> Path:
        """Where the parts keep what they need while they run."""
        return self.settings.state / "serve"

    def make_folders(self) -> None:
        """Make the folders that the parts write to; measurements of processes that are gone are thrown away."""
        shutil.rmtree(self.folder / METRICS, ignore_errors=True)
        (self.folder / METRICS).mkdir(parents=True)

    def server(self, port: int) -> Child:
        """A Rasa server that listens at that port."""
        command = python(
            *("-m", "bot.launch.server", "run", "--model", str(self.model.resolve()), "--interface", self.host),
            *("--port", str(port), "--endpoints", "bot/endpoints.serve.yml"),
            *("--credentials", "bot/credentials.serve.yml"),
        )
        return Child(command, self.environment(), self.settings.logs / f"server-{port}.log", seconds=TURN_SECONDS + 5)

    def action_server(self, port: int) -> Child:
        """An action server that listens at that port."""
        logs = str(Path(__file__).with_name("action_logs.yml"))
        given = ("--actions", "actions", "--port", str(port), "--logging-config_file", logs)
        command = python("-m", "bot.launch.action_server", *given)
        environment = _without_what_was_given(part_environment(self.settings, SANIC_HOST=self.host))
        return Child(command, environment, self.settings.logs / f"actions-{port}.log", seconds=15)

    def nginx(self, name: str) -> Child:
        """One of the two nginx; it ends when what it has taken in is answered."""
        command = nginx_command(self.serving, self.folder / name, name == NGINX, self.host)
        environment = _without_what_was_given(part_environment(self.settings))
        log = self.settings.logs / f"{name}.log"
        return Child(command, environment, log, signal.SIGQUIT, seconds=TURN_SECONDS + 5)

    def all(self) -> dict[str, Child]:
        """Every part that is started here, by name, in the order in which they start."""
        serving = self.serving
        return {
            **{name: self.action_server(port) for name, port in self.action_server_ports().items()},
            ACTIONS_NGINX: self.nginx(ACTIONS_NGINX),
            **{f"server {n + 1}": self.server(serving.worker_ports + n) for n in range(serving.workers)},
            NGINX: self.nginx(NGINX),
        }

    def servers(self) -> dict[str, str]:
        """host:port of each Rasa server that is started here, by the name of the part."""
        return {f"server {number}": at for number, at in enumerate(self.serving.worker_at(), 1)}

    def action_server_ports(self) -> dict[str, int]:
        """The port of each action server that is started here, by the name of the part."""
        first = self.serving.action_ports
        return {f"action server {n + 1}": first + n for n in range(self.serving.action_servers)}

    def ports(self) -> dict[int, str]:
        """Every port that is listened on here, with the setting that it comes from."""
        serving = self.serving
        return {
            serving.port: "port",
            serving.actions_port: "actions_port",
            **{serving.worker_ports + number: "worker_ports" for number in range(serving.workers)},
            **{serving.action_ports + number: "action_ports" for number in range(serving.action_servers)},
        }

    def environment(self) -> dict[str, str]:
        """The environment of a server: where its stores and its actions are, and the keys."""
        redis = _with_password(self.serving.redis, self.secrets.redis)
        environment = part_environment(
            self.settings,
            DATABASE_URL=_with_password(self.serving.database, self.secrets.database),
            REDIS_URL=redis,
            ACTION_URL=f"http://{self._actions_at()}/webhook",
            CHAT_SECRETS=",".join(self.secrets.sessions),
            RETENTION_HOURS=f"{self.serving.retention_hours:g}",
            # A server that is asked to end finishes its turns first.
            SANIC_GRACEFUL_SHUTDOWN_TIMEOUT=str(TURN_SECONDS),
            # Limits on use count by the address that nginx names.
            LIMITS_ADDRESS_HEADER="X-Forwarded-For",
            LIMITS_PROXIES="1",
            LIMITS_PROXY_NETWORKS="127.0.0.0/8" if self.host == HOST else INSIDE,
            # In a container of its own a server has nobody to measure together with.
            **({"PROMETHEUS_MULTIPROC_DIR": str((self.folder / METRICS).resolve())} if self.host == HOST else {}),
            OMP_NUM_THREADS="1",
            OPENBLAS_NUM_THREADS="1",
        )
        return _without_what_was_given(environment)

    def _actions_at(self) -> str:
        # A container is found by the name of its part.
        return f"{HOST if self.host == HOST else ACTIONS_NGINX}:{self.serving.actions_port}"


def _without_what_was_given(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a part without the secrets as they were given to us: each part gets what it needs of them."""
    return {name: value for name, value in environment.items() if name not in VARIABLES.values()}


def _with_password(url: str, password: str) -> str:
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}").geturl()
