"""Conversations are deleted a day after they began."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from bot.channel.sessions import HOURS
from bot.channel.store import conversation_store, hours_ago

logger = logging.getLogger(__name__)
RETENTION_HOURS = float(os.environ.get("RETENTION_HOURS", str(HOURS)))
MINUTES_BETWEEN_LOOKS = 10


async def delete_old_conversations(app: Any) -> None:
    """Delete what is too old, at the start and every few minutes from then on, for as long as the server runs."""
    while True:
        try:
            deleted = delete_once(getattr(app.ctx, "agent", None))
            if deleted:
                logger.info("retention: %d events of conversations older than %g hours deleted", deleted, RETENTION_HOURS)
        except Exception as error:  # a locked database must not end the watch
            logger.error("retention: %s, trying again in %d minutes", type(error).__name__, MINUTES_BETWEEN_LOOKS)
        await asyncio.sleep(MINUTES_BETWEEN_LOOKS * 60)


def delete_once(agent: Any) -> int:
    """Delete every conversation that began too long ago; the number of events deleted."""
    store = conversation_store(agent)
    return store.forget_begun_before(hours_ago(RETENTION_HOURS)) if store else 0
