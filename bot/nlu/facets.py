"""The classifier's mathematics: sentence vectors in, likelihood and nearness of every label out."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.guidance.text import fold, normalise, words

# Five-fold cross-validation on data/nlu and BANKING77: flat between 10 and 100; higher is surer of itself.
INVERSE_REGULARISATION = 30.0
ROUNDS = 60
# Special questions have 8 examples where facets have 46: without this they would be taken for rarer than they are.
# Cross-validated: 0 gives 0.627, 0.25 0.643; from 0.5 on out-of-scope messages begin to be let in.
RARITY = 0.25
FILE = "labels.npz"
LEAST_LETTERS = 4
SMALL_PRODUCT = 1_000_000


class LabelModel:
    """Logistic regression over sentence vectors, with the examples themselves for nearness."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self._arrays = arrays
        self.labels: list[str] = [str(label) for label in arrays["labels"]]
        self._known_words = frozenset(str(word) for word in arrays["words"])

    @classmethod
    def train(cls, vectors: np.ndarray, labels: Sequence[str], texts: Sequence[str]) -> LabelModel:
        """Return the model of examples: a vector, a label and a text each, in any order."""
        order = np.argsort(np.asarray(labels), kind="stable")
        vectors, names = vectors[order], np.asarray(labels)[order]
        unique, starts, counts = np.unique(names, return_index=True, return_counts=True)
        weights, bias = _regression(vectors, names, unique)
        bias = bias - RARITY * np.log(counts)
        return cls(
            {
                "labels": unique,
                "starts": starts,
                "examples": vectors.astype(np.float16),
                "weights": weights.astype(np.float32),
                "bias": bias.astype(np.float32),
                "words": np.asarray(sorted(_words_of(texts)) or [""]),
            }
        )

    def judge(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the likelihood of each label and its nearest example's cosine: (vectors, labels) each."""
        logits = vectors @ self._arrays["weights"].T + self._arrays["bias"]
        near = np.maximum.reduceat(_products(self._examples(), vectors), self._arrays["starts"], axis=0).T
        logits -= logits.max(axis=1, keepdims=True)
        likely = np.exp(logits)
        return likely / likely.sum(axis=1, keepdims=True), near

    def strange_words(self, text: str) -> int:
        """Return how many longer words of a text occur in no example."""
        return len(_words_of([text]) - self._known_words)

    def save(self, folder: Path) -> None:
        """Write the model to a folder."""
        np.savez_compressed(folder / FILE, **self._arrays)

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        """Return the model that `save` wrote."""
        with np.load(folder / FILE, allow_pickle=False) as stored:
            return cls({name: stored[name] for name in stored.files})

    def _examples(self) -> np.ndarray:
        if self._arrays["examples"].dtype != np.float32:
            self._arrays["examples"] = self._arrays["examples"].astype(np.float32)
        return self._arrays["examples"]


def _products(examples: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return examples times vectors, in blocks so small that OpenBLAS does not copy the examples first: three times as fast."""
    rows = max(1, SMALL_PRODUCT // vectors.size)
    turned = np.ascontiguousarray(vectors.T)
    found = np.empty((len(examples), len(vectors)), np.float32)
    for start in range(0, len(examples), rows):
        np.matmul(examples[start : start + rows], turned, out=found[start : start + rows])
    return found


def _regression(vectors: np.ndarray, names: np.ndarray, unique: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(unique) == 1:
        return np.zeros((1, vectors.shape[1])), np.zeros(1)
    # Imported here: only training needs it, and it is 50 MB.
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=ROUNDS).fit(vectors, names)
    if len(unique) > 2:
        return fitted.coef_, fitted.intercept_
    return np.vstack([-fitted.coef_, fitted.coef_]) / 2, np.concatenate([-fitted.intercept_, fitted.intercept_]) / 2


def _words_of(texts: Sequence[str]) -> set[str]:
    folded = {fold(word.text) for text in texts for word in words(normalise(text))}
    return {word for word in folded if len(word) >= LEAST_LETTERS}
