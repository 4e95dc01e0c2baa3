"""One turn, the same in every channel: mask, hand over, wait so long and no longer, reply once."""

from __future__ import annotations

import asyncio
import logging
import os
import traceback
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage

from bot.channel.apology import apology
from bot.channel.masking import Masked, mask
from bot.channel.reply import Reply, TurnOutput, followed_by, merged, note, note_card
from bot.channel.turned_off import without_topics
from bot.channel.typed import is_too_long, tidy
from bot.guidance.live import current

logger = logging.getLogger(__name__)
# A turn runs a few actions of at most 10 seconds each; nobody waits longer than this for a word.
TURN_SECONDS = float(os.environ.get("CHAT_TURN_SECONDS", "25"))

Handle = Callable[[UserMessage], Awaitable[Any]]


async def take_turn(handle: Handle, typed: object, sender: str, **message: Any) -> Reply:
    """The one reply to what somebody typed; never empty, never an error.

    `handle` is Rasa's way in; `message` goes on to UserMessage (input_channel, message_id, metadata).
    """
    text = tidy(typed)
    if not text:
        return note(current().say("sorry.blank"))
    if is_too_long(text):
        return note(current().say("sorry.too_long"))
    masked = without_personal_data(text)
    reply = await _ask(handle, masked.text, sender, message)
    return _with_masking_note(reply, masked) if masked.kinds else reply


def without_personal_data(text: str) -> Masked:
    """The text with personal data masked in the words of the knowledge."""
    return mask(text, current().phrase("masking.labels"))


async def _ask(handle: Handle, text: str, sender: str, message: dict[str, Any]) -> Reply:
    output = TurnOutput()
    try:
        await asyncio.wait_for(handle(UserMessage(text, output, sender, **message)), TURN_SECONDS)
    except Exception as error:  # whatever went wrong, the person reads where to turn
        _log_failure(error, message)
    else:
        reply = merged(output.messages)
        if reply:
            return without_topics(reply)
        logger.error("turn: nothing to say (channel %s, message %s)", *_named(message))
    return apology()


def _log_failure(error: Exception, message: dict[str, Any]) -> None:
    # Kind and place only: the words of an exception may quote the message.
    places = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{place.filename}:{place.lineno} {place.name}" for place in reversed(places))
    logger.error("turn: %s (channel %s, message %s) at %s", type(error).__name__, *_named(message), where)


def _named(message: dict[str, Any]) -> tuple[str, str]:
    return message.get("input_channel") or "-", message.get("message_id") or "-"


def _with_masking_note(reply: Reply, masked: Masked) -> Reply:
    knowledge = current()
    names = [knowledge.say(f"masking.names.{kind}") for kind in masked.kinds]
    words = knowledge.say("masking.note", what=_listed(names, knowledge.say("card.and")))
    noted = followed_by(reply, [note_card(words)])
    return Reply(f"{reply.text}\n\n{words}", noted.card, reply.failed, masked.text)


def _listed(names: list[str], last_word: str) -> str:
    *most, last = names
    return f"{', '.join(most)} {last_word} {last}" if most else last
