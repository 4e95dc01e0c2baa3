"""Find the point of an answer that is nearest to a question."""
from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded
from bot.nlu.encoder import SIZE
from bot.nlu.rooms import RoomIndex
from bot.nlu.sought import Sought
from bot.nlu.vectors import Vectors

FILE = "points.npz"
# What a name that few points hold ("Thurrock", "Edmodo") adds to the nearness of those points.
NAME_WEIGHT = np.float32(0.2)
MOST_POINTS_OF_A_NAME = 60
_NAME = re.compile(r"(?<![.?!:] )(?<!^)\b[A-Z][A-Za-z]{3,}")


class PointIndex:
    """The vectors of all points, kept by the hash of their text: an edit encodes the edited ones only."""

    def __init__(self, vectors: Vectors | None = None) -> None:
        self._vectors = vectors or Vectors()
        self._version: str | None = None
        self._ids: list[str] = []
        self._matrix = np.zeros((0, SIZE), np.float32)
        self._rows: dict[str, slice] = {}
        self._named: dict[str, list[int]] = {}
        self.rooms = RoomIndex(Knowledge(version=""))

    def use(self, knowledge: Knowledge) -> None:
        """Take up the points of this version of the knowledge, and the rooms that they stand in."""
        if self._version == knowledge.version:
            return
        rooms = RoomIndex(knowledge)
        self._matrix, titles, shorts = self._vectors.of(rooms.points, rooms.titles, rooms.shorts)
        rooms.take(self._matrix, titles, shorts)
        self._ids, self.rooms = list(_ids(knowledge)), rooms
        self._rows = _rows(self._ids)
        self._named = _named(rooms.points)
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

    def _near(self, sought: Sought, rows: slice) -> np.ndarray:
        near = self._matrix[rows] @ sought.vector
        for word in sought.words & self._named.keys():
            inside = [row - rows.start for row in self._named[word] if rows.start <= row < rows.stop]
            near[inside] += NAME_WEIGHT
        return near

    def save(self, folder: Path) -> None:
        """Write the vectors to a folder."""
        self._vectors.save(folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> PointIndex:
        """Return the index that `save` wrote; it encodes only what has changed since."""
        return cls(Vectors.load(folder / FILE))


def _ids(knowledge: Knowledge) -> Iterable[str]:
    for topic in knowledge.topics.values():
        for question in topic.questions():
            for number, entry in enumerate(topic.entries(question)):
                for place in range(len(entry.points)):
                    yield f"{topic.id}/{question}/{number}/{place}"


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
