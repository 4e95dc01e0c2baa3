"""What could not be answered in the conversations that are still kept, to be grouped by what it means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Optional

import sqlalchemy as sa

from bot.channel import choosing
from bot.channel.latest import Spoken, turns_in
from bot.channel.outcomes import DID_YOU_MEAN, FAILED, outcome_of
from bot.channel.retention import RETENTION_HOURS
from bot.channel.sessions import PREFIX
from bot.channel.store import ConversationStore, hours_ago
from bot.guidance.knowledge import Knowledge
from bot.report.figures import UNANSWERED

SPOKEN = ("user", "bot", "session_started")


@dataclass(frozen=True)
class Unanswered:
    """A message without an answer: its words as they are kept, in which conversation it stood, and what became of it."""

    text: str
    sender: str
    outcome: str


def unanswered(k: Knowledge, store: Optional[ConversationStore]) -> list[Unanswered]:
    """Every message that got no answer, in conversations that are not to be deleted yet."""
    if store is None:
        return []
    return [each for sender, events in _conversations(store) for each in _of_one(k, sender, turns_in(events))]


def _of_one(k: Knowledge, sender: str, turns: list[Spoken]) -> Iterator[Unanswered]:
    for at, turn in enumerate(turns):
        before = turns[at - 1].cards if at else []
        outcome = outcome_of(k, turn.cards, turn.understood, before) if turn.cards else FAILED
        if outcome in UNANSWERED or (outcome == DID_YOU_MEAN and _went_wrong(turn, turns[at + 1 : at + 2])):
            yield Unanswered(turn.text, sender, outcome)


def _went_wrong(turn: Spoken, after: list[Spoken]) -> bool:
    """Whether none of the questions offered was asked next, or nothing was."""
    return not after or choosing.taken(choosing.offered(turn.understood), after[0].understood) == choosing.NONE


def _conversations(store: ConversationStore) -> Iterator[tuple[str, Iterable[Mapping[str, Any]]]]:
    table = store.SQLEvent.__table__
    columns = (table.c.sender_id, table.c.data)
    # Those of the page only, as in the counts: what programs of this machine send is no person's question.
    of_people = table.c.sender_id.startswith(PREFIX, autoescape=True)
    of_late = table.c.timestamp >= hours_ago(RETENTION_HOURS)
    kept = sa.select(*columns).where(table.c.type_name.in_(SPOKEN), of_people, of_late)
    with store.engine.connect() as connection:
        rows = connection.execute(kept.order_by(table.c.sender_id, table.c.id))
        for sender, events in groupby(rows, key=lambda row: row[0]):
            yield sender, [json.loads(data) for _, data in events]
