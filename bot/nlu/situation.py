"""A message in its conversation: everything that a decision about it may look at."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from bot.guidance.content.answer import status_of
from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.reading import Reading
from bot.nlu.sought import Sought
from bot.nlu.wording import POINTING, asks_of_today

MOST_QUESTIONS = 3
# A date holds for bare follow-ups ("and the cost?"), not for every question after it.
MOST_WORDS_OF_A_BARE_QUESTION = 4
# "Maths, not an apprenticeship".
_DENIED = re.compile(r"\b(?:not|no|without|instead of|rather than)(?: (?:a|an|the|any))? $")
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
        if self.reading.whole is None:
            return Sought(np.zeros(0, np.float32))
        self.reading.classify(self.reading.whole)
        return self.reading.whole.sought

    def on(self, carried: bool) -> list[str | None] | None:
        """Return the period asked about; a date named before holds for bare follow-ups only."""
        if self.reading.period is not None:
            return self.reading.period.iso()
        bare = len(self.reading.text.split()) <= MOST_WORDS_OF_A_BARE_QUESTION
        return self.memory.on_date if carried and bare and not asks_of_today(self.reading.text) else None

    def circumstances(self) -> set[str]:
        """Return what the sets of the check that is open, or was finished last, ask about."""
        sets = [self.knowledge.rule_sets[name] for name in self.memory.rule_sets if name in self.knowledge.rule_sets]
        return {criterion.test.circumstance for rules in sets for criterion in rules.criteria.values()}

    def reply(self, value: Any, kind: str) -> Parse:
        """Return the parse of a reply to our open question."""
        return {"intent": "reply", "reply": {"circumstance": self.memory.asked, "value": value, "kind": kind}}


def has_rules(at: Situation, topic_id: str | None) -> bool:
    """Say whether a topic is something to be had, with rules to check it by."""
    topic = at.knowledge.topics.get(topic_id or "")
    return topic is not None and topic.can_be_had and topic.id in _ruled(at)


def scheme_meant(at: Situation) -> str | None:
    """Return the scheme that a check is asked for: named, one with rules before one without; else the one pointed back to."""
    named = [match.id for match in at.reading.topics if not _DENIED.search(at.reading.text[: match.start])]
    with_rules = [topic for topic in named if topic in _ruled(at)]
    back = [at.memory.topic] if at.memory.topic in _ruled(at) and POINTING.search(at.reading.text) else []
    return (with_rules or named or back or [None])[0]


def _ruled(at: Situation) -> set[str]:
    ruled = {rules.topic for rules in at.knowledge.rule_sets.values()}
    return ruled | {topic.id for topic in at.knowledge.topics.values() if topic.rules_of in ruled}


def named_in_part(at: Situation) -> list[str]:
    """Return the topics talked of, of whose title the message has a word that no other one's has: "back to the framework"."""
    talked_of = [topic for topic in at.memory.recent if topic in at.knowledge.topics]
    titles = {topic: set(folded(at.knowledge.topics[topic].title)) for topic in talked_of}
    said = set(folded(at.reading.text))
    return [
        topic for topic in talked_of
        if said & titles[topic].difference(*(words for other, words in titles.items() if other != topic))
    ]


def need_at_hand(at: Situation) -> str | None:
    """Return the need of what is talked of and has not closed, named in the message or before; else what was looked for."""
    named = at.reading.topics[0].id if at.reading.topics else None
    before = at.memory.topic if at.memory.last != "referral" else None
    topic = at.knowledge.topics.get(named or before or "")
    if topic is None:
        return at.memory.need
    return topic.need if status_of(at.knowledge, topic, at.today).state == "open" else None


def need_today(at: Situation, topic_id: str | None) -> str | None:
    """Return the need that a topic meets today; None for what is no more, or is nothing to be had."""
    topic = at.knowledge.topics.get(topic_id or "")
    if topic is None or not topic.can_be_had or status_of(at.knowledge, topic, at.today).state != "open":
        return None
    return topic.need
