"""Named arrays in one file, as each part of the classifier is kept."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays to a file."""
    np.savez_compressed(path, **arrays)


def read_arrays(path: Path) -> dict[str, np.ndarray]:
    """Return the arrays that `write_arrays` wrote; nothing in the file is run."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
