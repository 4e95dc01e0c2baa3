"""Sentence vectors kept by the hash of their text: an edit encodes the edited texts only."""
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.encoder import SIZE, shared_encoder


class Vectors:
    """The vectors of the texts that were asked for last."""

    def __init__(self, known: dict[str, np.ndarray] | None = None) -> None:
        self._known = known or {}

    def of(self, *lists: Sequence[str]) -> list[np.ndarray]:
        """Return a matrix (texts, 384) for each list of texts; what none of them holds is forgotten."""
        texts = {_hash(text): text for each in lists for text in each}
        new = [key for key in texts if key not in self._known]
        fresh = dict(zip(new, shared_encoder().encode([texts[key] for key in new])))
        self._known = {key: fresh[key] if key in fresh else self._known[key] for key in texts}
        return [
            np.stack([self._known[_hash(text)] for text in each]) if each else np.zeros((0, SIZE), np.float32)
            for each in lists
        ]

    def save(self, path: Path) -> None:
        """Write the vectors to a file."""
        keys = sorted(self._known)
        matrix = np.stack([self._known[key] for key in keys]) if keys else np.zeros((0, SIZE), np.float32)
        np.savez(path, keys=np.asarray(keys, dtype="U64"), vectors=matrix)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Return the vectors that `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls({str(key): vector for key, vector in zip(stored["keys"], stored["vectors"])})


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
