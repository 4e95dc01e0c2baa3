"""Where conversations are kept, and how they are deleted."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, create_engine_kwargs
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import StaticPool

from bot.channel.sqlite_events import SqliteEvents
from bot.channel.watched import saw


def state_folder() -> Path:
    """The folder of what is kept between runs and never committed."""
    return Path(os.environ.get("STATE_DIR", ".state"))


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store, with deletion; an SQLite file gets write-ahead logging, one open connection and plain SQL.

    Any other database is read and written as Rasa does it.
    """

    def __init__(self, domain: Any = None, db: str = "conversations.db", **kwargs: Any) -> None:
        on_file = not kwargs.get("host") and kwargs.get("dialect", "sqlite") == "sqlite"
        if on_file:
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

    async def save(self, tracker: DialogueStateTracker) -> None:
        saw(tracker)
        if self._events is None:
            await super().save(tracker)
        else:
            await self.stream_events(tracker)
            self._events.keep(tracker)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        if self._events is None:
            return await super()._retrieve(sender_id, fetch_events_from_all_sessions)
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

    def _delete(self, which: Any) -> int:
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


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # secure_delete: what is deleted is overwritten, not only unlinked.
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
