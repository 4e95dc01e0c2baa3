"""What one message asked, what it was heard as, and how sure the answer was: all that the tables and pictures are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.bench.verdicts import HALF, RIGHT

SPECIAL, SEVERAL = "special question", "several questions"
# Heard as the right sort of thing and still wrong: the facet of another topic, another special, another need.
ALIKE = "the same of another"
HALF_OF_IT, COMPARISON = "half of it", "comparison"
UNCLEAR = "unclear"
# Groups of a set that the row of the facet, of SPECIAL or of SEVERAL already is.
_SAID_BY_FACET = (None, "topic", "special", "multi")


@dataclass(frozen=True)
class Said:
    """One message: `asked` and `heard` are facets, SPECIAL, SEVERAL or families of intents; equal only where all was right."""

    asked: str
    heard: str
    found: str
    score: float | None  # None where nothing was answered, but asked back
    rows: tuple[tuple[str, str], ...]


def said(noted: dict[str, Any], found: str, parse: dict[str, Any]) -> Said:
    """The record of one message: as noted, its verdict, and what it was taken for."""
    asked = _asked(noted)
    return Said(asked, _heard(asked, found, parse), found, _score(parse), tuple(_rows(noted, asked)))


def _asked(noted: dict[str, Any]) -> str:
    wanted = noted.get("expect") or [noted]
    if len(wanted) > 1:
        return SEVERAL
    reading = (wanted[0].get("any") or wanted)[0]
    if "intent" in reading:
        return str(reading["intent"]).partition("/")[0]
    return SPECIAL if reading.get("special") else str(reading["facet"])


def _heard(asked: str, found: str, parse: dict[str, Any]) -> str:
    if found == RIGHT:
        return asked
    if found == HALF:
        return HALF_OF_IT
    heard = parse["intent"]["name"]
    if heard == "ask":
        heard = _facet(parse)
    return ALIKE if heard == asked else heard


def _facet(parse: dict[str, Any]) -> str:
    if parse.get("compare"):
        return COMPARISON
    if parse.get("term") or not parse.get("questions"):
        return "what"
    first = parse["questions"][0]
    return SPECIAL if first.get("special") else str(first.get("facet"))


def _score(parse: dict[str, Any]) -> float | None:
    intent = parse["intent"]
    if intent["name"] == UNCLEAR:
        return None
    questions = parse.get("questions") if intent["name"] == "ask" else None
    score = questions[0].get("score") if questions else intent.get("confidence")
    return None if score is None else float(score)


def _rows(noted: dict[str, Any], asked: str) -> Iterator[tuple[str, str]]:
    """The rows of the table of misses in which a message is counted, each with the sort of row that it is."""
    first = (noted.get("expect") or [noted])[0]
    wish = "intent" in (first.get("any") or [first])[0]
    yield ("questions" if asked == SEVERAL else "intent" if wish else "facet"), asked
    if "expect" in noted and noted.get("group") not in _SAID_BY_FACET:
        yield "questions", str(noted["group"])
    if noted.get("kind"):
        yield "kind", str(noted["kind"])
