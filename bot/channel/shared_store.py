"""Where conversations are kept when several servers answer: in PostgreSQL, each turn once, or nobody is told it was."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from psycopg2.errors import DiskFull
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import whole_turns
from bot.channel.postgres_events import KEPT, LOST, PostgresEvents
from bot.channel.store import ConversationStore
from bot.channel.watched import saw

logger = logging.getLogger(__name__)
# A database that is started anew is back within seconds: people wait for it rather than read that something failed.
PATIENCE_SECONDS, PAUSE_SECONDS = 10.0, 0.25
START_SECONDS = 60.0
POOL = {"pool_size": 2, "max_overflow": 2, "pool_pre_ping": True, "connect_args": {"connect_timeout": 3}}

Result = TypeVar("Result")


class SharedStore(ConversationStore):
    """Conversations at a database URL (postgresql://user:password@host:port/database)."""

    def __init__(self, domain: Any = None, host: str = "", **kwargs: Any) -> None:
        whole_turns.repair()
        self._events_at(host)
        _make_tables(host, self.Base.metadata)
        super().__init__(domain=domain, host=host, dialect="postgresql", **kwargs)
        self.engine.dispose()
        # Turns have a connection of their own; this is for deletion and opinions, which are rare.
        self.engine = sa.create_engine(host, hide_parameters=True, **POOL)
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)
        self._kept.prepare()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the new events of a conversation; NotKept where it went on elsewhere, NotWhole where an action failed."""
        whole_turns.check_whole()
        saw(tracker)
        await self.stream_events(tracker)
        with self.keeping.watched():
            await _patiently(lambda: self._kept.keep(tracker))

    async def has_answered(self, sender: str, message: str) -> bool:
        """Whether a reply to that message is kept."""
        with self.keeping.watched(writes=False):
            return await _patiently(lambda: self._kept.has_answered(sender, message))

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        whole_turns.begin_turn()
        with self.keeping.watched(writes=False):
            events, last = await _patiently(lambda: self._kept.of(sender_id, fetch_events_from_all_sessions))
        if not events:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        setattr(tracker, KEPT, (len(events), last))
        return tracker

    def _delete(self, which: Any) -> int:
        deleted = super()._delete(which)
        if deleted:
            self._kept.forget_answered()
        return deleted

    def _events_at(self, url: str) -> None:
        """Wait for the database: Rasa would go on without its tables."""
        self._kept = PostgresEvents(url)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._kept.reach()
                return
            except LOST as error:
                if time.monotonic() > deadline:
                    raise
                logger.warning("store: %s, trying again", type(error).__name__)
                time.sleep(PAUSE_SECONDS)


def _make_tables(url: str, tables: sa.MetaData) -> None:
    """Make Rasa's tables where they are missing; servers that start side by side wait for each other."""
    engine = sa.create_engine(url, hide_parameters=True)
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('skills guidance: tables'))"))
        tables.create_all(connection)
    engine.dispose()


async def _patiently(work: Callable[[], Result]) -> Result:
    """The result of work in the database, done anew for some seconds while the connection fails."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return work()
        except LOST as error:
            # A disk that is full is not emptied while somebody waits.
            if isinstance(error, DiskFull) or time.monotonic() > deadline:
                raise
            await asyncio.sleep(PAUSE_SECONDS)
