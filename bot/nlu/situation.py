"""A message in its conversation: everything that a decision about it may look at."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from bot.guidance.knowledge import Knowledge
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex, Sought
from bot.nlu.reading import Reading
from bot.nlu.wording import asks_of_today

MOST_QUESTIONS = 3
# A date holds for bare follow-ups ("and the cost?"), not for every question after it.
MOST_WORDS_OF_A_BARE_QUESTION = 4
Parse = dict[str, Any]


@dataclass(frozen=True)
class Situation:
    """The message as read, what was talked of before, what is known, and the day."""

    reading: Reading
    memory: Memory
    knowledge: Knowledge
    points: PointIndex
    today: date

    @property
    def sought(self) -> Sought:
        """What the whole message looks for among the points; without a vector where it was not encoded."""
        return self.reading.whole.sought if self.reading.whole is not None else Sought(np.zeros(0, np.float32))

    def on(self, carried: bool) -> list[str | None] | None:
        """Return the period asked about; a date named before holds for bare follow-ups only."""
        if self.reading.period is not None:
            return self.reading.period.iso()
        bare = len(self.reading.text.split()) <= MOST_WORDS_OF_A_BARE_QUESTION
        return self.memory.on_date if carried and bare and not asks_of_today(self.reading.text) else None

    def reply(self, value: Any, kind: str) -> Parse:
        """Return the parse of a reply to our open question."""
        return {"intent": "reply", "reply": {"circumstance": self.memory.asked, "value": value, "kind": kind}}


def has_rules(at: Situation) -> bool:
    """Say whether there are rules to check the topic talked of by."""
    return at.memory.topic in {rules.topic for rules in at.knowledge.rule_sets.values()}


def scheme_meant(at: Situation) -> str | None:
    """Return the scheme that a check is asked for: one with rules of its own before one without."""
    named = [match.id for match in at.reading.topics]
    ruled = {rules.topic for rules in at.knowledge.rule_sets.values()}
    with_rules = [topic for topic in named if topic in ruled]
    return (with_rules or named or [None])[0]  # type: ignore[list-item]
