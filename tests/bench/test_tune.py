"""Tuning brings sentences with the same label together, and leaves the published matrices as they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.bench import tune
from bot.nlu.adapter import Adapter
from bot.nlu.encoder import Encoder
from bot.nlu.examples import Example
from bot.nlu.weights import model_folder

COST = ["what would it set me back", "is there a fee", "who foots the bill", "do I pay anything"]
TIME = ["how many weeks is it", "when would I be done", "is it long", "how much of my week does it eat"]
NEW = ["what is the charge", "how many months would it go on"]


@pytest.fixture(scope="module")
def adapter() -> Adapter:
    """What twelve rounds over two labels teach."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tune, "ROUNDS", 12)
        patched.setattr(tune, "BATCH", 4)
        texts = [*(("ask/cost", text) for text in COST), *(("ask/time", text) for text in TIME)]
        learner = tune.Learner([Example(label, text, text, "esol" if "fee" in text else None) for label, text in texts])
        for _ in range(tune.ROUNDS):
            learner.round("test")
        return learner.model.adapter()


def apart(adapter: Any) -> float:
    """How much nearer the new sentences are to those that ask the same than to the others."""
    cost, time, new = (Encoder(model_folder(), adapter).encode(texts) for texts in (COST, TIME, NEW))
    near = np.array([(new @ each.T).mean(axis=1) for each in (cost, time)])
    return float(near[0, 0] - near[1, 0] + near[1, 1] - near[0, 1])


def test_what_asks_the_same_comes_together(adapter: Adapter) -> None:
    assert apart(adapter) > apart({}) + 0.1


def test_every_example_comes_once_a_round() -> None:
    learner = object.__new__(tune.Learner)
    learner._random = np.random.default_rng(0)
    lengths = [1 + at % 30 for at in range(5000)]
    batches = list(learner._batches(lengths))
    assert sorted(row for batch in batches for row in batch) == list(range(5000))
    assert max(map(len, batches)) == tune.BATCH
