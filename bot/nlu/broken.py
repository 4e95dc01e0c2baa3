"""See what is wrong with a message that nobody could answer: blank, only pictures, code, too long, another script."""
from __future__ import annotations

import re
import unicodedata

LONGEST = 1000
# A message with more letters outside the Latin alphabet than this share is in another language.
FOREIGN_SHARE = 0.3

_MARKUP = re.compile(
    r"\{\s*['\x22]\w+['\x22]\s*:|</?[a-z!][^<>]*>|<script|javascript:|\$\{|\{\{|\}\}|```|#include"
    r"|\bdef \w+\(|\bfunction\s*\w*\(|=>\s*\{|&[a-z]+;"
    r"|\bselect\b.+\bfrom\b.+(?:\bwhere\b|;)|\b(?:drop|insert into|delete from) (?:table )?\w+\s*[;(]|\w+\([^)]*\);",
    re.IGNORECASE | re.DOTALL,
)


def broken_kind(text: str) -> str | None:
    """Return blank, emoji, too_long, markup or language, None for a message that can be read."""
    if len(text) > LONGEST:
        return "too_long"
    letters = [character for character in text if character.isalpha()]
    if not letters and not any(character.isdigit() for character in text):
        return "emoji" if any(_is_picture(character) for character in text) else "blank"
    if _MARKUP.search(text):
        return "markup"
    foreign = sum(1 for letter in letters if not _is_latin(letter))
    return "language" if letters and foreign / len(letters) > FOREIGN_SHARE else None


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk") and ord(character) > 0xFF


def _is_latin(letter: str) -> bool:
    # Full-width and mathematical letters count as the plain ones they stand for.
    return "LATIN" in unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "")
