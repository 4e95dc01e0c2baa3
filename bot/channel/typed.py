"""What a person typed, made safe to hand on: text stays text, whatever it looks like."""

from __future__ import annotations

import unicodedata

LONGEST = 2000


def tidy(typed: object) -> str:
    """The typed text without control characters, lone surrogates and leading slashes; "" for anything but text.

    Rasa reads a message that begins with "/" as an intent ("/restart", "/inform{...}"), and warns in the log
    with the whole message where it cannot. Invisible characters before the slash go too, because a later step
    may drop them and bring the slash to the front.
    """
    if not isinstance(typed, str):
        return ""
    whole = typed.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    plain = "".join(" " if _is_control(character) else character for character in whole)
    return plain[_opening(plain):].rstrip()


def is_too_long(text: str) -> bool:
    """Whether a text is longer than what is handed to the assistant."""
    return len(text) > LONGEST


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" and character not in "\n\t"


def _opening(text: str) -> int:
    for place, character in enumerate(text):
        if not (character == "/" or character.isspace() or unicodedata.category(character) == "Cf"):
            return place
    return len(text)
