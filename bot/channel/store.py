"""Where conversations are kept, and how they are deleted."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, create_engine_kwargs
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import StaticPool

from bot.channel import whole_turns
from bot.channel.keeping import Keeping
from bot.channel.sqlite_events import SqliteEvents
from bot.channel.sqlite_file import SqliteFile
from bot.channel.watched import saw

# A conversation that is none.
NOBODY = "ready-check"
# How long SQLite waits for another program that writes.
WAIT_MILLISECONDS, HURRIED_MILLISECONDS = 5000, 300


def state_folder() -> Path:
    """The folder of what is kept between runs and never committed."""
    return Path(os.environ.get("STATE_DIR", ".state"))


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store, with deletion; an SQLite file gets write-ahead logging, one open connection and plain SQL.

    A turn is kept whole there, or not at all and whoever said it is told (whole_turns.py). Any other database is read and
    written as Rasa does it.
    """

    def __init__(self, domain: Any = None, db: str = "conversations.db", **kwargs: Any) -> None:
        on_file = not kwargs.get("host") and kwargs.get("dialect", "sqlite") == "sqlite"
        self.keeping = Keeping()
        if on_file:
            whole_turns.repair()
            state_folder().mkdir(parents=True, exist_ok=True)
            db = str(state_folder() / db)
        super().__init__(domain=domain, db=db, **kwargs)
        url = self.engine.url
        self.engine.dispose()
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if on_file else {}
        # Parameters hold the messages: an error must not print them.
        self.engine = sa.create_engine(url, hide_parameters=True, **create_engine_kwargs(url), **options)
        if on_file:
            sa.event.listen(self.engine, "connect", _prepare)
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine)
        self._events = SqliteEvents(self.engine) if on_file else None
        self._file = SqliteFile(Path(db), self.engine, self.Base.metadata) if on_file else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the new events of a conversation, all or none; NotWhole where an action of the turn failed."""
        if self._events is None:
            saw(tracker)
            await super().save(tracker)
            return
        whole_turns.check_whole()
        saw(tracker)
        await self.stream_events(tracker)
        with self.keeping.watched():
            self._be_there()
            self._events.keep(tracker)

    def can_keep(self) -> bool:
        """True where something can be kept now, tried with an event that nobody said; whatever is in the way is raised."""
        with self.keeping.watched():
            self._be_there()
            with self.engine.begin() as connection, _hurried(connection):
                nothing = {"sender_id": NOBODY, "type_name": "nothing", "timestamp": time.time()}
                connection.execute(sa.insert(self.SQLEvent).values(**nothing))
                connection.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == NOBODY))
        return True

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        if self._events is None:
            return await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        whole_turns.begin_turn()
        with self.keeping.watched(writes=False):
            self._be_there()
            events = self._events.of(sender_id, every_session=fetch_events_from_all_sessions)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

    def forget(self, sender: str) -> int:
        """Delete a conversation; the number of its events."""
        return self._delete(self.SQLEvent.sender_id == sender)

    def forget_begun_before(self, moment: float) -> int:
        """Delete every conversation whose first event is older than the moment (seconds since 1970)."""
        begun = sa.func.min(self.SQLEvent.timestamp)
        old = sa.select(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id).having(begun < moment)
        return self._delete(self.SQLEvent.sender_id.in_(old))

    def forget_begun_after(self, moment: float) -> int:
        """Delete every conversation that seems to have begun after the moment: the clock was ahead, and was put back."""
        begun = sa.func.min(self.SQLEvent.timestamp)
        ahead = sa.select(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id).having(begun > moment)
        return self._delete(self.SQLEvent.sender_id.in_(ahead))

    def _be_there(self) -> None:
        if self._file:
            self._file.be_there()

    def _delete(self, which: Any) -> int:
        self._be_there()
        with self.session_scope() as session:
            deleted = session.query(self.SQLEvent).filter(which).delete(synchronize_session=False)
            session.commit()
        return int(deleted)


def conversation_store(agent: Any) -> ConversationStore | None:
    """The store under the agent's wrappers, or None where conversations are kept in memory or elsewhere."""
    store = getattr(agent, "tracker_store", None)
    while store is not None and not isinstance(store, ConversationStore):
        store = getattr(store, "_tracker_store", None)
    return store


def hours_ago(hours: float) -> float:
    """The moment that many hours before now, in seconds since 1970."""
    return time.time() - hours * 3600


@contextmanager
def _hurried(connection: sa.engine.Connection) -> Iterator[None]:
    """For as long as it lasts SQLite waits hardly for another program: this server answers nobody meanwhile."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={HURRIED_MILLISECONDS}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # secure_delete: what is deleted is overwritten, not only unlinked.
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={WAIT_MILLISECONDS}", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
