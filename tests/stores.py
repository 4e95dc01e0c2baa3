"""A PostgreSQL and a Redis for tests; where the machine has none the test is skipped, or fails with REQUIRE_STORES=1."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.utils.endpoints import EndpointConfig

from bot.bench.scale.engines import Postgres, Redis, program
from bot.launch.settings import CannotStart


def needs(*programs: str) -> None:
    """Skip the test that runs where one of the programs is missing."""
    try:
        for each in programs:
            program(each)
    except CannotStart as missing:
        if os.environ.get("REQUIRE_STORES"):
            raise
        pytest.skip(str(missing))


def keep_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back at the end of a test what a store changes of Rasa, for other tests are about that."""
    for owner, names in (
        (FailSafeTrackerStore, ("on_tracker_store_error", "on_tracker_store_retrieve_error")),
        (RemoteAction, ("run",)),
        (EndpointConfig, ("request",)),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, getattr(owner, name))


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh PostgreSQL with an empty database."""
    needs("postgres", "initdb")
    with reachable_folder() as folder, Postgres(folder / "postgres", secrets.token_hex(16)) as engine:
        yield engine


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user reaches too; those of pytest are for us alone."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """A fresh Redis."""
    needs("redis-server")
    with Redis(folder / "redis", secrets.token_hex(16)) as engine:
        yield engine


def url_of(engine: Postgres | Redis) -> str:
    """Where an engine is, with its password."""
    scheme, _, rest = engine.url.partition("://")
    user, _, place = rest.rpartition("@")
    return f"{scheme}://{user}:{engine.password}@{place}"
