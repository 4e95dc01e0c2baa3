"""Every question that some topic answers, and what of its answer speaks for it: points, short answer, title, words."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bot.guidance.content.cards import question_title
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import FACETS
from bot.guidance.text import folded
from bot.nlu.sought import Sought

# What stands for the nearness of something that a room does not have.
NOTHING = np.float32(0.2)


@dataclass(frozen=True)
class Room:
    """One facet or special question of one topic."""

    topic: str
    question: str
    is_special: bool

    @property
    def label(self) -> str:
        """The label of its training examples."""
        return f"ask/{self.topic}.{self.question}" if self.is_special else f"ask/{self.question}"


class RoomIndex:
    """The rooms of one version of the knowledge, in the order of its points, and what speaks for each of a question."""

    def __init__(self, knowledge: Knowledge) -> None:
        # What a topic does not hold can be asked of it all the same: that it is not held is the answer.
        facets = [facet for facet in FACETS if facet in knowledge.phrases.get("facets", {})]
        self.rooms = [
            Room(topic.id, question, question in topic.specials)
            for topic in knowledge.topics.values()
            for question in (*topic.questions(), *(facet for facet in facets if facet not in topic.facets))
        ]
        self._of_topic = _slices([room.topic for room in self.rooms])
        entries = [knowledge.topics[room.topic].entries(room.question) for room in self.rooms]
        self.titles = [question_title(knowledge, room.topic, room.question) for room in self.rooms]
        self._title_words = [set(folded(title)) for title in self.titles]
        shorts = [[entry.short for entry in each if entry.short] for each in entries]
        points = [[point.text for entry in each for point in entry.points] for each in entries]
        self.shorts = [short for each in shorts for short in each]
        self.points = [point for each in points for point in each]
        self._point_ends, self._short_ends = _ends(points), _ends(shorts)
        self._words = _Words([" ".join([title, *one, *many]) for title, one, many in zip(self.titles, shorts, points)])

    def take(self, points: np.ndarray, titles: np.ndarray, shorts: np.ndarray) -> None:
        """Take the vectors of all points, titles and short answers: a row each."""
        self._vectors = points, titles, shorts

    def of(self, topic: str) -> slice:
        """Return which rooms are a topic's."""
        return self._of_topic.get(topic, slice(0, 0))

    def words_of_title(self, room: int) -> set[str]:
        """Return the words of the title of a room, as texts are compared."""
        return self._title_words[room]

    def asked_by_title(self, topic: str, question: str) -> Sought:
        """Return what the title of a room looks for: whoever takes an offer asks just that, and nothing is encoded."""
        for at in range(self.of(topic).start, self.of(topic).stop):
            if self.rooms[at].question == question:
                return Sought(self._vectors[1][at], frozenset(self._title_words[at]))
        return Sought(np.zeros(0, np.float32))

    def evidence(self, sought: Sought, rooms: slice) -> np.ndarray:
        """Return how near points, short answer, title and words of some rooms are to a question: (rooms, 4)."""
        found = np.full((rooms.stop - rooms.start, 4), NOTHING, np.float32)
        found[:, 3] = self._words.shared(sought.words, rooms)
        if len(sought.vector) and len(found):
            points, titles, shorts = self._vectors
            found[:, 0] = _best(points, sought.vector, self._point_ends, rooms)
            found[:, 1] = _best(shorts, sought.vector, self._short_ends, rooms)
            found[:, 2] = titles[rooms] @ sought.vector
        return found


class _Words:
    """Which rooms hold a word, and how much it tells: less the more rooms hold it."""

    def __init__(self, texts: list[str]) -> None:
        holders: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            for word in set(folded(text)):
                holders.setdefault(word, []).append(at)
        self._size = len(texts)
        self._holders = {word: np.array(rows) for word, rows in holders.items()}
        self._telling = {word: math.log(len(texts) / len(rows)) for word, rows in holders.items()}

    def shared(self, words: frozenset[str], rooms: slice) -> np.ndarray:
        """Return for some rooms what part of the telling of some words each holds."""
        found, total = np.zeros(self._size, np.float32), 1.0
        for word in words & self._holders.keys():
            found[self._holders[word]] += self._telling[word]
            total += self._telling[word]
        return found[rooms] / np.float32(total)


def _ends(texts: list[list[str]]) -> np.ndarray:
    """Return where the texts of each room end among all of them, with a leading 0."""
    return np.cumsum([0, *map(len, texts)])


def _best(vectors: np.ndarray, sought: np.ndarray, ends: np.ndarray, rooms: slice) -> np.ndarray:
    """Return the nearness of the nearest vector of each room, NOTHING where it has none."""
    cuts = ends[rooms.start : rooms.stop + 1]
    best = np.full(len(cuts) - 1, NOTHING, np.float32)
    some = cuts[:-1] < cuts[1:]
    if some.any():
        best[some] = np.maximum.reduceat(vectors[cuts[0] : cuts[-1]] @ sought, cuts[:-1][some] - cuts[0])
    return best


def _slices(topics: list[str]) -> dict[str, slice]:
    found: dict[str, slice] = {}
    for at, topic in enumerate(topics):
        found[topic] = slice(found[topic].start if topic in found else at, at + 1)
    return found
