"""Split a message into clauses, and put neutral words for the names in it."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ENDS = re.compile(r"[.?!;\n]+(?=\s|$)|\s+[-\u2013]\s+")
_ASKING = (
    "what|wot|wat|who|hoo|how|when|wen|where|wer|why|which|wich|does|dose|dos|do|did|is|iz|are|was|were|wos|can|could|cud|will"
    "|wil|would|wud|should|has|have|had|must|may|whats|what's|wots|wats|hows|how's|whos|who's|any|if"
)
_JOINS = re.compile(
    rf",?\s+(?:and|an|n|but|also|plus|or|then|&)\s+(?:(?:also|then|the other thing,?|second(?:ly)?,?)\s+)?(?=(?:{_ASKING})\b)"
    rf"|,\s+(?=(?:{_ASKING.replace('|any|if', '')})\b)"
)
# "Dr. Smith", "e.g. apprenticeships", "a.m." do not end a clause; neither does a number's point.
_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|dr|mr|mrs|ms|etc|approx|no)$")
LEAST_WORDS = 2
MOST_CLAUSES = 5

NEUTRAL_TOPIC = "the scheme"
NEUTRAL_PLACE = "my town"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# A date says when, not what: "what did it cost back in september 2008" asks what it cost.
_DATE = re.compile(
    r",?\s*\b(?:back )?(?:in|during|for|of|from|since|until|around|about)\s+"
    rf"(?:{_MONTH}\s+)?(?:19|20)\d\d(?:-\d\d)?\b"
)
_OPENING = re.compile(r"^(?:(?:and|so|but|ok|okay|well|then|also|or|right|oh|um|er|hmm|hello|hi|hey|please)\b[ ,]+)+(?=\w)")

# "Not who, I asked how long it took": what was not meant says nothing of what is.
_MISREAD = re.compile(
    r"^(?:no,? |nah,? )?(?:not (?:who|what|when|where|how|why)\b[\w ]*, ?(?:but )?)?"
    r"(?:i (?:asked|meant|mean|said|wanted to know|was asking) (?=(?:who|what|when|where|how|why|if|is|does|did)\b))"
)


@dataclass(frozen=True)
class Clause:
    """One clause of a normalised message: its text is message[start:end]."""

    text: str
    start: int
    end: int


def split_clauses(text: str) -> list[Clause]:
    """Return the clauses of a normalised message in order; the last ones where there are very many."""
    cuts = [(found.start(), found.end()) for found in _ENDS.finditer(text) if not _SHORTENED.search(text[: found.start()])]
    cuts += [(found.start(), found.end()) for found in _JOINS.finditer(text)]
    clauses = []
    start = 0
    for cut_start, cut_end in [*sorted(cuts), (len(text), len(text))]:
        piece = text[start:cut_start]
        if re.search(r"\w", piece):
            begin = start + len(piece) - len(piece.lstrip(" ,"))
            # The question mark stays: it says that this is a question.
            end = cut_start + 1 if text[cut_start : cut_start + 1] == "?" else start + len(piece.rstrip())
            clauses.append(Clause(text[begin:end], begin, end))
        start = cut_end
    return _long_enough(text, clauses)[-MOST_CLAUSES:]


def _long_enough(text: str, clauses: list[Clause]) -> list[Clause]:
    """Join a clause too short to mean anything by itself to the next ("hi", "so")."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before and len(before.text.split()) < LEAST_WORDS:
            joined[-1] = Clause(text[before.start : clause.end], before.start, clause.end)
        else:
            joined.append(clause)
    return joined


def bare(text: str) -> str:
    """Return what a normalised clause asks, without date, opening words and what was not meant; all where nothing is left."""
    return _OPENING.sub("", _MISREAD.sub("", _DATE.sub("", text))).strip() or text


def neutral(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with its neutral word for each span (start, end, word), "the" not doubled."""
    begins = len(text)
    for start, end, word in sorted(set(spans), reverse=True):
        if end > begins:
            continue
        before = text[:start]
        if before.endswith("the ") and word.startswith("the "):
            before = before[:-4]
        text, begins = before + word + text[end:], len(before)
    return text
