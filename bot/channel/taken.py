"""A turn as both channels take it: none while the chat is off, and noted once it is over."""

from __future__ import annotations

from typing import Any

from bot.channel import switch
from bot.channel.noted import note_turn, note_turned_off
from bot.channel.reply import Reply
from bot.channel.turned_off import turned_off
from bot.channel.turns import Handle, take_turn
from bot.channel.watched import watch


async def noted_turn(
    agent: Any, handle: Handle, typed: object, sender: str, channel: str, counted: bool = True, **message: Any
) -> Reply:
    """The one reply to what somebody typed, as `take_turn` gives it; `counted` as in `note_turn`."""
    if switch.is_off():
        return said_to_be_off(sender, channel, counted)
    with watch() as seen:
        reply = await take_turn(handle, typed, sender, input_channel=channel, **message)
    await note_turn(agent, sender, channel, reply, seen, counted)
    return reply


def said_to_be_off(sender: str, channel: str, counted: bool = True) -> Reply:
    """The reply while the chat is off, noted."""
    note_turned_off(sender, channel, counted)
    return turned_off()
