"""Whether conversations can be kept: said once when they cannot any more, with why and what to do, and when they can again."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import errors
from sqlalchemy.exc import DBAPIError, SQLAlchemyError  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)
OF_A_DATABASE = (sqlite3.Error, psycopg2.Error, SQLAlchemyError, OSError)
DAMAGED = "the file is damaged, or no database: end the assistant, move the file away and start again; it holds one day"
# What SQLite says, as far as it is told apart, and what it comes to.
IN_SQLITE = (
    ("disk is full", "the disk is full: make room"),
    ("disk i/o error", "the disk cannot be read or written: see whether it is full, or failing"),
    ("readonly database", "the file may not be written: see to its owner and rights, and those of its folder"),
    ("unable to open", "the file cannot be opened: see to its owner and rights, and those of its folder"),
    ("is locked", "another program holds the file: this ends by itself when that program ends"),
    ("not a database", DAMAGED),
    ("malformed", DAMAGED),
    ("no such table", DAMAGED),
)
IN_POSTGRES: tuple[tuple[type[Exception], str], ...] = (
    (errors.DiskFull, "the disk of PostgreSQL is full: make room there"),
    (errors.ReadOnlySqlTransaction, "this PostgreSQL takes no changes: is it the one that stands by?"),
    (errors.InsufficientPrivilege, "this user may not write there: see to its rights in PostgreSQL"),
    (errors.UndefinedTable, "its tables are missing: start the servers anew, they make them"),
    (psycopg2.OperationalError, "PostgreSQL does not answer: see whether it runs, and start it"),
    (psycopg2.InterfaceError, "PostgreSQL does not answer: see whether it runs, and start it"),
)


class Keeping:
    """Watches every reading and writing of conversations; `problem` is why the last one failed, None where it did not."""

    def __init__(self) -> None:
        self.problem: str | None = None

    @contextmanager
    def watched(self, writes: bool = True) -> Iterator[None]:
        """Note what comes of it; whatever is raised goes on. Reading goes on where the disk is full, and proves nothing."""
        try:
            yield
        except OF_A_DATABASE as error:
            before, self.problem = self.problem, why(error)
            if self.problem != before:
                logger.error("store: conversations cannot be kept: %s. Until then people read \"try again\"", self.problem)
            raise
        if self.problem and writes:
            self.problem = None
            logger.warning("store: conversations are kept again")


def why(error: Exception) -> str:
    """What is wrong and what to do; never the words of the error, which may quote what was said."""
    cause = error.orig if isinstance(error, DBAPIError) and isinstance(error.orig, Exception) else error
    for kind, words in IN_POSTGRES:
        if isinstance(cause, kind):
            return words
    if isinstance(cause, sqlite3.Error):
        said = str(cause).lower()
        return next((words for part, words in IN_SQLITE if part in said), f"SQLite fails ({type(cause).__name__})")
    if isinstance(cause, OSError):
        return f"{cause.strerror or type(cause).__name__}: see to the disk, and to the owner and rights of its folder"
    return type(cause).__name__
