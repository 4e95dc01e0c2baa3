"""What a question looks for among the things that are known."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Sought(NamedTuple):
    """The sentence vector of a question, and its words as texts are compared."""

    vector: np.ndarray
    words: frozenset[str] = frozenset()
