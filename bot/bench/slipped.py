"""Typing slips of kinds that no training example was made with: a key beside the right one, a dropped vowel, joined words."""

from __future__ import annotations

import random
import re

from bot.guidance.places.slips import NEIGHBOURS

KINDS = ("neighbouring key", "dropped vowel", "joined words")
_LONG_WORD = re.compile(r"[A-Za-z]{5,}")
_VOWEL_INSIDE = re.compile(r"(?<=[A-Za-z])[aeiou](?=[A-Za-z])")


def slipped(text: str, kind: str, chance: random.Random) -> str:
    """The text with one slip of that kind, or as it is where there is no room for one."""
    if kind == "joined words":
        gaps = [found.start() for found in re.finditer(r"(?<=[A-Za-z]) (?=[A-Za-z])", text)]
        at = chance.choice(gaps) if gaps else len(text)
        return text[:at] + text[at + 1 :]
    long = [found.span() for found in _LONG_WORD.finditer(text)]
    if not long:
        return text
    start, end = chance.choice(long)
    word = text[start:end]
    return text[:start] + (_wrong_key if kind == "neighbouring key" else _without_vowel)(word, chance) + text[end:]


def _wrong_key(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(NEIGHBOURS[word[at].lower()]) + word[at + 1 :]


def _without_vowel(word: str, chance: random.Random) -> str:
    vowels = [found.start() for found in _VOWEL_INSIDE.finditer(word)]
    at = chance.choice(vowels) if vowels else len(word)
    return word[:at] + word[at + 1 :]
