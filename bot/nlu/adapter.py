"""What `make tune` learned to add to the sentence model: low-rank changes of its matrices (LoRA, Hu et al. 2021)."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("adapter.npz")
# For the name of a linear layer, the factors A (inputs, rank) and B (rank, outputs): A @ B is added to its matrix.
Adapter = Mapping[str, tuple[np.ndarray, np.ndarray]]
NO_ADAPTER: Adapter = {}


def read_adapter(path: Path = FILE) -> Adapter:
    """Return the adapter that `write_adapter` wrote, as 32-bit floating point numbers."""
    with np.load(path, allow_pickle=False) as stored:
        names = sorted({name.rpartition(".")[0] for name in stored.files})
        return {name: (stored[f"{name}.A"].astype(np.float32), stored[f"{name}.B"].astype(np.float32)) for name in names}


def write_adapter(adapter: Adapter, path: Path = FILE) -> None:
    """Write an adapter in half precision: 1.3 MB at rank 16, and the vectors stay the same to three digits."""
    sides = {f"{name}.{side}": numbers for name, pair in adapter.items() for side, numbers in zip("AB", pair)}
    np.savez_compressed(path, **{name: numbers.astype(np.float16) for name, numbers in sides.items()})
