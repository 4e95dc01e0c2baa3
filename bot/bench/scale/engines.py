"""A PostgreSQL and a Redis of one's own on this machine, started, killed and brought back as often as is wanted."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.bench.memory import family
from bot.launch.family import end, spawn
from bot.launch.ports import free_port
from bot.launch.settings import HOST, CannotStart

USER = DATABASE = "skills"
SERVER_USER = "postgres"  # PostgreSQL refuses to run as root
START_SECONDS = 30.0
PACKAGES = {"redis-server": "redis-server", "nginx": "nginx-light"}


class Engine:
    """A process that listens at a port; used as a context it is gone afterwards."""

    name = "engine"

    def __init__(self, folder: Path, password: str) -> None:
        self.folder, self.password, self.port = folder.resolve(), password, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        """The command that runs it in the foreground."""
        raise NotImplementedError

    def answers(self) -> bool:
        """Whether it can be used."""
        raise NotImplementedError

    def begin(self) -> None:
        """Start it; called where it may live as long as the thread that calls."""
        self.process = spawn(self.command(), os.environ, self.folder / f"{self.name}.log")

    def wait(self) -> None:
        """Return when it can be used."""
        wait_for(self.answers, f"{self.name} does not start; what it said is in {self.folder}")

    def start(self) -> None:
        """Start it and wait until it can be used."""
        self.begin()
        self.wait()

    def kill(self) -> None:
        """Kill it, and all that it has started, without a word."""
        assert self.process
        # Each of PostgreSQL's processes is in a group of its own, and while one lives no new one can start.
        every = [*family(self.process.pid)]
        for pid in every:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        wait_for(lambda: not any(map(_lives, every)), f"{self.name} does not end")

    def __exit__(self, *_error: object) -> None:
        if self.process:
            end([self.process])


class Postgres(Engine):
    """PostgreSQL with one database and one user."""

    name = "PostgreSQL"

    @property
    def url(self) -> str:
        """Where it is, without its password."""
        return f"postgresql://{USER}@{HOST}:{self.port}/{DATABASE}"

    def __enter__(self) -> Postgres:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        secret = self.folder / "password"
        secret.write_text(self.password)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(SERVER_USER)
            for path in (self.folder, secret):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        made = subprocess.run(
            [
                *as_its_user(), program("initdb"), "-D", str(self.folder / "data"), "-U", USER, "-A", "scram-sha-256",
                "--pwfile", str(secret), "-E", "UTF8", "--locale=C", "-N",
            ],
            capture_output=True, text=True,
        )
        secret.unlink()
        if made.returncode:
            raise CannotStart(f"PostgreSQL cannot be set up: {made.stderr.strip()}")
        self.start()
        self.run(["createdb", DATABASE])
        return self

    def command(self) -> Sequence[str]:
        options = {
            "port": self.port, "listen_addresses": HOST, "unix_socket_directories": "",
            # What was said to be kept is kept, as in earnest.
            "fsync": "on", "synchronous_commit": "on", "max_connections": 60,
            # So little that a soak soon fills it: what grows on is then a leak.
            "shared_buffers": "32MB",
        }
        given = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return [*as_its_user(), program("postgres"), "-D", str(self.folder / "data"), *given]

    def answers(self) -> bool:
        return self.run([program("pg_isready"), "-d", "postgres"], check=False) == 0

    def kilobytes(self, table: str) -> float:
        """What a table takes on the disk, with its indexes."""
        import psycopg2

        url = self.url.replace("@", f":{self.password}@", 1)
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s)", (table,))
            return float(cursor.fetchone()[0]) / 1000

    def run(self, command: Sequence[str], check: bool = True) -> int:
        """Run a program of PostgreSQL against this one; its exit code."""
        place = {"PGHOST": HOST, "PGPORT": str(self.port), "PGUSER": USER, "PGPASSWORD": self.password}
        done = subprocess.run(command, env={**os.environ, **place}, capture_output=True, text=True)
        if check and done.returncode:
            raise CannotStart(f"{' '.join(command)}: {done.stderr.strip()}")
        return done.returncode


class Redis(Engine):
    """Redis with a password, in memory only."""

    name = "Redis"

    @property
    def url(self) -> str:
        """Where it is, without its password."""
        return f"redis://{HOST}:{self.port}/0"

    def __enter__(self) -> Redis:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.start()
        return self

    def command(self) -> Sequence[str]:
        return [
            program("redis-server"), "--port", str(self.port), "--bind", HOST, "--requirepass", self.password,
            "--save", "", "--appendonly", "no", "--dir", str(self.folder),
        ]

    def answers(self) -> bool:
        import redis

        try:
            return bool(redis.Redis(HOST, self.port, password=self.password, socket_timeout=1).ping())
        except redis.RedisError:
            return False


def _lives(pid: int) -> bool:
    """Whether a process is there and does not only wait for somebody to hear of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(true: Callable[[], bool], problem: str, seconds: float = START_SECONDS) -> None:
    """Return when it is true; CannotStart with the problem when that takes too long."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise CannotStart(problem)
        time.sleep(0.05)


def program(name: str) -> str:
    """The path of a program that Debian's packages install; CannotStart names the package where it is missing."""
    newest = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") or next(iter(newest), None)
    if found is None:
        package = PACKAGES.get(name, "postgresql")
        raise CannotStart(f"There is no {name} on this machine; on Debian: apt-get install {package}")
    return found


def as_its_user() -> list[str]:
    """The words before a command that PostgreSQL runs under its own user, where we are root."""
    if os.geteuid():
        return []
    return ["setpriv", "--pdeathsig", "KILL", f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--init-groups"]
