"""Numbered things: "recommendation 7", "level three", "theme B" in a question lead to the point about just that one."""

from __future__ import annotations

import re

from bot.guidance.answer import Answer
from bot.guidance.text import fold, normalise

Mark = tuple[str, str]

_CARDINALS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth".split()
)
_NUMBER_WORDS = {word: str(number) for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)}
_AFTER = re.compile(rf"\b([a-z]{{4,}})(?: number| no\.?)? (\d{{1,2}}|[a-h]|{'|'.join(_CARDINALS)})\b")
_BEFORE = re.compile(rf"\b({'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)) ([a-z]{{4,}})\b")


def marks(text: str) -> set[Mark]:
    """The numbered things that a text names: ("recommendation", "7") for "the seventh recommendation"."""
    plain = normalise(text)
    found = {(fold(noun), _NUMBER_WORDS.get(number, number)) for noun, number in _AFTER.findall(plain)}
    return found | {(fold(noun), _NUMBER_WORDS.get(number, number[:-2])) for number, noun in _BEFORE.findall(plain)}


def marked_first(answer: Answer, text: str, nearest: list[str]) -> list[str]:
    """The ids of points, those about a numbered thing that the text names before the nearest ones."""
    wanted = marks(text)
    points = [
        (f"{answer.id_of(entry)}/{at}", point.text)
        for entry in (answer.entry, answer.earlier) if entry is not None and wanted
        for at, point in enumerate(entry.points)
    ]
    # A point that begins with the very thing is about it; one that mentions it in passing is not.
    leading = [name for name, said in points if wanted & marks(said[: said.find(":") + 1] or said)]
    return [*leading, *(name for name in nearest if name not in leading)]
