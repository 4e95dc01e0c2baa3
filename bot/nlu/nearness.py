"""How near a sentence is to the nearest example of each label, and which of its words no example has."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.guidance.text import fold, normalise, words
from bot.nlu.arrays import read_arrays, write_arrays

FILE = "examples.npz"
LEAST_LETTERS = 4
# Examples kept of a label, as unlike each other as can be: with all of some 26,000 every message would wait for 80 MB to be read.
MOST = 32
SMALL_PRODUCT = 1_000_000


class Examples:
    """Some examples of every label by their vectors, and the words of all."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self._vectors = arrays["vectors"].astype(np.float32)
        self._arrays = arrays
        self._known_words = frozenset(str(word) for word in arrays["words"])

    @classmethod
    def train(cls, vectors: np.ndarray, labels: Sequence[str], texts: Sequence[str]) -> Examples:
        """Return the examples: unit vectors with a label each, in any order, and the texts whose words are known."""
        names = np.asarray(labels)
        kept = [_spread(vectors[names == label]) for label in np.unique(names)]
        return cls(
            {
                "vectors": np.vstack(kept).astype(np.float16),
                "starts": np.cumsum([0, *map(len, kept[:-1])]),
                "words": np.asarray(sorted(_words_of(texts)) or [""]),
            }
        )

    def near(self, vectors: np.ndarray) -> np.ndarray:
        """Return the cosine of the nearest example of each label, the labels sorted: (vectors, labels)."""
        found: np.ndarray = np.maximum.reduceat(_products(self._vectors, vectors), self._arrays["starts"], axis=0).T
        return found

    def strange_words(self, text: str) -> int:
        """Return how many longer words of a text occur in no example."""
        return len(_words_of([text]) - self._known_words)

    def save(self, folder: Path) -> None:
        """Write the examples to a folder."""
        write_arrays(folder / FILE, self._arrays)

    @classmethod
    def load(cls, folder: Path) -> Examples:
        """Return the examples that `save` wrote."""
        return cls(read_arrays(folder / FILE))


def _spread(vectors: np.ndarray) -> np.ndarray:
    """Return at most MOST of some vectors: the first, and always the one that is least near to those before."""
    if len(vectors) <= MOST:
        return vectors
    chosen = [0]
    near = vectors @ vectors[0]
    while len(chosen) < MOST:
        chosen.append(int(near.argmin()))
        near = np.maximum(near, vectors @ vectors[chosen[-1]])
    return vectors[chosen]


def _products(examples: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return examples times vectors, in blocks so small that OpenBLAS does not copy the examples first: three times as fast."""
    rows = max(1, SMALL_PRODUCT // vectors.size)
    turned = np.ascontiguousarray(vectors.T)
    found = np.empty((len(examples), len(vectors)), np.float32)
    for start in range(0, len(examples), rows):
        np.matmul(examples[start : start + rows], turned, out=found[start : start + rows])
    return found


def _words_of(texts: Sequence[str]) -> set[str]:
    folded = {fold(word.text) for text in texts for word in words(normalise(text))}
    return {word for word in folded if len(word) >= LEAST_LETTERS}
