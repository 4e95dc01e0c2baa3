"""Which of the three kinds of people a message comes from, as far as it shows, or that somebody takes that back."""

from __future__ import annotations

import re
from typing import Iterable, Optional

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded, normalise

_I_AM = r"(?:i'?m|i am|we'?re|we are|as|speaking as|i work as)(?: just| only| also| actually)?"
_Patterns = dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
# In place of a kind of person: whoever says so is none of them, or takes back what was said.
UNSAID = "unsaid"


def role_of(k: Knowledge, text: str) -> Optional[str]:
    """The kind of person that a normalised message shows, by "I'm a …" before anything else; None where unclear.

    UNSAID where the whole message takes it back: "forget who I am".
    """
    if folded(text) in _taken_back(k):
        return UNSAID
    for number in (0, 1):
        shown = [role for role, patterns in _patterns(k).items() if patterns[number].search(text)]
        if shown:
            return shown[0] if len(shown) == 1 else None
    return None


def says_only_role(k: Knowledge, text: str) -> bool:
    """Whether a normalised message says who somebody is, or takes it back, and nothing else: "I'm a union rep"."""
    role = role_of(k, text)
    return role == UNSAID or any(not _words(rest) for rest in _without_role(k, text, role))


def says_outright(k: Knowledge, text: str) -> bool:
    """Whether a normalised message says in so many words who somebody is ("I'm a …"), and does not only show it."""
    return any(outright.search(text) for outright, _ in _patterns(k).values())


def without_role(k: Knowledge, text: str) -> str:
    """A normalised message without the words that say who somebody is: "I'm a union rep. who pays?" is " . who pays?"."""
    return next(iter(_without_role(k, text, role_of(k, text))), text)


def _without_role(k: Knowledge, text: str, role: Optional[str]) -> list[str]:
    """What is left of a text without the words that show a role, by "I'm a …" first; empty where none do."""
    found = [pattern.search(text) for pattern in _patterns(k).get(role or "", ())]
    return [f"{text[: match.start()]} {text[match.end() :]}" for match in found if match is not None]


def _taken_back(k: Knowledge) -> frozenset[tuple[str, ...]]:
    return k.once("taken back", lambda: frozenset(map(folded, k.phrases.get("roles", {}).get("taken_back", []))))


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
