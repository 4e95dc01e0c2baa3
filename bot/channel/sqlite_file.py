"""The SQLite file of conversations: made where it is missing, and begun anew when somebody takes it away while it is open.

Whoever deletes or moves an open file takes its name, not the file: all that is said from then on would be kept where nobody
finds it, and be gone with the process.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.channel.sqlite_events import make_indexes

logger = logging.getLogger(__name__)
# What SQLite writes first, and where it finds it again.
BESIDE = ("-wal", "-shm")


class SqliteFile:
    """A file with these tables behind an engine that has one connection."""

    def __init__(self, path: Path, engine: Engine, tables: sa.MetaData) -> None:
        self._path, self._engine, self._tables = path, engine, tables
        self._begin()

    def be_there(self) -> None:
        """Return when what stands under the name of the file is what is open."""
        if _seen(self._path) == self._open:
            return
        logger.warning("store: %s was taken away or replaced; what is there now is used", self._path.name)
        self._engine.dispose()
        for suffix, open_before in self._beside.items():
            path = self._path.with_name(self._path.name + suffix)
            # SQLite leaves the log of a file that lost its name, and would play it into whatever has the name now.
            if open_before and _seen(path) == open_before:
                path.unlink()
        self._begin()

    def _begin(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._tables.create_all(self._engine)
        make_indexes(self._engine)
        self._open = _seen(self._path)
        self._beside = {suffix: _seen(self._path.with_name(self._path.name + suffix)) for suffix in BESIDE}


def _seen(path: Path) -> tuple[int, int] | None:
    """Which file has this name now."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
