"""`python -m bot switch [off | on] [TOPIC]`: turns the chat or one topic off for everybody, and on again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Optional

from bot.channel import switch
from bot.launch.progress import say
from bot.launch.settings import Settings, settings_from

USAGE = "usage: python -m bot switch [off | on] [TOPIC]"


def main(arguments: list[str]) -> int:
    """Turn it off or on, or say how it stands; 1 where there is no such topic, 2 where the words are off."""
    settings = settings_from(os.environ)
    if not arguments:
        say(state(settings.state))
        return 0
    if arguments[0] not in ("off", "on") or len(arguments) > 2:
        print(USAGE, file=sys.stderr)
        return 2
    topic = arguments[1] if len(arguments) == 2 else None
    # A topic that is off can be turned on, also where it is no longer in the files.
    problem = _unknown(settings, topic) if topic not in off(settings.state) else None
    if problem:
        print(problem, file=sys.stderr)
        return 1
    turn = switch.turn_on if arguments[0] == "on" else switch.turn_off
    turn(settings.state, topic)
    say(state(settings.state))
    return 0


def state(folder: Path) -> str:
    """Whether the chat is on, and which topics are off."""
    chat = "off for everybody" if switch.switch_of(folder).exists() else "on"
    return f"The chat is {chat}. Topics that are off: {', '.join(off(folder)) or 'none'}."


def off(folder: Path) -> list[str]:
    """The topics that are off."""
    return sorted(path.name for path in (folder / "off-topics").glob("*"))


def _unknown(settings: Settings, topic: Optional[str]) -> Optional[str]:
    """Why that topic cannot be turned off; None where it can, and where none is named."""
    # By their files alone: it is when the content is wrong that something has to be turned off at once.
    topics = sorted(path.stem for path in (settings.knowledge / "topics").glob("*.yml"))
    if topic is None or topic in topics:
        return None
    near = [name for name in topics if topic in name]
    return f"There is no topic {topic!r}; there are {', '.join(near or topics)}"
