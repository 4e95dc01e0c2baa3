"""`python -m bot forget SESSION [--served]`: deletes all that is kept of a conversation, now."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from bot.launch.progress import say
from bot.launch.settings import settings_from

# A turn that is being taken while its conversation is deleted is kept again at its end: look until none is.
LOOKS, SECONDS_BETWEEN = 30, 1.0


def main(arguments: list[str]) -> int:
    """Delete a conversation; 1 where nothing is kept of it."""
    options = _parser().parse_args(arguments)

    from bot.kept.opened import kept
    from bot.kept.whose import sender_of

    store = kept(settings_from(os.environ), options.served)
    sender = sender_of(store, options.session)
    if sender is None:
        print("Nothing is kept of such a conversation: it may be over and deleted.", file=sys.stderr)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot forget", description="Deletes all that is kept of a conversation.")
    parser.add_argument("session", metavar="SESSION", help="the signed session, or the conversation's name in the logs")
    parser.add_argument("--served", action="store_true", help="of what `make serve` keeps, not `make run`")
    return parser
