"""Measures a fresh training, into a folder of its own and without what earlier ones have kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from bot.launch.settings import CannotStart, python


def train(folder: Path, **environment: str) -> float:
    """Train a model into `folder`/models; the seconds from the command to its end. CannotStart where it fails."""
    shutil.rmtree(folder / "models", ignore_errors=True)
    shutil.rmtree(folder / "kept", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    done = subprocess.run(python("-m", "bot", "train"), env={**os.environ, **in_folder(folder), **environment})
    if done.returncode:
        raise CannotStart("The training to measure failed.")
    return time.perf_counter() - begun


def in_folder(folder: Path) -> dict[str, str]:
    """The settings with which everything that is made goes into that folder, and models come from there."""
    where = {"MODELS_DIR": "models", "RASA_CACHE_DIRECTORY": "kept", "STATE_DIR": "state"}
    return {name: str(folder.resolve() / part) for name, part in where.items()}
