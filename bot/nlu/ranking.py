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

from bot.nlu import thresholds
from bot.nlu.columns import AT, CIRCUMSTANCES, COLUMNS, KINDS, Table
from bot.nlu.evidence import circumstances, logarithm, of_free, of_needs, of_rooms, own_of
from bot.nlu.form import form_of
from bot.nlu.labels import Label, read_label
from bot.nlu.looking_back import asks_of_both
from bot.nlu.reading import ClauseReading
from bot.nlu.rooms import NOTHING, RoomIndex
from bot.nlu.situation import MOST_QUESTIONS, Situation
from bot.nlu.wording import POINTING

FITTED = Path(__file__).with_name("ranking.yml")
RANKED = 60  # the likeliest meanings that are looked at further


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
        scores += thresholds.OUTSIDE * (found.features[:, AT["is_out_of_scope"]] + found.features[:, AT["is_chat"]])
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
    at.reading.classify(clause)
    if not at.reading.labels or not len(clause.likely):
        return None
    index = at.points.rooms
    read = at.reading
    table = at.knowledge.once(("ranking", *read.labels), lambda: Table(index, read.labels, read.subjects, read.rooms))
    named = named_for(clause, at)
    beside = [at.memory.topic] if named and at.memory.topic in at.knowledge.topics and at.memory.topic not in named else []
    spans = [index.of(topic) for topic in [*named, *beside]] or [slice(0, len(index.rooms))]
    rooms = np.concatenate([np.arange(span.start, span.stop) for span in spans])
    evidence = np.vstack([index.evidence(clause.sought, span) for span in spans])
    held = (table.row_of_room[rooms] >= 0) & ~np.isin(table.topic[rooms], read.denied)
    rooms, evidence = rooms[held], evidence[held]
    kinds = _kinds_of(table.topic[rooms], named, at)
    form = form_of(at)
    said = circumstances(clause, at, form, evidence, kinds)
    here, none = logarithm(clause.about[[table.subject(at.memory.topic), table.subject(None)]])
    said |= {"about_here": float(here), "about_none": float(none)}
    unasked = table.unasked if at.memory.asked or at.memory.rule_sets else table.without_check
    others = unasked if named else np.concatenate([unasked, table.facets])
    rows = np.concatenate([table.row_of_room[rooms], others])
    kinds = np.concatenate([kinds, table.kind_of_label[others]])
    if not len(rows):
        return None
    features = np.zeros((len(rows), len(COLUMNS)), np.float32)
    likely, lexical = logarithm(clause.likely[rows]), logarithm(clause.words_likely[rows])
    features[:, 0], features[:, 1], features[:, 2] = likely, lexical, clause.near[rows]
    features[len(rooms) :, 3], features[len(rooms) :, 4] = likely[len(rooms) :], lexical[len(rooms) :]
    features[len(rooms) :, AT["point"] : AT["words"]] = NOTHING
    features[: len(rooms), AT["own"]] = own_of(clause, likely[: len(rooms)], rooms, table)
    of_rooms(features[: len(rooms)], evidence, rooms, table, form, at)
    features[: len(rooms), AT["about"]] = logarithm(clause.about[table.subject_of_room[rooms]])
    of_free(features[: len(rooms)], kinds[: len(rooms)])
    of_needs(features[len(rooms) :], table.need_of_label[others], form, at)
    features[np.arange(len(rows)), AT[f"is_{KINDS[0]}"] + kinds] = 1.0
    for kind, names in CIRCUMSTANCES.items():
        features[np.ix_(kinds == KINDS.index(kind), [AT[f"{kind}:{name}"] for name in names])] = [said[name] for name in names]
    return Meanings(at.reading.labels, index, rows, kinds, np.concatenate([rooms, np.full(len(others), -1)]), features)


def _kinds_of(topics: np.ndarray, named: list[str], at: Situation) -> np.ndarray:
    """Return of each topic of a room how it came about."""
    talked_of = at.memory.topic if at.memory.topic in at.knowledge.topics else None
    found = np.full(len(topics), KINDS.index("elsewhere" if talked_of else "unnamed"))
    found[np.isin(topics, [topic for topic in at.memory.recent if talked_of])] = KINDS.index("earlier")
    found[topics == talked_of] = KINDS.index("beside" if named else "carried")
    found[np.isin(topics, named)] = KINDS.index("named")
    return found


def named_for(clause: ClauseReading, at: Situation) -> list[str]:
    """Return the topics of a clause: its own, the last named before it, or those after it that "it" points to."""
    if not at.reading.topics and asks_of_both(clause.clause.text):
        return [topic for topic in at.memory.recent[:2] if topic in at.knowledge.topics]
    before = [match.id for match in at.reading.topics if match.end <= clause.clause.start]
    if clause.topics or before:
        return clause.topics or before[-1:]
    points_ahead = clause is at.reading.whole or POINTING.search(clause.clause.text)
    return list(dict.fromkeys(match.id for match in at.reading.topics[:MOST_QUESTIONS])) if points_ahead else []
