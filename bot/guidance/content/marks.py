"""Numbered things: "recommendation 7", "level three", "theme B" in a question lead to the point about just that one."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from bot.guidance.content.answer import Answer
from bot.guidance.content.cards import Card
from bot.guidance.text import fold, normalise

Mark = tuple[str, str]
LONG, MOST_SLIPS = 8, 2

_CARDINALS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth".split()
)
_NUMBER_WORDS = {word: str(number) for words in (_CARDINALS, _ORDINALS) for number, word in enumerate(words, 1)}
_SHORT_FORMS = {"rec": "recommendation", "recs": "recommendation"}
# "Approach a union" names no thing A: the letter is one only after what is told apart by letters.
_LETTER_A = "(?:(?<=theme )|(?<=annex )|(?<=option ))a"
_AFTER = re.compile(rf"\b([a-z]{{3,}})(?: number| no\.?)? (\d{{1,2}}|[b-h]|{_LETTER_A}|{'|'.join(_CARDINALS)})\b")
_BEFORE = re.compile(rf"\b({'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)) ([a-z]{{4,}})\b")


def marks(text: str) -> set[Mark]:
    """The numbered things that a text names: ("recommendation", "7") for "the seventh recommendation"."""
    plain = normalise(text)
    found = [(noun, number) for noun, number in _AFTER.findall(plain)]
    found += [(noun, number) for number, noun in _BEFORE.findall(plain)]
    return {(_SHORT_FORMS.get(noun, fold(noun)), _number(number)) for noun, number in found}


def share_a_mark(wanted: set[Mark], held: set[Mark]) -> bool:
    """Whether two texts name the same numbered thing, slips in its name forgiven ("recomendation 4")."""
    return any(
        number == other and (noun == name or (len(name) >= LONG and OSA.distance(noun, name) <= MOST_SLIPS))
        for noun, number in wanted for name, other in held
    )


def marked_points(answer: Answer, text: str) -> list[str]:
    """The ids of the points about a numbered thing that the text names."""
    wanted = marks(text)
    points = [
        (f"{answer.id_of(entry)}/{at}", point.text)
        for entry in (answer.entry, *answer.over) if entry is not None and wanted
        for at, point in enumerate(entry.points)
    ]
    return [name for name, said in points if is_about(wanted, said)]


def is_about(wanted: set[Mark], said: str) -> bool:
    """Whether a point is about a numbered thing: it begins with it, and does not only mention it in passing."""
    return share_a_mark(wanted, marks(said[: said.find(":") + 1] or said))


def led_by(card: Card, text: str) -> Card:
    """The card with those of its points alone that are about a numbered thing that the text names.

    The first of them is its short answer; a card without such a point stays as it is.
    """
    wanted = marks(text)
    first, *others = [point for point in card.get("detail", []) if is_about(wanted, point["text"])] or [None]
    return {**card, "short": first["text"], "plain": None, "detail": others, "steps": False} if first else card


def _number(word: str) -> str:
    return _NUMBER_WORDS.get(word, word.rstrip("stndrh") if word[:1].isdigit() else word)
