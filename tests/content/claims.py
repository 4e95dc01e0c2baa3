"""Claims of the documents: each stands in one sentence of its document, and in the points that speak of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import normalise

FOLDER = Path(__file__).parent / "claims"
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[\"'(A-Z0-9•])")


@dataclass(frozen=True)
class Claim:
    """A value with its subject, where it stands in the document and near which words, and where we say it.

    `near` are words of the same sentence of the document; `words` pick the points at `where` ("topic/facet") that
    state it, each of which has to hold `written` (the value as we write it).
    """

    document: str
    subject: str
    value: str
    at: str
    near: tuple[str, ...]
    where: str
    words: tuple[str, ...]
    written: str


@dataclass(frozen=True)
class Said:
    """A point of the knowledge as it is shown: where it stands, the document it cites, its words."""

    where: str
    document: str
    text: str


def claims_of(path: Path) -> list[Claim]:
    """The claims of one file."""
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Claim(
            held["document"], each["subject"], str(each["value"]), each["at"], tuple(map(str, each["near"])),
            each["where"], tuple(map(str, each["words"])), str(each.get("written", each["value"])),
        )
        for each in held["claims"]
    ]


def points_of(knowledge: Knowledge) -> list[Said]:
    """Every point, its figures filled in for the time that it speaks of."""
    return [
        Said(f"{topic.id}/{question}", point.source.id, knowledge.fill(point.text, entry.as_at.last))
        for topic in knowledge.topics.values()
        for question in topic.questions()
        for entry in topic.entries(question)
        for point in entry.points
    ]


def sentences(text: str) -> list[str]:
    """The sentences of a document, a table row or list item for itself, as they are compared."""
    return [normalise(part) for line in text.splitlines() for part in _SENTENCE_END.split(line) if part.strip()]


def stands_in(claim: Claim, held: list[str]) -> bool:
    """Whether one sentence of the document holds the value and the words near it."""
    return any(_has(sentence, claim.value) and all(_has(sentence, word) for word in claim.near) for sentence in held)


def problem_in(claim: Claim, points: list[Said]) -> str | None:
    """What is wrong with how we state a claim; None where every point that speaks of it has its value."""
    speaking = speaking_of(claim, points)
    if not speaking:
        return f"{claim.subject}: no point at {claim.where} cites {claim.document} and has the words {claim.words}"
    wrong = [point.text for point in speaking if not _has(normalise(point.text), claim.written)]
    return f"{claim.subject}: {claim.written!r} is missing in {wrong[0]!r}" if wrong else None


def speaking_of(claim: Claim, points: list[Said]) -> list[Said]:
    """The points at the claim's place that its words pick."""
    return [
        point for point in points
        if point.where == claim.where and point.document == claim.document
        and all(_has(normalise(point.text), word) for word in claim.words)
    ]


def _has(text: str, wanted: str) -> bool:
    """Whether a text has these very words or numbers: "12" is not in "112" or "12.5"."""
    return bool(re.search(rf"(?<![\w.,£]){re.escape(normalise(wanted))}(?![\w]|[.,]\d)", text))
