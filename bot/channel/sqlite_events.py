"""The events of conversations in an SQLite file, read and written in plain SQL.

Rasa makes an object of every row and looks at every row of a conversation to find its latest session: 10 ms of each
turn, and more as a conversation grows. Here one statement does each, on the table that Rasa makes, and an index finds
the latest session. What is read and kept is the same, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine

from bot.channel.in_order import in_order

INDEXES = (
    "CREATE INDEX IF NOT EXISTS events_of_sender ON events (sender_id, timestamp)",
    "CREATE INDEX IF NOT EXISTS sessions_of_sender ON events (sender_id, timestamp)"
    f" WHERE type_name = '{SessionStarted.type_name}'",
)
SESSION = f"SELECT max(timestamp) FROM events WHERE sender_id = ? AND type_name = '{SessionStarted.type_name}'"
KEEP = "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES (?, ?, ?, ?, ?, ?)"


class SqliteEvents:
    """The table of events behind an engine for SQLite."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, sender: str, every_session: bool) -> list[dict[str, Any]]:
        """The events of a conversation in order, or only those since its latest session began."""
        with closing(self._engine.raw_connection()) as connection:
            where, values = ("sender_id = ?", (sender,)) if every_session else _latest_session(connection, sender)
            rows = connection.execute(f"SELECT data FROM events WHERE {where} ORDER BY id", values)
            return [json.loads(data) for (data,) in rows]

    def keep(self, tracker: DialogueStateTracker) -> None:
        """Add those events of a conversation that are not kept yet, all or none."""
        with closing(self._engine.raw_connection()) as connection:
            where, values = _latest_session(connection, tracker.sender_id)
            [kept] = connection.execute(f"SELECT count(*) FROM events WHERE {where}", values).fetchone()
            in_order(tracker.events, kept)
            connection.executemany(KEEP, _rows(tracker.sender_id, islice(tracker.events, kept, None)))
            connection.commit()


def make_indexes(engine: Engine) -> None:
    """Make the indexes that are missing, on the table that Rasa makes."""
    with closing(engine.raw_connection()) as connection:
        for index in INDEXES:
            connection.execute(index)
        connection.commit()


def _latest_session(connection: Any, sender: str) -> tuple[str, tuple[Any, ...]]:
    [begun] = connection.execute(SESSION, (sender,)).fetchone()
    if begun is None:
        return "sender_id = ?", (sender,)
    # By its time and not its place: the action that begins a session is written before the session.
    return "sender_id = ? AND timestamp >= ?", (sender, begun)


def _rows(sender: str, events: Iterator[Event]) -> Iterator[tuple[Any, ...]]:
    for event in events:
        data = event.as_dict()
        intent = data.get("parse_data", {}).get("intent", {}).get("name")
        yield sender, event.type_name, data.get("timestamp"), intent, data.get("name"), json.dumps(data)
