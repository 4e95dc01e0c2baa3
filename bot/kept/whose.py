"""Which conversation is meant: by its signed session, by its name in the store, or by its name in the logs."""

from __future__ import annotations

from typing import Any, Optional

import sqlalchemy as sa


def sender_of(store: Any, given: str) -> Optional[str]:
    """The name of the conversation in the store; None where nothing is kept of it."""
    from bot.channel.logs import session_name
    from bot.channel.sessions import SessionRefused, Sessions, signing_keys
    from bot.channel.store import state_folder

    try:
        given = Sessions(signing_keys(state_folder())).sender(given)
    except SessionRefused:
        pass
    every = senders(store)
    return given if given in every else next((sender for sender in every if session_name(sender) == given), None)


def senders(store: Any) -> set[str]:
    """The names of all conversations that are kept."""
    with store.engine.connect() as connection:
        return set(connection.execute(sa.select(store.SQLEvent.sender_id).distinct()).scalars())
