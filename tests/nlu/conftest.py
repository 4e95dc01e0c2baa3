"""A small knowledge of two schemes, and messages whose likelihoods a test sets itself."""
from __future__ import annotations

from datetime import date
from typing import Any, Callable

import numpy as np
import pytest
import yaml

from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.crisis import Crisis
from bot.guidance.schema.eligibility import Circumstance
from bot.guidance.schema.topic import FACETS, Topic
from bot.guidance.schema.words import Term
from bot.nlu import ranking
from bot.nlu.decide import decide
from bot.nlu.facets import NO_TOPIC
from bot.nlu.matcher import NameMatcher
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.situation import Situation

ENTRY = """
  - as_at: 2008-09
    valid: {{from: 2007, to: 2010}}
    short: A short answer.
    sources: [{{id: guide, at: page 1}}]
    points:
      - {{text: "{0}", source: {{id: guide, at: page 1}}}}
      - {{text: "{1}", source: {{id: guide, at: page 2}}}}
"""
POINTS = {
    "what": ("It was a promise made by employers.", "Ministers launched it in London."),
    "cost": ("Signing cost nothing.", "Brokers gave their advice free of charge."),
    "how": ("There were three stages: sign, plan and train.", "The chief executive signed first."),
}
TERM = "{term: Level 2, aliases: [level two], meaning: As big as five good GCSEs., source: {id: guide, at: top}}"
AGE = """
kind: whole_number
title: Age
ask: How old are you?
why: Some courses are free for some ages.
unknown: we do not know how old you are
range: [10, 110]
example: for example 34
impossible: That is no age.
age: true
"""
TODAY = date(2026, 11, 22)
NEAR = 0.9


def topic(identity: str, *aliases: str, specials: dict[str, str] | None = None) -> Topic:
    facets = {facet: yaml.safe_load(ENTRY.format(*texts)) for facet, texts in POINTS.items()}
    asked = {name: {"title": title, "answers": facets["cost"]} for name, title in (specials or {}).items()}
    given = {"id": identity, "name": aliases[0].title(), "title": aliases[0], "kind": "scheme", "audience": ["employer"]}
    return Topic.parse_obj({**given, "aliases": list(aliases), "facets": facets, "specials": asked})


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    topics = [
        topic("skills-pledge", "skills pledge", "the pledge", specials={"by-sector": "Which sectors signed?"}),
        topic("apprenticeships", "apprenticeships", "apprenticeship"),
    ]
    return Knowledge(
        version="small",
        topics={each.id: each for each in topics},
        glossary={"level-2": Term.parse_obj(yaml.safe_load(TERM))},
        questions={"age": Circumstance.parse_obj(yaml.safe_load(AGE))},
        crisis=Crisis(**{kind: ["zebedee"] for kind in Crisis.__fields__ if kind != "self_harm"}, self_harm=["kill myself"]),
        phrases={"facets": {facet: f"the {facet} of {{title}}" for facet in FACETS}},
    )


@pytest.fixture(scope="session")
def points(knowledge: Knowledge) -> PointIndex:
    index = PointIndex()
    index.use(knowledge)
    return index


Heard = Callable[..., dict[str, Any]]


# What is decided follows the likelihoods that a test sets; a topic that nobody named is unlikely.
PLAIN = {"likely": 1.0, "is_beside": -3.0, "is_earlier": -1.0, "is_elsewhere": -3.0, "is_unnamed": -3.0, "is_topicless": -1.0, "bare_same": 30.0, "bare_what": 15.0}


@pytest.fixture()
def heard(knowledge: Knowledge, points: PointIndex, monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Return what a text means, given likelihoods of labels: for every clause, or a list of them, one a clause.

    The whole message has those of the last, or one more of its own.
    """
    plain = np.array([PLAIN.get(name, 0.0) for name in ranking.COLUMNS], np.float32)
    monkeypatch.setattr(ranking, "weights", lambda: plain)

    def hear(text: str, likely: dict[str, float] | list[dict[str, float]] | None = None, near: float = NEAR, **memory: Any) -> dict[str, Any]:
        reading = NameMatcher().read(text, knowledge, TODAY)
        likely = likely or {}
        each = likely if isinstance(likely, list) else [likely] * len(reading.clauses)
        assert len(each) - len(reading.clauses) in (0, 1)
        reading.labels, reading.subjects = sorted({label for one in each for label in one}), [NO_TOPIC]
        for clause, one in zip([*reading.clauses, reading.whole], [*each, *each[-1:]]):
            if clause is not None:
                clause.likely = clause.words_likely = np.array([one.get(label, 0.0) for label in reading.labels])
                clause.near = np.full(len(reading.labels), near)
                clause.about = np.ones(1)
        return decide(Situation(reading, Memory(**memory), knowledge, points, TODAY))

    return hear
