"""Conversations are deleted a day after they began, opinions of replies 13 months after they were given."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from datetime import date
from typing import Any, Optional

from bot.channel import counts, disk, feedback
from bot.channel.clock import Clock, Now
from bot.channel.sessions import HOURS
from bot.channel.store import ConversationStore, conversation_store, state_folder

logger = logging.getLogger(__name__)
RETENTION_HOURS = float(os.environ.get("RETENTION_HOURS", str(HOURS)))
MINUTES_BETWEEN_LOOKS = 10


async def delete_old_conversations(app: Any) -> None:
    """Delete what is too old, at the start and every few minutes from then on, for as long as the server runs."""
    clock = Clock(RETENTION_HOURS * 3600)
    while True:
        try:
            agent, now = getattr(app.ctx, "agent", None), clock.now()
            disk.say_where_little_is_left(state_folder())
            deleted, opinions = delete_once(agent, now), delete_old_feedback(agent, now.day)
            if deleted:
                logger.info("retention: %d events of conversations older than %g hours deleted", deleted, RETENTION_HOURS)
            counts.forget_old(conversation_store(agent), now.day)
            if opinions:
                logger.info("retention: %d opinions older than %d months deleted", opinions, feedback.MONTHS_KEPT)
        except Exception as error:  # a locked database must not end the watch
            logger.error("retention: %s, trying again in %d minutes", type(error).__name__, MINUTES_BETWEEN_LOOKS)
        await asyncio.sleep(MINUTES_BETWEEN_LOOKS * 60)


def delete_once(agent: Any, now: Optional[Now] = None) -> int:
    """Delete every conversation that began too long ago; the number of events deleted.

    One that seems to begin more than a whole period ahead was begun by a clock that was wrong: it would be kept as long.
    """
    store = conversation_store(agent)
    if store is None:
        return 0
    now = now or Now(time.time(), time.time())
    kept = RETENTION_HOURS * 3600
    deleted = store.forget_begun_before(now.earliest - kept) + store.forget_begun_after(now.latest + HOURS * 3600)
    empty_the_log(store)
    return deleted


def delete_old_feedback(agent: Any, today: date) -> int:
    """Delete every opinion that was given too long ago; the number of opinions deleted."""
    return feedback.forget_old(conversation_store(agent), today)


def empty_the_log(store: ConversationStore) -> None:
    """Move an SQLite file's write-ahead log into the file: the log still held what was deleted, here or by its owner."""
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
