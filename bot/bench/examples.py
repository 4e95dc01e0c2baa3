"""The training examples as our classifier sees them, for others to learn from: the same labels, the same two forms."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guidance.knowledge import Knowledge

if TYPE_CHECKING:
    from bot.nlu.examples import Example

DATA = Path("data/nlu")
STATE = Path(".state/baseline-eval")


def all_examples(knowledge: Knowledge, data: Path = DATA) -> list[Example]:
    """Everything that our classifier learns from: data/nlu, and the titles of questions."""
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.examples import examples

    return examples(load_data(str(data)).intent_examples, knowledge)


def kept_in(made_by: Path, data: Path = DATA) -> Path:
    """The folder of what that file (code or settings) made of exactly these examples."""
    digest = hashlib.sha256(made_by.read_bytes())
    for path in sorted(data.rglob("*.yml")):
        digest.update(f"{path.relative_to(data).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return STATE / digest.hexdigest()[:16]
