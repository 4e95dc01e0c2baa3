"""Whether a reply was useful, and what it was about: counted by day, without a word of the conversation and without its name."""

from __future__ import annotations

import calendar
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered

from bot.channel.reply import merged
from bot.channel.sessions import signing_keys
from bot.channel.store import ConversationStore, state_folder
from bot.guidance.dates import calendar_day

USEFUL, NOT_USEFUL, WRONG = "useful", "not_useful", "wrong"
KINDS = (USEFUL, NOT_USEFUL, WRONG)
REASONS = ("not_what_i_asked", "too_hard_to_read", "not_enough", "out_of_date")
MONTHS_KEPT = 13
# Scores are kept in steps of a twentieth: fine enough to see where understanding is weak, too coarse to find one message.
STEPS = 20
# What a card is about, by kind: a topic, a set of rules, or what help was looked for.
ABOUT = ("topic", "rule_set", "need")
_ID = re.compile(r"[a-z0-9_.-]{1,80}")

TABLE = sa.Table(
    "feedback",
    sa.MetaData(),
    # Says that two opinions are of the same message, and of whom no more: whoever has the database and not the signing
    # key, which is kept elsewhere, cannot make it from the names of the conversations that are still in the database.
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(32)),
    sa.Column("card", sa.String(80)),
    sa.Column("topic", sa.String(80)),
    sa.Column("facet", sa.String(80)),
    sa.Column("content", sa.String(80)),
    sa.Column("score", sa.Float),
    sa.Column("model", sa.String(80)),
    # Rows lie in the order of their keys: no row number tells which opinion came after which.
    sqlite_with_rowid=False,
)


class OpinionRefused(Exception):
    """An opinion that is none of ours; its text is one word for why, `status` the HTTP status that says the same."""

    def __init__(self, error: str, status: int) -> None:
        super().__init__(error)
        self.status = status


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks of a reply: one of KINDS, where it was not useful perhaps with one of REASONS."""

    kind: str
    reason: str | None = None


def opinion_of(said: object) -> Opinion:
    """The opinion in "useful", "wrong", "not_useful" or "not_useful out_of_date"; OpinionRefused for anything else."""
    kind, _, reason = said.partition(" ") if isinstance(said, str) else ("", "", "")
    if kind not in KINDS or (reason and (kind != NOT_USEFUL or reason not in REASONS)):
        raise OpinionRefused("bad_request", 400)
    return Opinion(kind, reason or None)


async def record(
    store: ConversationStore | None,
    events: Iterable[Event],
    sender: str,
    message_id: object,
    opinion: object,
    *,
    day: date | None = None,
    key: str | None = None,
) -> bool:
    """Keep an opinion of the reply to a message, in place of an earlier one of it; False where no database keeps any.

    `events` are those of the whole conversation, `opinion` is as in `opinion_of`; `day` is today and `key` the newest
    signing key unless given. OpinionRefused: bad_request for an unknown opinion, not_found for an unknown message.
    """
    held = opinion_of(opinion)
    about = _what_it_is_about(events, message_id)
    if store is None:
        return False
    name = name_of(sender, str(message_id), key or signing_keys(state_folder())[0])
    row = {"key": name, "day": day or calendar_day(), "kind": held.kind, "reason": held.reason, **about}
    TABLE.create(store.engine, checkfirst=True)
    with store.engine.begin() as connection:
        connection.execute(TABLE.delete().where(TABLE.c.key == name))
        connection.execute(TABLE.insert().values(**row))
    return True


def rows(store: ConversationStore | None) -> list[dict[str, Any]]:
    """Every opinion that is kept, the oldest day first: {day, kind, reason, card, topic, facet, content, score, model}."""
    if store is None or not _has_table(store):
        return []
    columns = [column for column in TABLE.c if column.name != "key"]
    with store.engine.connect() as connection:
        found = connection.execute(sa.select(*columns).order_by(TABLE.c.day, TABLE.c.key))
        return [dict(row._mapping) for row in found]


def forget_old(store: ConversationStore | None, today: date) -> int:
    """Delete the opinions that are older than 13 months; how many there were."""
    if store is None or not _has_table(store):
        return 0
    with store.engine.begin() as connection:
        return int(connection.execute(TABLE.delete().where(TABLE.c.day < months_before(today, MONTHS_KEPT))).rowcount)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def name_of(sender: str, message_id: str, key: str) -> str:
    """The key of an opinion about one message, by one of the signing keys."""
    return hmac.new(key.encode(), f"feedback\n{sender}\n{message_id}".encode(), hashlib.sha256).hexdigest()


def _has_table(store: ConversationStore) -> bool:
    return bool(sa.inspect(store.engine).has_table(TABLE.name))


def _what_it_is_about(events: Iterable[Event], message_id: object) -> dict[str, Any]:
    """What is kept of a turn: ids and a rounded score."""
    said, replies = _turn(events, message_id)
    if said is None:
        raise OpinionRefused("not_found", 404)
    reply, understood = merged(replies), dict(said.parse_data)
    # A turn that failed is not kept, and was answered with an apology.
    card = reply.card if reply else {"card": "sorry"}
    return {
        "card": _id(card.get("card")),
        "topic": _id(next((card[name] for name in ABOUT if card.get(name)), None)),
        "facet": _id(card.get("facet")),
        "content": _id(understood.get("knowledge_version")),
        "score": _score(understood),
        "model": _id(said.metadata.get("model_id")),
    }


def _turn(events: Iterable[Event], message_id: object) -> tuple[UserUttered | None, list[dict[str, Any]]]:
    """The last try of a message and what was replied to it."""
    said, replies, answering = None, [], False
    for event in events:
        if isinstance(event, UserUttered):
            answering = bool(event.text) and isinstance(message_id, str) and event.message_id == message_id
            said, replies = (event, []) if answering else (said, replies)
        elif isinstance(event, SessionStarted):
            # A fresh session may carry the last reply over.
            answering = False
        elif isinstance(event, BotUttered) and answering:
            replies.append(event.message())
    return said, replies


def _score(understood: dict[str, Any]) -> float | None:
    """How sure the understanding was, of the question that was answered first, else of the intent."""
    [first, *_] = understood.get("questions") or [{}]
    intent = understood.get("intent") or {}
    score = intent.get("confidence") if first.get("score") is None else first["score"]
    return round(score * STEPS) / STEPS if isinstance(score, (int, float)) else None


def _id(value: object) -> str | None:
    # Whatever comes to stand on a card one day: words of people do not pass here.
    return value if isinstance(value, str) and _ID.fullmatch(value) else None
