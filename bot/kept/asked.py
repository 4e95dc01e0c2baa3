"""The conversation that a word on the command line is about."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, Optional

from bot.launch.settings import settings_from


def of_a_conversation(word: str, description: str) -> argparse.ArgumentParser:
    """What reads the arguments of `python -m bot <word>`: a session, and where it is kept."""
    parser = argparse.ArgumentParser(prog=f"python -m bot {word}", description=description)
    parser.add_argument("session", metavar="SESSION", help="the signed session, or the conversation's name in the logs")
    parser.add_argument("--served", action="store_true", help="of what `make serve` keeps, not `make run`")
    return parser


def conversation(options: argparse.Namespace) -> tuple[Any, Optional[str]]:
    """The store, and the name of the conversation in it; None, with a line for whoever asked, where nothing is kept of it."""
    from bot.kept.opened import kept
    from bot.kept.whose import sender_of

    store = kept(settings_from(os.environ), options.served)
    sender = sender_of(store, options.session)
    if sender is None:
        print("Nothing is kept of such a conversation: it may be over and deleted.", file=sys.stderr)
    return store, sender
