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

    `likely` is by its sentence vector, `words_likely` by its words alone.
    """

    clause: Clause
    bare: str
    neutral: str
    topics: list[str]
    vector: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    likely: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    words_likely: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    near: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    strange_words: int = 0

    @property
    def sought(self) -> Sought:
        """What it looks for among the points."""
        return Sought(self.vector, frozenset([*folded(self.clause.text), *folded(self.bare)]))


@dataclass
class Reading:
    """A message: what it names, says and may ask; `whole` is all of it as one clause."""

    text: str
    care: str | None = None
    broken: str | None = None
    topics: list[Match] = field(default_factory=list)
    terms: list[Match] = field(default_factory=list)
    places: list[PlaceHit] = field(default_factory=list)
    period: Period | None = None
    role: str | None = None
    circumstances: dict[str, Any] = field(default_factory=dict)
    clauses: list[ClauseReading] = field(default_factory=list)
    whole: ClauseReading | None = None
    labels: list[str] = field(default_factory=list)
    # Fills in vectors and likelihoods, once: a reply that a rule understands never needs them.
    classifier: Callable[[Reading], None] | None = None

    def classify(self) -> None:
        """Have the clauses classified, if that was not done yet."""
        if self.classifier is not None:
            classifier, self.classifier = self.classifier, None
            classifier(self)
