"""Which of all possible meanings of a clause is the likeliest: one weighing of everything that speaks for each.

A meaning is a room (a facet or special question of a topic), a facet of no topic yet, or a label that is no question.
The weights are learned by `make fit` on the development set (tests/nlu/dev), never on the held-out one, so that the
result is a probability: of the meanings that are given 0.8, eight in ten are right.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from bot.guidance.schema.topic import FACETS
from bot.guidance.text import folded
from bot.nlu import thresholds
from bot.nlu.labels import OUT_OF_SCOPE, Label, read_label
from bot.nlu.reading import ClauseReading
from bot.nlu.rooms import NOTHING, RoomIndex
from bot.nlu.situation import MOST_QUESTIONS, Situation, has_rules
from bot.nlu.whereabouts import asks_who_helps
from bot.nlu.wording import POINTING, asks_of_both, looks_like_question

FITTED = Path(__file__).with_name("ranking.yml")
LEAST_LIKELY = 1e-6
OF_A_CHECK = ("command/resume", "command/keep")
RANKED = 60  # the likeliest meanings that are looked at further
SHORT = 4  # words: a message of so few leans on what was said before

# What a meaning is: how its topic came about, or which family of labels it belongs to.
KINDS = (
    "named", "carried", "elsewhere", "unnamed", "topicless",
    "out_of_scope", "check", "refer", "chat", "command", "choose",
)
# What speaks for any meaning, and what more speaks for a room.
ANY = ("likely", "lexical", "near", "likely_unasked", "lexical_unasked")
EVIDENCE = ("point", "short", "title", "words")
ROOM = (
    *EVIDENCE, *(f"{name}_special" for name in EVIDENCE), *(f"{name}_best" for name in EVIDENCE),
    "special", "likely_special", "lexical_special", "free_likely", "free_lexical", "free_near", "free_title", "free_facet",
    "same", "place_in_title", *(f"facet_{name}" for name in FACETS),
)
# What of the message and the conversation makes a kind of meaning likelier or less likely.
CIRCUMSTANCES = {
    "carried": ("points_back", "few_words", "question_form"),
    "elsewhere": ("points_back", "few_words", "question_form", "best_point", "best_title", "point_here", "title_here"),
    "unnamed": ("few_words", "best_point", "best_title"),
    "topicless": ("points_back", "few_words"),
    "out_of_scope": (
        "strange", "strange_named", "best_point", "best_title", "best_near", "topic_named", "topic_carried", "term_named",
        "points_back", "question_form", "few_words", "place", "facts", "point_here", "title_here",
    ),
    "check": ("ruled", "facts", "topic_named", "topic_carried", "question_form", "title_here"),
    "refer": ("place", "who_helps", "topic_named", "topic_carried", "question_form", "title_here"),
    "chat": ("topic_named", "topic_carried", "question_form", "few_words", "title_here"),
    "command": ("at_first", "topic_named", "topic_carried", "asked", "question_form", "few_words", "title_here"),
}
COLUMNS = (
    *ANY, *ROOM, *(f"is_{kind}" for kind in KINDS),
    *(f"{kind}:{name}" for kind, names in CIRCUMSTANCES.items() for name in names),
)
_AT = {name: at for at, name in enumerate(COLUMNS)}


@dataclass(frozen=True)
class Meaning:
    """One thing that a clause may mean: its label, and for a question the topic it is about."""

    label: Label
    kind: str
    topic: str | None = None


@dataclass(frozen=True)
class Meanings:
    """The possible meanings of a clause: the row of the label of each, its kind, its room (-1: none), what speaks for it."""

    labels: list[str]
    index: RoomIndex
    rows: np.ndarray
    kinds: np.ndarray
    rooms: np.ndarray
    features: np.ndarray

    def __getitem__(self, at: int) -> Meaning:
        room = self.index.rooms[self.rooms[at]].topic if self.rooms[at] >= 0 else None
        return Meaning(read_label(self.labels[self.rows[at]]), KINDS[self.kinds[at]], room)


def rank(clause: ClauseReading, at: Situation) -> list[tuple[Meaning, float, float]]:
    """Return the likeliest meanings with their probability among all, and their nearest example's cosine; best first."""
    found = meanings(clause, at)
    if found is None:
        return []
    scores = found.features @ weights()
    if not at.memory.asked:
        # Whoever only talks asks nothing either.
        scores += thresholds.OUTSIDE * (found.features[:, _AT["is_out_of_scope"]] + found.features[:, _AT["is_chat"]])
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    best = np.argsort(-likely, kind="stable")[:RANKED]
    return [(found[row], float(likely[row]), float(clause.near[found.rows[row]])) for row in best]


