"""What somebody tells about a person in the message that starts a check, read with the questions of that check in mind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.guidance.dates import elapsed
from bot.guidance.eligibility.ages import stated_age
from bot.guidance.eligibility.choices import is_bare, mentioned
from bot.guidance.eligibility.circumstances import Value
from bot.guidance.eligibility.replies import parse
from bot.guidance.eligibility.volunteered import fact_in
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import find_places
from bot.guidance.schema.eligibility import Circumstance, RuleSet
from bot.guidance.text import normalise

_CLAUSE_ENDS = re.compile(r"[.;!?\n]+(?!\d)|,| - |\b(?:and|but|so)\b")
# What is wished for is no fact about what somebody has: "could I get a level 2" is not "I have a level 2".
_WISHED = re.compile(
    r"\b(?:can|could|may|would|like|want|wants|need|looking|do|doing|get|take on|improve|interested|help with|any help|training"
    r"|courses?)\b"
)
_HELD = re.compile(r"\b(?:have|has|had|'ve|got|hold|holds|already|passed|with)\b")
_ASKS = re.compile(r"(?:what(?:'s|s| is| are| does)|who|which|how|why|when|where|does|is there|are there)\b")
MOST_WORDS = 16


def told(k: Knowledge, sets: Sequence[RuleSet], text: str, today: date) -> dict[str, Value]:
    """The circumstances of these sets that a message gives; in doubt nothing."""
    asked = {criterion.test.circumstance for rules in sets for criterion in rules.criteria.values()}
    facts: dict[str, Value] = {}
    for name, question in k.questions.items():
        if name in asked:
            value = _told(k, question, text, question.at.first if question.at else today)
            if value is not None:
                facts[name] = value
    return facts


def _told(k: Knowledge, question: Circumstance, text: str, day: date) -> Value | None:
    normal = elapsed(normalise(text), day)
    if question.kind == "place":
        return _home(k, question, text, day)
    fact = fact_in(question, normal, day)
    if fact is not None:
        return fact
    values = {value for part in clauses(normal) if (value := _in_clause(question, part, day)) is not None}
    if len(values) > 1:
        values -= {choice.id for choice in question.choices if choice.broad}
    return values.pop() if len(values) == 1 else None


def _home(k: Knowledge, question: Circumstance, text: str, day: date) -> Value | None:
    """The one place that a message names as home; a question in it does not hide it."""
    found = parse(question, text.replace("?", "."), k, day)
    if found.kind == "value":
        return found.value
    names = {hit.id for hit in find_places(k, text)}
    lone = names.pop() if len(names) == 1 else None
    again = parse(question, k.places.by_id[lone].name, k, day) if lone else found
    return lone if again.kind == "value" else None


def _in_clause(question: Circumstance, part: str, day: date) -> Value | None:
    """What one clause gives: a choice that it names, or an age that is all it says."""
    wished, held = bool(_WISHED.search(part)), bool(_HELD.search(part))
    other_sense = (question.held and wished and not held) or (question.wish and held and not wished)
    if question.kind == "choice" and not (other_sense or is_bare(part) or _ASKS.match(part)):
        choice = mentioned(question, part, max_words=MOST_WORDS)
        return choice.id if choice is not None else None
    if question.age and not question.of_other and question.range and (age := stated_age(part, day)) is not None:
        return int(age) if question.range[0] <= age <= question.range[1] else None
    return None


def clauses(text: str) -> Iterator[str]:
    """The parts of a message between full stops, commas and joining words."""
    yield from (part.strip() for part in _CLAUSE_ENDS.split(text) if part.strip())
