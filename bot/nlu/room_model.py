"""Which question of a topic a sentence asks, once the topic is known: one small regression a topic."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.nlu.arrays import read_arrays, write_arrays

# On the development conversations, with the topic given and by the vectors alone: the labels of all topics at once are
# right in 74 % of turns, a topic's own examples in 81 %, with some of what is asked of others in 82 %.
OF_OTHERS, WEIGHT_OF_OTHERS = 20, 0.5
INVERSE_REGULARISATION = 20.0
ROUNDS = 60
SEED = 0
FILE = "rooms.npz"


class RoomModel:
    """How likely each question of a topic is among those of that topic; `rooms` names them, "topic/question"."""

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._arrays = arrays
        self.rooms: list[str] = [str(room) for room in arrays["rooms"]]

    @classmethod
    def train(
        cls, vectors: np.ndarray, topics: Sequence[str], questions: Sequence[str], asked_of: Mapping[str, Sequence[str]],
    ) -> RoomModel:
        """Return the model of examples: a vector, the topic ("" for none) and the question ("" for none) of each.

        `asked_of` gives for each topic what can be asked of it. A few examples of the same question about other topics
        stand beside a topic's own: of those there are not many.
        """
        random = np.random.default_rng(SEED)
        topic_of, question_of = np.asarray(topics), np.asarray(questions)
        names, weights, biases, starts = [], [], [], []
        for topic, asked in asked_of.items():
            own = np.flatnonzero((topic_of == topic) & np.isin(question_of, asked))
            others = [
                random.choice(found, min(OF_OTHERS, len(found)), replace=False)
                for question in asked
                if len(found := np.flatnonzero((question_of == question) & (topic_of != topic)))
            ]
            rows = np.concatenate([own, *others]).astype(int)
            if not len(own) or len(set(question_of[rows])) < 3:
                continue
            found, weight, bias = _regression(vectors[rows], question_of[rows], len(own))
            starts.append(len(names))
            names += [f"{topic}/{question}" for question in found]
            weights.append(weight)
            biases.append(bias)
        size = vectors.shape[1]
        return cls({
            "rooms": np.asarray(names or [], dtype=str),
            "starts": np.asarray(starts, int),
            "weights": np.vstack(weights or [np.zeros((0, size))]).astype(np.float32),
            "bias": np.concatenate(biases or [np.zeros(0)]).astype(np.float32),
        })

    def judge(self, vectors: np.ndarray) -> np.ndarray:
        """Return the logarithm of the likelihood of each room among those of its topic: (vectors, rooms)."""
        logits = vectors @ self._arrays["weights"].T + self._arrays["bias"]
        starts = self._arrays["starts"]
        if not len(starts):
            return logits
        sizes = np.diff([*starts, logits.shape[1]])
        logits -= np.repeat(np.maximum.reduceat(logits, starts, axis=1), sizes, axis=1)
        total = np.add.reduceat(np.exp(logits), starts, axis=1)
        found: np.ndarray = logits - np.repeat(np.log(total), sizes, axis=1)
        return found

    def save(self, folder: Path) -> None:
        """Write the model to a folder."""
        write_arrays(folder / FILE, self._arrays)

    @classmethod
    def load(cls, folder: Path) -> RoomModel:
        """Return the model that `save` wrote."""
        return cls(read_arrays(folder / FILE))


def _regression(vectors: np.ndarray, asked: np.ndarray, own: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the questions with weights and bias of each; the first `own` examples count whole, the others less."""
    # Imported here: only training needs it, and it is 50 MB.
    from sklearn.linear_model import LogisticRegression

    weight = np.where(np.arange(len(asked)) < own, 1.0, WEIGHT_OF_OTHERS)
    fitted = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=ROUNDS).fit(vectors, asked, sample_weight=weight)
    return list(fitted.classes_), fitted.coef_, fitted.intercept_