@lru_cache(maxsize=1)
def weights() -> np.ndarray:
    """Return the fitted weight of each column; a column that was never fitted weighs nothing."""
    fitted = yaml.safe_load(FITTED.read_text(encoding="utf-8"))["weights"]
    return np.array([fitted.get(name, 0.0) for name in COLUMNS], np.float32)


def meanings(clause: ClauseReading, at: Situation) -> Meanings | None:
    """Return what a clause may mean in its conversation, with what speaks for each; None where it was not classified."""
    at.reading.classify(*([clause] if clause is at.reading.whole else []))
    if not at.reading.labels or not len(clause.likely):
        return None
    index = at.points.rooms
    table = at.knowledge.once(("ranking", *at.reading.labels), lambda: _Table(index, at.reading.labels))
    named = named_for(clause, at)
    spans = [index.of(topic) for topic in named] or [slice(0, len(index.rooms))]
    rooms = np.concatenate([np.arange(span.start, span.stop) for span in spans])
    evidence = np.vstack([index.evidence(clause.sought, span) for span in spans])
    held = table.row_of_room[rooms] >= 0
    rooms, evidence = rooms[held], evidence[held]
    kinds = _kinds_of(rooms, bool(named), at)
    said = _circumstances(clause, at, evidence, kinds)
    unasked = table.unasked if at.memory.asked or at.memory.rule_sets else table.without_check
    others = unasked if named else np.concatenate([unasked, table.facets])
    rows = np.concatenate([table.row_of_room[rooms], others])
    kinds = np.concatenate([kinds, table.kind_of_label[others]])
    if not len(rows):
        return None
    features = np.zeros((len(rows), len(COLUMNS)), np.float32)
    likely, lexical = (np.log(np.maximum(found[rows], LEAST_LIKELY)) for found in (clause.likely, clause.words_likely))
    features[:, 0], features[:, 1], features[:, 2] = likely, lexical, clause.near[rows]
    features[len(rooms) :, 3], features[len(rooms) :, 4] = likely[len(rooms) :], lexical[len(rooms) :]
    features[len(rooms) :, _AT["point"] : _AT["words"]] = NOTHING
    _of_rooms(features[: len(rooms)], evidence, rooms, table, at)
    _of_free(features[: len(rooms)], kinds[: len(rooms)])
    features[np.arange(len(rows)), _AT[f"is_{KINDS[0]}"] + kinds] = 1.0
    for kind, names in CIRCUMSTANCES.items():
        features[np.ix_(kinds == KINDS.index(kind), [_AT[f"{kind}:{name}"] for name in names])] = [said[name] for name in names]
    return Meanings(at.reading.labels, index, rows, kinds, np.concatenate([rooms, np.full(len(others), -1)]), features)


class _Table:
    """What is the same for every message: the label of each room, and the kind of each label that is no room's."""

    def __init__(self, index: RoomIndex, labels: list[str]) -> None:
        row_of = {label: row for row, label in enumerate(labels)}
        self.row_of_room = np.array([row_of.get(room.label, -1) for room in index.rooms], int)
        self.is_special = np.array([room.is_special for room in index.rooms], bool)
        self.facet = np.array([FACETS.index(room.question) if room.question in FACETS else -1 for room in index.rooms], int)
        read = [read_label(label) for label in labels]
        self.kind_of_label = np.array([KINDS.index(_kind_of(label)) for label in read], int)
        self.unasked = np.array([row for row, label in enumerate(read) if label.family in KINDS], int)
        # There is nothing to go on with, or to keep, before any check.
        self.without_check = np.array([row for row in self.unasked if labels[row] not in OF_A_CHECK], int)
        # "How much is it" without any topic is a question all the same: of which scheme is asked back.
        self.facets = np.array([row for row, label in enumerate(read) if label.facet], int)


def _kind_of(label: Label) -> str:
    return label.family if label.family in KINDS else "topicless"


