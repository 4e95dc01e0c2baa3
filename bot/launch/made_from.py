"""What a model is made from, as one fingerprint: while it stays the same, the model needs no new training."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.guidance.knowledge import Knowledge

# Code that has a hand in training. The words of answers have none.
FILES = (
    "config.yml",
    "requirements.lock",
    "bot/domain/**/*.yml",
    "data/**/*.yml",
    "bot/nlu/**/*.py",
    "bot/nlu/adapter.npz",
    "bot/guidance/text.py",
    "bot/guidance/content/aliases.py",
)


def made_from(root: Path, knowledge: Knowledge) -> str:
    """The fingerprint of the project's training material: 16 letters and digits."""
    digest = hashlib.sha256()
    for pattern in FILES:
        for path in sorted(root.glob(pattern)):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    digest.update(json.dumps(list(_names(knowledge)), sort_keys=True).encode())
    return digest.hexdigest()[:16]


def _names(knowledge: Knowledge) -> Iterator[Any]:
    """What things are called and which questions they answer: recognised in messages, so part of the training."""
    for topic in knowledge.topics.values():
        specials = [(name, special.title) for name, special in topic.specials.items()]
        yield topic.id, topic.name, topic.aliases, sorted(topic.facets), specials
    for name, term in knowledge.glossary.items():
        yield name, term.term, term.aliases
