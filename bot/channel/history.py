"""A conversation as the page shows it again: what was said and what was replied, in order."""

from __future__ import annotations

from typing import Any, Iterable

from rasa.shared.core.events import BotUttered, Event, SessionStarted, UserUttered

from bot.channel.apology import apology
from bot.channel.reply import Reply, merged
from bot.channel.turned_off import without_topics

Turn = dict[str, Any]
LONGEST = 200


def turns(events: Iterable[Event]) -> list[Turn]:
    """The last turns of a conversation: {message_id, said, text, custom}, one for each message of the person."""
    spoken: list[tuple[UserUttered, list[dict[str, Any]]]] = []
    answering = False
    for event in events:
        if isinstance(event, SessionStarted):
            # A fresh session may carry the last reply over, so that it can be repeated: it was shown already.
            answering = False
        elif isinstance(event, UserUttered) and event.text:
            spoken.append((event, []))
            answering = True
        elif isinstance(event, BotUttered) and answering:
            spoken[-1][1].append(event.message())
    last_try = {said.message_id: number for number, (said, _) in enumerate(spoken)}
    kept = [turn for number, turn in enumerate(spoken) if last_try[turn[0].message_id] == number]
    return [_turn(said, merged(replies)) for said, replies in kept[-LONGEST:]]


def reply_to(events: Iterable[Event], message_id: str) -> Reply | None:
    """The reply that a message was given, or None where it was not answered."""
    for turn in reversed(turns(events)):
        if turn["message_id"] == message_id and not turn["failed"]:
            return Reply(turn["text"], turn["custom"], said=turn["said"])
    return None


def _turn(said: UserUttered, reply: Reply | None) -> Turn:
    reply = without_topics(reply) if reply else apology()
    return {
        "message_id": said.message_id,
        "said": said.text,
        "text": reply.text,
        "custom": reply.card,
        "failed": reply.failed,
    }
