"""Which of the three kinds of people a message comes from, as far as it shows."""

from __future__ import annotations

import re
from typing import Iterable, Optional

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import normalise

_I_AM = r"(?:i'?m|i am|we'?re|we are|as|speaking as|i work as)(?: just| only| also| actually)?"
_Patterns = dict[str, tuple[re.Pattern[str], re.Pattern[str]]]


def role_of(k: Knowledge, text: str) -> Optional[str]:
    """The kind of person that a normalised message shows, by "I'm a …" before anything else; None where unclear."""
    for number in (0, 1):
        shown = [role for role, patterns in _patterns(k).items() if patterns[number].search(text)]
        if shown:
            return shown[0] if len(shown) == 1 else None
    return None


def says_only_role(k: Knowledge, text: str) -> bool:
    """Whether a normalised message says who somebody is, and nothing else: "I'm a union rep"."""
    own, said = _patterns(k).get(role_of(k, text) or "", (None, None))
    found = [pattern.search(text) for pattern in (own, said) if pattern is not None]
    return any(match is not None and not _words(text[: match.start()] + text[match.end() :]) for match in found)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z']+", text) if word not in ("hi", "hello", "btw", "by", "the", "way", "and", "so")]


def _patterns(k: Knowledge) -> _Patterns:
    return k.once("patterns of people", lambda: {
        role: (re.compile(rf"\b{_I_AM} {_any(person.is_)}\b{_does(person.does)}"), re.compile(rf"\b{_any(person.said)}\b"))
        for role, person in k.people.items()
    })


def _does(phrases: list[str]) -> str:
    """What follows "I" or "we", with the few words after it: "I run a small garage"."""
    return rf"|\b(?:i|we) {_any(phrases)}\b(?: [a-z]+){{0,3}}" if phrases else ""


def _any(phrases: Iterable[str]) -> str:
    longest_first = sorted((re.escape(normalise(phrase)) for phrase in phrases), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})"
