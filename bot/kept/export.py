"""`python -m bot export SESSION [--served] [-o FILE]`: all that is held about a conversation, as JSON."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.kept.asked import conversation, of_a_conversation
from bot.launch.private_file import write_private


def main(arguments: list[str]) -> int:
    """Write what is held to a file or the screen; 1 where nothing is kept of the conversation."""
    options = _parser().parse_args(arguments)
    store, sender = conversation(options)
    if sender is None:
        return 1
    text = json.dumps(held(store, sender), indent=2, ensure_ascii=False)
    if options.output is None:
        print(text)
    else:
        write_private(options.output, text + "\n")
    return 0


def held(store: Any, sender: str) -> dict[str, Any]:
    """What is held: when it is deleted, the turns to read, the opinions given, and every event as it is kept."""
    from bot.channel.latest import turns_in
    from bot.channel.retention import RETENTION_HOURS

    events = _events(store, sender)
    begun = min(event.get("timestamp") or 0.0 for event in events)
    turns = turns_in(events)
    return {
        "conversation": sender,
        "begun": _when(begun),
        "deleted_after": _when(begun + RETENTION_HOURS * 3600),
        "turns": [{"at": _when(turn.at), "said": turn.text, "replied": turn.cards} for turn in turns],
        "remembered": {event["name"]: event["value"] for event in events if event.get("event") == "slot"},
        "opinions": _opinions(store, sender, [str(turn.said.get("message_id")) for turn in turns]),
        "events": events,
    }


def _events(store: Any, sender: str) -> list[dict[str, Any]]:
    import sqlalchemy as sa

    table = store.SQLEvent.__table__
    every = sa.select(table.c.data).where(table.c.sender_id == sender).order_by(table.c.id)
    with store.engine.connect() as connection:
        return [json.loads(data) for data in connection.execute(every).scalars()]


def _opinions(store: Any, sender: str, message_ids: list[str]) -> list[dict[str, Any]]:
    """The opinions of the replies: while the conversation is kept they can be found, by the signing key only."""
    import sqlalchemy as sa

    from bot.channel import feedback
    from bot.channel.sessions import signing_keys
    from bot.channel.store import state_folder

    table = feedback.TABLE
    if not sa.inspect(store.engine).has_table(table.name):
        return []
    keys = signing_keys(state_folder())
    names = [feedback.name_of(sender, message_id, key) for message_id in message_ids for key in keys]
    columns = [column for column in table.c if column.name != "key"]
    with store.engine.connect() as connection:
        found = connection.execute(sa.select(*columns).where(table.c.key.in_(names)))
        return [{**row._mapping, "day": row.day.isoformat()} for row in found]


def _when(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="seconds")


def _parser() -> argparse.ArgumentParser:
    parser = of_a_conversation("export", "All that is held about a conversation.")
    parser.add_argument("-o", "--output", type=Path, help="a file that only its owner can read (default: the screen)")
    return parser
