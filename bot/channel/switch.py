"""The off switch: files in the state folder, seen with the next request. One is for the whole chat, others for topics.

    .state/off                  the chat is off for everybody
    .state/off-topics/<topic>   nothing is said about this topic
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional


def switch_of(state: Path, topic: Optional[str] = None) -> Path:
    """The file that is there while the chat, or one topic, is off."""
    return state / "off-topics" / topic if topic else state / "off"


def is_off() -> bool:
    """Whether the chat is off for everybody."""
    return switch_of(_state()).exists()


def topics_off() -> frozenset[str]:
    """The topics that nothing is said about."""
    try:
        return frozenset(os.listdir(_state() / "off-topics"))
    except OSError:
        return frozenset()


def turn_off(state: Path, topic: Optional[str] = None) -> None:
    """Turn off the chat or a topic; nothing changes where it is off."""
    file = switch_of(state, topic)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def turn_on(state: Path, topic: Optional[str] = None) -> None:
    """Turn it on again; nothing changes where it is on."""
    switch_of(state, topic).unlink(missing_ok=True)


def _state() -> Path:
    return Path(os.environ.get("STATE_DIR", ".state"))
