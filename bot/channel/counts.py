"""Counts by day, in tables beside the conversations: how often something came about, and nothing of who or when exactly.

They are collected in memory and written together every few seconds: a turn does not wait for them, and even the order
in which rows change says nothing of who came after whom. A server that is killed loses the last few seconds.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError

from bot.channel.feedback import MONTHS_KEPT, months_before
from bot.channel.store import ConversationStore, conversation_store

logger = logging.getLogger(__name__)
SECONDS_BETWEEN = 10.0
LONGEST_ID = 80
# Where no database can be written, no more different counts than this are waited with.
MOST_WAITING = 10_000
_ID = re.compile(rf"[a-z0-9_.-]{{1,{LONGEST_ID}}}")


class DailyCounts:
    """One table of counts: a row for each day and combination of what its columns hold, which are ids."""

    def __init__(self, name: str, *columns: str) -> None:
        self._columns = columns
        # Rows lie in the order of what they count: no row number tells what came after what.
        self._table = sa.Table(
            name, sa.MetaData(),
            sa.Column("day", sa.Date, primary_key=True),
            *(sa.Column(column, sa.String(LONGEST_ID), primary_key=True) for column in columns),
            sa.Column("count", sa.Integer, nullable=False),
            sqlite_with_rowid=False,
        )
        self._waiting: Counter[tuple[Any, ...]] = Counter()

    def add(self, day: date, values: Mapping[str, Optional[str]]) -> None:
        """Count one more of these values; what is no id counts as nothing said."""
        key = (day, *(_id(values.get(column)) for column in self._columns))
        if key in self._waiting or len(self._waiting) < MOST_WAITING:
            self._waiting[key] += 1

    def write(self, store: Optional[ConversationStore]) -> None:
        """Add to the table what was counted since; where no database keeps conversations, none keeps counts."""
        waiting, self._waiting = self._waiting, Counter()
        if store is None or not waiting:
            return
        try:
            self._make(store)
            with store.engine.begin() as connection:
                # In the same order on every server, so that none waits for a row that another holds that waits for it.
                for key, count in sorted(waiting.items()):
                    self._write(connection, dict(zip(("day", *self._columns), key)), count)
        except SQLAlchemyError:
            self._waiting.update(waiting)
            raise

    def rows(self, store: Optional[ConversationStore], since: date = date.min) -> list[dict[str, Any]]:
        """Every count from a day on, the oldest first: {day, count, and a value or "" for each column}."""
        if store is None or not sa.inspect(store.engine).has_table(self._table.name):
            return []
        found = sa.select(self._table).where(self._table.c.day >= since).order_by(*self._table.primary_key)
        with store.engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(found)]

    def forget_old(self, store: Optional[ConversationStore], today: date) -> int:
        """Delete what is older than 13 months; the number of rows."""
        if store is None or not sa.inspect(store.engine).has_table(self._table.name):
            return 0
        old = self._table.c.day < months_before(today, MONTHS_KEPT)
        with store.engine.begin() as connection:
            return int(connection.execute(self._table.delete().where(old)).rowcount)

    def _make(self, store: ConversationStore) -> None:
        try:
            self._table.create(store.engine, checkfirst=True)
        except (IntegrityError, ProgrammingError):  # another server was first
            pass

    def _write(self, connection: Connection, row: Mapping[str, Any], count: int) -> None:
        same = sa.and_(*(self._table.c[name] == value for name, value in row.items()))
        more = self._table.update().where(same).values(count=self._table.c.count + count)
        if connection.execute(more).rowcount:
            return
        try:
            with connection.begin_nested():
                connection.execute(self._table.insert().values(**row, count=count))
        except IntegrityError:  # another server was first
            connection.execute(more)


# What is counted: what turns came to and were about, the doors that were shown, and what became of "did you mean".
OUTCOMES = DailyCounts("outcomes", "outcome", "topic", "facet", "role", "area", "need")
ROUTES = DailyCounts("routes_given", "route")
CHOICES = DailyCounts("choices", "topic", "facet", "taken")
ALL = (OUTCOMES, ROUTES, CHOICES)


def write_all(store: Optional[ConversationStore]) -> None:
    """Write everything that was counted since; what cannot be written now is tried again."""
    for counts in ALL:
        try:
            counts.write(store)
        except Exception as error:  # counting is no reason to end, and a locked database will be free again
            logger.error("counts: %s, trying again", type(error).__name__)


async def write_regularly(app: Any) -> None:
    """Write every few seconds for as long as the server runs, and once more at its end."""
    try:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN)
            write_all(conversation_store(getattr(app.ctx, "agent", None)))
    finally:
        write_all(conversation_store(getattr(app.ctx, "agent", None)))


def forget_old(store: Optional[ConversationStore], today: date) -> int:
    """Delete all counts that are older than 13 months; the number of rows."""
    return sum(counts.forget_old(store, today) for counts in ALL)


def _id(value: object) -> str:
    # Whatever comes to stand on a card one day: words of people do not pass here.
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""
