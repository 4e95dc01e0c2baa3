"""The classifier's mathematics: sentence vectors in, the likelihood of every label and of every topic out."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.arrays import read_arrays, write_arrays

# On the development set, with vectors that were tuned: 1 gives 0.81, 2 0.83, 5 0.84, 30 0.82 of messages by the vectors alone.
INVERSE_REGULARISATION = 5.0
ROUNDS = 60
# Special questions have fewer examples than facets: without this they would be taken for rarer than they are.
# Cross-validated: 0 gives 0.627, 0.25 0.643; from 0.5 on out-of-scope messages begin to be let in.
RARITY = 0.25
FILE = "labels.npz"
# What an example is about that could be asked of any topic.
NO_TOPIC = ""


class LabelModel:
    """Two logistic regressions over sentence vectors: what is asked, and about which topic, said or not."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self._arrays = arrays
        self.labels: list[str] = [str(label) for label in arrays["labels"]]
        self.subjects: list[str] = [str(topic) for topic in arrays["subjects"]]

    @classmethod
    def train(cls, vectors: np.ndarray, labels: Sequence[str], about: Sequence[str] = ()) -> LabelModel:
        """Return the model of examples: a vector, a label, and the topic it is about (NO_TOPIC for none), in any order."""
        names, counts = np.unique(np.asarray(labels), return_counts=True)
        subjects = np.unique(np.asarray(about or [NO_TOPIC]))
        weights, bias = _regression(vectors, labels, names)
        subject_weights, subject_bias = _regression(vectors, about, subjects)
        return cls(
            {
                "labels": names,
                "weights": weights.astype(np.float32),
                "bias": (bias - RARITY * np.log(counts)).astype(np.float32),
                "subjects": subjects,
                "subject_weights": subject_weights.astype(np.float32),
                "subject_bias": subject_bias.astype(np.float32),
            }
        )

    def judge(self, vectors: np.ndarray) -> np.ndarray:
        """Return the likelihood of each label: (vectors, labels)."""
        return _shares(vectors @ self._arrays["weights"].T + self._arrays["bias"])

    def about(self, vectors: np.ndarray) -> np.ndarray:
        """Return how likely each of `subjects` is what a sentence is about: (vectors, subjects)."""
        return _shares(vectors @ self._arrays["subject_weights"].T + self._arrays["subject_bias"])

    def save(self, folder: Path) -> None:
        """Write the model to a folder."""
        write_arrays(folder / FILE, self._arrays)

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        """Return the model that `save` wrote."""
        return cls(read_arrays(folder / FILE))


def _shares(logits: np.ndarray) -> np.ndarray:
    """Return likelihoods that add up to 1 in each row."""
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: np.ndarray = likely / likely.sum(axis=1, keepdims=True)
    return shares


def _regression(vectors: np.ndarray, names: Sequence[str], unique: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(unique) == 1:
        return np.zeros((1, vectors.shape[1])), np.zeros(1)
    # Imported here: only training needs it, and it is 50 MB.
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=ROUNDS).fit(vectors, names)
    if len(unique) > 2:
        return fitted.coef_, fitted.intercept_
    return np.vstack([-fitted.coef_, fitted.coef_]) / 2, np.concatenate([-fitted.intercept_, fitted.intercept_]) / 2
