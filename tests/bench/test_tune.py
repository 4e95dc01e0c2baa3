"""Tuning changes the sentence model so that its vectors tell the labels of the examples apart."""

from __future__ import annotations

import numpy as np
import pytest

from bot.bench import tune
from bot.nlu.examples import Example

COST = ["what would it set me back", "is there a fee", "who foots the bill", "do I pay anything"]
TIME = ["how many weeks is it", "when would I be done", "is it long", "how much of my week does it eat"]
ROUNDS = 15


def test_the_adapter_alone_learns_to_tell_labels_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ROUNDS": ROUNDS, "BATCH": 4, "RATE": 5e-3, "HEADS_RATE": 0.0, "TOPIC_WEIGHT": 0.0}.items():
        monkeypatch.setattr(tune, name, value)
    texts = [*(("ask/cost", text) for text in COST), *(("ask/time", text) for text in TIME)]
    learner = tune.Learner([Example(label, text, text, "esol") for label, text in texts])
    assert all(not second.any() for _, second in learner.model.adapter().values())
    losses = [learner.round("test") for _ in range(ROUNDS)]
    assert losses[-1] < 0.6 * losses[0]
    assert all(second.any() for _, second in learner.model.adapter().values())


def test_every_example_comes_once_a_round() -> None:
    learner = object.__new__(tune.Learner)
    learner._random = np.random.default_rng(0)
    batches = list(learner._batches([1 + at % 30 for at in range(5000)]))
    assert sorted(row for batch in batches for row in batch) == list(range(5000))
    assert max(map(len, batches)) == tune.BATCH
