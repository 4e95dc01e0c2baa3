"""Measures our classifier on BANKING77, as others are measured: ten examples an intent, 3,079 messages to judge."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bot.guidance.knowledge import Knowledge
from bot.launch.progress import say

WHERE = Path("../shared/data/banking77")
EXAMPLES, MESSAGES = "train_10_per_intent.yml", "test.yml"
BATCH = 256
TITLE = "BANKING77, ten examples an intent: right"
NOT_HERE = f"{TITLE}: the data is not here (BANKING77=folder says where it is)"
# Measured here once, with the hundred epochs that Rasa begins with.
BESIDE = "On the same examples and messages of BANKING77, Rasa 3.6.21's default pipeline (DIET, 100 epochs) has 67.5% right."

Labelled = list[tuple[str, str]]


def folder() -> Path | None:
    """The folder that BANKING77 names, or else the usual one; None where the data is not here."""
    where = Path(os.environ.get("BANKING77") or WHERE)
    return where if (where / EXAMPLES).exists() and (where / MESSAGES).exists() else None


def measure(where: Path, knowledge: Knowledge) -> float:
    """The share of the messages for which the likeliest label is the right one, from 0 to 1."""
    examples, messages = labelled(where / EXAMPLES), labelled(where / MESSAGES)
    say(f"Measuring on BANKING77: {len(examples)} examples, {len(messages)} messages")
    return accuracy(heard(examples, [text for text, _ in messages], knowledge), [label for _, label in messages])


def labelled(path: Path) -> Labelled:
    """Each message of a Rasa file with its label."""
    from rasa.shared.nlu.training_data.loading import load_data

    return [(one.get("text"), one.get_full_intent()) for one in load_data(str(path)).intent_examples]


def heard(examples: Labelled, texts: Sequence[str], knowledge: Knowledge) -> list[str]:
    """The likeliest label of each text by a model of these examples, which sees texts as our pipeline does."""
    import numpy as np

    from bot.nlu.classifier import paired
    from bot.nlu.facets import LabelModel
    from bot.nlu.matcher import forms_of
    from bot.nlu.names import Names

    names = Names(knowledge)

    def vectors(some: Sequence[str]) -> np.ndarray:
        forms = [forms_of(text, names, knowledge) for text in some]
        return paired([neutral for _, neutral, _ in forms], [bare for bare, _, _ in forms])

    model = LabelModel.train(vectors([text for text, _ in examples]), [label for _, label in examples])
    found: list[str] = []
    for start in range(0, len(texts), BATCH):
        likely = model.judge(vectors(texts[start : start + BATCH]))
        found += [model.labels[at] for at in likely.argmax(axis=1)]
    return found


def accuracy(found: Sequence[str], right: Sequence[str]) -> float:
    """The share of labels that are as they should be."""
    return sum(one == other for one, other in zip(found, right, strict=True)) / len(right) if right else 0.0
