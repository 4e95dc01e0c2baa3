"""Find the point of an answer that is nearest to a question."""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded
from bot.nlu.encoder import SIZE, shared_encoder

FILE = "points.npz"
# What a name that few points hold ("Thurrock", "Edmodo") adds to the nearness of those points.
NAME_WEIGHT = np.float32(0.2)
MOST_POINTS_OF_A_NAME = 60
_NAME = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][A-Za-z]{3,}")


class Sought(NamedTuple):
    """What a question looks for among the points: its sentence vector, and its words."""

    vector: np.ndarray
    words: frozenset[str] = frozenset()




class PointIndex:
    """The vectors of all points, kept by the hash of their text: an edit encodes the edited ones only."""

    def __init__(self, vectors: dict[str, np.ndarray] | None = None) -> None:
        self._vectors = vectors or {}
        self._version: str | None = None
        self._ids: list[str] = []
        self._matrix = np.zeros((0, SIZE), np.float32)
        self._rows: dict[str, slice] = {}
        self._rooms: dict[str, list[tuple[str, slice]]] = {}
        self._named: dict[str, list[int]] = {}

    def use(self, knowledge: Knowledge) -> None:
        """Take up the points of this version of the knowledge."""
        if self._version == knowledge.version:
            return
        points = list(_points(knowledge))
        texts = {_hash(text): text for _, text in points}
        new = [key for key in texts if key not in self._vectors]
        for key, vector in zip(new, shared_encoder().encode([texts[key] for key in new])):
            self._vectors[key] = vector
        self._vectors = {key: self._vectors[key] for key in texts}
        self._ids = [point_id for point_id, _ in points]
        self._matrix = np.stack([self._vectors[_hash(t)] for _, t in points]) if points else self._matrix[:0]
        self._rows = _rows(self._ids)
        self._rooms = _rooms(self._rows)
        self._named = _named([text for _, text in points])
        self._version = knowledge.version

    def nearest(self, sought: Sought, topic: str, question: str, most: int = 5) -> list[tuple[str, float]]:
        """Return the points of a facet or special with their nearness to a question, best first.

        Nearness is the cosine, and more where both hold a rare name. Without a vector they come in the order of the file.
        """
        rows = self._rows.get(f"{topic}/{question}")
        if rows is None:
            return []
        if not len(sought.vector):
            return [(point, 0.0) for point in self._ids[rows][:most]]
        cosines = self._near(sought, rows)
        best = np.argsort(-cosines, kind="stable")[:most]
        return [(self._ids[rows.start + at], float(cosines[at])) for at in best]

    def anywhere(self, sought: Sought, most: int) -> list[tuple[str, float, float]]:
        """Return the nearest points of all topics with their nearness and their bare cosine, best first."""
        if not len(sought.vector) or not len(self._matrix):
            return []
        near = self._near(sought, slice(0, len(self._matrix)))
        best = np.argsort(-near, kind="stable")[:most]
        return [(self._ids[at], float(near[at]), float(self._matrix[at] @ sought.vector)) for at in best]

    def fits(self, sought: Sought, topic: str) -> dict[str, float]:
        """Return how near the nearest point of each facet and special of a topic is to a question."""
        rooms = self._rooms.get(topic, [])
        if not rooms or not len(sought.vector):
            return {}
        first = rooms[0][1].start
        cosines = self._near(sought, slice(first, rooms[-1][1].stop))
        return {room: float(cosines[rows.start - first : rows.stop - first].max()) for room, rows in rooms}

    def _near(self, sought: Sought, rows: slice) -> np.ndarray:
        near = self._matrix[rows] @ sought.vector
        for word in sought.words & self._named.keys():
            inside = [row - rows.start for row in self._named[word] if rows.start <= row < rows.stop]
            near[inside] += NAME_WEIGHT
        return near

    def save(self, folder: Path) -> None:
        """Write the vectors to a folder."""
        keys = sorted(self._vectors)
        matrix = np.stack([self._vectors[key] for key in keys]) if keys else np.zeros((0, SIZE), np.float32)
        np.savez(folder / FILE, keys=np.asarray(keys, dtype="U64"), vectors=matrix)

    @classmethod
    def load(cls, folder: Path) -> PointIndex:
        """Return the index that `save` wrote; it encodes only what has changed since."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            return cls({str(key): vector for key, vector in zip(stored["keys"], stored["vectors"])})


def _points(knowledge: Knowledge) -> Iterable[tuple[str, str]]:
    for topic in knowledge.topics.values():
        for question in topic.questions():
            for number, entry in enumerate(topic.entries(question)):
                for place, point in enumerate(entry.points):
                    yield f"{topic.id}/{question}/{number}/{place}", point.text


def _rows(ids: list[str]) -> dict[str, slice]:
    rows: dict[str, slice] = {}
    for at, point_id in enumerate(ids):
        key = "/".join(point_id.split("/")[:2])
        rows[key] = slice(rows[key].start if key in rows else at, at + 1)
    return rows


def _named(texts: list[str]) -> dict[str, list[int]]:
    """Return the rows of each name that few points hold, by the name as texts are compared."""
    found: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for form in {form for name in _NAME.findall(text) for form in folded(name)}:
            found.setdefault(form, []).append(row)
    return {name: rows for name, rows in found.items() if len(rows) <= MOST_POINTS_OF_A_NAME}


def _rooms(rows: dict[str, slice]) -> dict[str, list[tuple[str, slice]]]:
    """Return the rows of each facet and special of each topic, in the order of the matrix."""
    rooms: dict[str, list[tuple[str, slice]]] = {}
    for name, where in rows.items():
        topic, _, question = name.partition("/")
        rooms.setdefault(topic, []).append((question, where))
    return rooms


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
