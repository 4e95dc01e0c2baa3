"""The events of conversations in PostgreSQL: read in one statement, and a turn kept whole and once, or not at all.

Rasa reads a conversation row by row, and when it keeps a turn it takes whatever is there beyond the number of events
that the database holds: two servers that answer at the same time lose events of each other. Here a turn is kept only
where the conversation still ends as it did when the turn began, and where its message has no answer yet. Both are
checked under a lock of the database, so that they hold whatever becomes of Redis, of a server or of a connection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import psycopg2
from psycopg2 import errors
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.in_order import in_order

# Where a tracker notes how many of its events are kept, and the number of the last of them.
KEPT = "kept_in_postgres"
LOST = (psycopg2.OperationalError, psycopg2.InterfaceError)
# Nobody waits longer than this for a database that accepts and does not answer.
CONNECT_SECONDS, STATEMENT_MILLISECONDS = 3, 8000
PREPARE = f"""
SELECT pg_advisory_xact_lock(hashtext('skills guidance: tables'));
CREATE INDEX IF NOT EXISTS events_in_order ON events (sender_id, id);
CREATE INDEX IF NOT EXISTS sessions_of_sender ON events (sender_id, timestamp)
  WHERE type_name = '{SessionStarted.type_name}';
CREATE TABLE IF NOT EXISTS answered (sender_id text, message_id text, PRIMARY KEY (sender_id, message_id));
"""
# By its time and not its place: the action that begins a session is written before the session.
LATEST_SESSION = f"""
SELECT data, (SELECT max(id) FROM events WHERE sender_id = %(sender)s)
FROM events WHERE sender_id = %(sender)s AND timestamp >= coalesce(
  (SELECT max(timestamp) FROM events WHERE sender_id = %(sender)s AND type_name = '{SessionStarted.type_name}'),
  '-infinity')
ORDER BY id
"""
EVERY_SESSION = "SELECT data, max(id) OVER () FROM events WHERE sender_id = %(sender)s ORDER BY id"
# Statements sent together are one transaction; the second one sees what was kept while the first one waited.
KEEP = """
SELECT pg_advisory_xact_lock(hashtextextended(%(sender)s, 0));
WITH kept AS (
  INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data)
  SELECT %(sender)s, type_name, timestamp, intent_name, action_name, data
  FROM unnest(%(types)s::text[], %(times)s::float8[], %(intents)s::text[], %(actions)s::text[], %(data)s::text[])
    WITH ORDINALITY AS new (type_name, timestamp, intent_name, action_name, data, place)
  WHERE (SELECT coalesce(max(id), 0) FROM events WHERE sender_id = %(sender)s) = %(last)s
  ORDER BY place
  RETURNING id
), noted AS (
  INSERT INTO answered SELECT %(sender)s, unnest(%(answered)s::text[]) WHERE EXISTS (SELECT 1 FROM kept)
)
SELECT max(id) FROM kept
"""
SINCE = "SELECT data, id FROM events WHERE sender_id = %(sender)s AND id > %(last)s ORDER BY id"
ANSWERED = "SELECT 1 FROM answered WHERE sender_id = %(sender)s AND message_id = %(message)s"
FORGET_ANSWERED = "DELETE FROM answered WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.sender_id = answered.sender_id)"


class NotKept(Exception):
    """The conversation went on elsewhere while this turn was made, or its message was answered there: nothing was kept."""


class PostgresEvents:
    """The table of events at a database URL, over one connection that is opened anew when it was lost."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: Any = None

    def reach(self) -> None:
        """Return where the database answers."""
        self._execute("SELECT 1", {})

    def prepare(self) -> None:
        """Make indexes and tables that are missing; servers that start side by side wait for each other."""
        self._execute(PREPARE, {})

    def of(self, sender: str, every_session: bool) -> tuple[list[dict[str, Any]], int]:
        """The events of a conversation in order (or since its latest session began), and the number of its last one."""
        rows = self._execute(EVERY_SESSION if every_session else LATEST_SESSION, {"sender": sender}).fetchall()
        return [json.loads(data) for data, _ in rows], rows[-1][1] if rows else 0

    def keep(self, tracker: DialogueStateTracker) -> None:
        """Keep the events of a turn; NotKept where the conversation went on without it. Doing it twice keeps it once."""
        held, last = getattr(tracker, KEPT, (0, 0))
        in_order(tracker.events, held)
        new = list(islice(tracker.events, held, None))
        if not new:
            return
        values = _columns(new) | {"sender": tracker.sender_id, "last": last, "answered": list(_answered(new))}
        try:
            [kept] = self._execute(KEEP, values).fetchone()
        except errors.UniqueViolation:
            raise NotKept("answered before") from None
        kept = kept or self._kept_before(values)
        setattr(tracker, KEPT, (len(tracker.events), kept))

    def has_answered(self, sender: str, message: str) -> bool:
        """Whether a reply to that message is kept."""
        return self._execute(ANSWERED, {"sender": sender, "message": message}).fetchone() is not None

    def forget_answered(self) -> None:
        """Drop what is noted of conversations that are no longer kept."""
        self._execute(FORGET_ANSWERED, {})

    def _kept_before(self, values: dict[str, Any]) -> int:
        """The number of the last event where these very events are kept: the connection was lost after it had been said."""
        rows = self._execute(SINCE, values).fetchall()
        if [data for data, _ in rows] != values["data"]:
            raise NotKept("the conversation went on")
        return int(rows[-1][1])

    def _execute(self, statement: str, values: dict[str, Any]) -> Any:
        try:
            if self._open is None:
                self._open = _connected(self._url)
            cursor = self._open.cursor()
            cursor.execute(statement, values)
            return cursor
        except LOST:
            self._open = None
            raise


def _connected(url: str) -> Any:
    options = f"-c statement_timeout={STATEMENT_MILLISECONDS} -c idle_in_transaction_session_timeout=10000"
    connection = psycopg2.connect(
        url, connect_timeout=CONNECT_SECONDS, options=options, tcp_user_timeout=STATEMENT_MILLISECONDS
    )
    connection.autocommit = True
    return connection


def _columns(events: Iterable[Event]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {"types": [], "times": [], "intents": [], "actions": [], "data": []}
    for event in events:
        data = event.as_dict()
        columns["types"].append(event.type_name)
        columns["times"].append(data.get("timestamp"))
        columns["intents"].append(data.get("parse_data", {}).get("intent", {}).get("name"))
        columns["actions"].append(data.get("name"))
        columns["data"].append(json.dumps(data))
    return columns


def _answered(events: Iterable[Event]) -> Iterator[str]:
    """The messages that are replied to among the events."""
    said = None
    for event in events:
        if isinstance(event, UserUttered) and event.text:
            said = event.message_id
        elif isinstance(event, SessionStarted):
            # A fresh session carries the last reply over.
            said = None
        elif isinstance(event, BotUttered) and said:
            yield said
            said = None
