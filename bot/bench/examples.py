"""The training examples as our classifier sees them, for others to learn from: the same labels, the same two forms."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.guidance.knowledge import Knowledge

DATA = Path("data/nlu")
STATE = Path(".state/baseline-eval")


@dataclass(frozen=True)
class Example:
    """A label and what was written: with a neutral word for each topic (`neutral`), and with its name (`bare`)."""

    label: str
    neutral: str
    bare: str


def examples(knowledge: Knowledge, data: Path = DATA) -> list[Example]:
    """Everything that our classifier learns from: data/nlu, and the titles of questions."""
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.classifier import facet_titles, titles
    from bot.nlu.matcher import forms_of
    from bot.nlu.names import Names

    written = [(one.get("text"), one.get_full_intent()) for one in load_data(str(data)).intent_examples]
    written += [*titles(knowledge), *facet_titles(knowledge)]
    names = Names(knowledge)
    forms = [forms_of(text, names, knowledge) for text, _ in written]
    return [Example(label, neutral, bare) for (_, label), (bare, neutral) in zip(written, forms)]


def kept_in(made_by: Path, data: Path = DATA) -> Path:
    """The folder of what that file (code or settings) made of exactly these examples."""
    digest = hashlib.sha256(made_by.read_bytes())
    for path in sorted(data.rglob("*.yml")):
        digest.update(f"{path.relative_to(data).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return STATE / digest.hexdigest()[:16]
