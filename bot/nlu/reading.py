"""What is read from one message, before the conversation is taken into account."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.guidance.content.aliases import Match
from bot.guidance.dates import Period
from bot.guidance.places.find import PlaceHit
from bot.guidance.text import folded
from bot.nlu.clauses import Clause
from bot.nlu.sought import Sought

READING = "reading"


@dataclass
class ClauseReading:
    """One clause: the topics it names, what it asks in its own and in neutral words, and how likely each label is.

    `likely` is by its sentence vector, `words_likely` by its words alone; `about` is how likely it is about each subject,
    `own` the logarithm of how likely it asks each question of a topic, were it about that topic.
    """

    clause: Clause
    bare: str
    neutral: str
    topics: list[str]
    vector: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    likely: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    words_likely: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    near: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    about: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    own: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    strange_words: int = 0

    def says_what(self, other: ClauseReading) -> bool:
        """Say whether it says the same as another."""
        return (other.bare, other.neutral) == (self.bare, self.neutral)

    def take(self, other: ClauseReading) -> None:
        """Take what was found of a clause that says the same."""
        self.vector, self.near, self.strange_words = other.vector, other.near, other.strange_words
        self.likely, self.words_likely, self.about, self.own = other.likely, other.words_likely, other.about, other.own

    @property
    def sought(self) -> Sought:
        """What it looks for among the points."""
        return Sought(self.vector, frozenset([*folded(self.clause.text), *folded(self.bare)]))


@dataclass
class Reading:
    """A message: what it names, says and may ask; `whole` is all of it as one clause."""

    text: str
    # The same, slips put right: for fixed forms of words, never for names.
    mended: str = ""
    care: str | None = None
    broken: str | None = None
    topics: list[Match] = field(default_factory=list)
    # What a message says is not so: "I'm not redundant".
    denied: list[str] = field(default_factory=list)
    terms: list[Match] = field(default_factory=list)
    places: list[PlaceHit] = field(default_factory=list)
    period: Period | None = None
    role: str | None = None
    circumstances: dict[str, Any] = field(default_factory=dict)
    clauses: list[ClauseReading] = field(default_factory=list)
    whole: ClauseReading | None = None
    labels: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    # Fills in the vectors and likelihoods of clauses: a reply that a rule understands never needs them.
    classifier: Callable[[list[ClauseReading]], None] | None = None

    def classify(self, *wanted: ClauseReading) -> None:
        """Have these clauses classified, as far as that was not done yet."""
        only = self.clauses[0] if len(self.clauses) == 1 else None
        # A message of one clause is that clause.
        said = [only if only and clause is self.whole and clause.says_what(only) else clause for clause in wanted]
        waiting = [clause for clause in said if not len(clause.vector)]
        if self.classifier is not None and waiting:
            self.classifier(waiting)
            if self.whole is not None and only and self.whole.says_what(only):
                self.whole.take(only)
