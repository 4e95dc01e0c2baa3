"""`python -m bot forget SESSION [--served]`: deletes all that is kept of a conversation, now."""

from __future__ import annotations

import time
from typing import Any

from bot.kept.asked import conversation, of_a_conversation
from bot.launch.progress import say

# A turn that is being taken while its conversation is deleted is kept again at its end: look until none is.
LOOKS, SECONDS_BETWEEN = 30, 1.0


def main(arguments: list[str]) -> int:
    """Delete a conversation; 1 where nothing is kept of it."""
    store, sender = conversation(of_a_conversation("forget", "Deletes all that is kept of a conversation.").parse_args(arguments))
    if sender is None:
        return 1
    say(f"{forget(store, sender)} events of the conversation deleted; nothing is left of it")
    return 0


def forget(store: Any, sender: str, seconds: float = SECONDS_BETWEEN) -> int:
    """Delete a conversation for good, out of the file as well; the number of its events."""
    from bot.channel.retention import empty_the_log

    deleted = 0
    for _ in range(LOOKS):
        found = store.forget(sender)
        deleted += found
        if not found:
            break
        empty_the_log(store)
        time.sleep(seconds)
    return deleted

