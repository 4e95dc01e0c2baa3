"""The classifier learns labels from few vectors and says how near its examples are."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.facets import LabelModel

EXAMPLES = np.eye(4, dtype=np.float32)
LABELS = ["ask/cost", "check", "ask/cost", "chat/greet"]


def model() -> LabelModel:
    return LabelModel.train(EXAMPLES, LABELS, ["how much are the fees", "hello"])


def test_the_label_of_the_nearest_example_is_the_likeliest() -> None:
    trained = model()
    likely, near = trained.judge(EXAMPLES)
    assert [trained.labels[at] for at in likely.argmax(axis=1)] == LABELS
    assert np.allclose(likely.sum(axis=1), 1.0)
    assert np.allclose(near.max(axis=1), 1.0)


def test_a_saved_model_judges_alike(tmp_path: Path) -> None:
    trained = model()
    trained.save(tmp_path)
    again = LabelModel.load(tmp_path)
    assert again.labels == trained.labels
    assert np.allclose(again.judge(EXAMPLES)[0], trained.judge(EXAMPLES)[0])


def test_one_or_two_labels_are_enough() -> None:
    one = LabelModel.train(EXAMPLES[:2], ["a", "a"], [])
    two = LabelModel.train(EXAMPLES[:2], ["a", "b"], [])
    assert one.judge(EXAMPLES[:1])[0].tolist() == [[1.0]]
    assert two.judge(EXAMPLES[:2])[0].argmax(axis=1).tolist() == [0, 1]


def test_words_of_no_example_are_strange() -> None:
    trained = model()
    assert trained.strange_words("how much are the fees for hello") == 0
    assert trained.strange_words("how much is a mortgage fee in Tuscany") == 2