def _of_rooms(features: np.ndarray, evidence: np.ndarray, rooms: np.ndarray, table: _Table, at: Situation) -> None:
    """Fill in what speaks for rooms alone."""
    special = table.is_special[rooms][:, None]
    first, size = _AT["point"], len(EVIDENCE)
    features[:, first : first + size] = evidence
    features[:, first + size : first + 2 * size] = evidence * special
    if len(evidence):
        features[:, first + 2 * size : first + 3 * size] = evidence == evidence.max(axis=0)
    features[:, _AT["special"]] = special[:, 0]
    features[:, _AT["likely_special"] : _AT["lexical_special"] + 1] = features[:, :2] * special
    facet = table.facet[rooms]
    features[np.flatnonzero(facet >= 0), _AT["facet_what"] + facet[facet >= 0]] = 1.0
    every = at.points.rooms.rooms
    features[:, _AT["same"]] = [(every[room].topic, every[room].question) == (at.memory.topic, at.memory.facet) for room in rooms]
    places = [set(folded(hit.name)) for hit in at.reading.places]
    if places:
        titles = [at.points.rooms.words_of_title(room) for room in rooms]
        features[:, _AT["place_in_title"]] = [any(place <= title for place in places) for title in titles]


def _of_free(features: np.ndarray, kinds: np.ndarray) -> None:
    """Fill in what speaks for rooms of topics that were neither named nor talked of: a special's words must name it."""
    free = np.isin(kinds, [KINDS.index("elsewhere"), KINDS.index("unnamed")])
    special = free & (features[:, _AT["special"]] > 0)
    first = _AT["free_likely"]
    features[special, first : first + 3] = features[special, :3]
    features[special, first + 3] = features[special, _AT["title"]]
    features[:, _AT["free_facet"]] = free & ~special


def _kinds_of(rooms: np.ndarray, named: bool, at: Situation) -> np.ndarray:
    if named or at.memory.topic not in at.knowledge.topics:
        return np.full(len(rooms), KINDS.index("named" if named else "unnamed"))
    own = at.points.rooms.of(at.memory.topic)
    return np.where((rooms >= own.start) & (rooms < own.stop), KINDS.index("carried"), KINDS.index("elsewhere"))


def named_for(clause: ClauseReading, at: Situation) -> list[str]:
    """Return the topics of a clause: its own, the last named before it, or those after it that "it" points to."""
    if not at.reading.topics and asks_of_both(clause.clause.text):
        return [topic for topic in at.memory.recent[:2] if topic in at.knowledge.topics]
    before = [match.id for match in at.reading.topics if match.end <= clause.clause.start]
    if clause.topics or before:
        return clause.topics or before[-1:]
    points_ahead = clause is at.reading.whole or POINTING.search(clause.clause.text)
    return list(dict.fromkeys(match.id for match in at.reading.topics[:MOST_QUESTIONS])) if points_ahead else []


def _circumstances(clause: ClauseReading, at: Situation, evidence: np.ndarray, kinds: np.ndarray) -> dict[str, float]:
    """Return everything of the message and the conversation that makes a kind of meaning likelier or less likely."""
    text = clause.clause.text
    count = max(len(text.split()), 1)
    named = bool(at.reading.topics)
    inside = [row for row, label in enumerate(at.reading.labels) if label != OUT_OF_SCOPE]
    about = [match.id for match in at.reading.topics] or [at.memory.topic]
    here = evidence[kinds == KINDS.index("carried")]
    return {
        "point_here": float(here[:, 0].max(initial=0.0)),
        "title_here": float(here[:, 2].max(initial=0.0)),
        "points_back": float(bool(POINTING.search(text))),
        "few_words": float(count <= SHORT),
        "question_form": float(looks_like_question(text)),
        "best_point": float(evidence[:, 0].max(initial=0.0)),
        "best_title": float(evidence[:, 2].max(initial=0.0)),
        "best_near": float(clause.near[inside].max(initial=0.0)),
        "strange": clause.strange_words / count,
        "strange_named": clause.strange_words / count * named,
        "topic_named": float(named),
        "topic_carried": float(at.memory.topic in at.knowledge.topics and not named),
        "term_named": float(bool(at.reading.terms)),
        "place": float(bool(at.reading.places)),
        "facts": float(bool(at.reading.circumstances)),
        "who_helps": float(asks_who_helps(text)),
        "ruled": float(any(has_rules(at, topic) for topic in about)),
        "asked": float(bool(at.memory.asked)),
        "at_first": float(not at.memory.last),
    }
