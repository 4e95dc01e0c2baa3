"""The classifier learns labels and topics from few vectors."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.facets import NO_TOPIC, LabelModel

EXAMPLES = np.eye(4, dtype=np.float32)
LABELS = ["ask/cost", "check", "ask/cost", "chat/greet"]
ABOUT = ["esol", NO_TOPIC, "esol", NO_TOPIC]


def test_what_an_example_asks_and_is_about_is_the_likeliest() -> None:
    trained = LabelModel.train(EXAMPLES, LABELS, ABOUT)
    likely, about = trained.judge(EXAMPLES), trained.about(EXAMPLES)
    assert [trained.labels[at] for at in likely.argmax(axis=1)] == LABELS
    assert [trained.subjects[at] for at in about.argmax(axis=1)] == ABOUT
    assert np.allclose(likely.sum(axis=1), 1.0)


def test_a_saved_model_judges_alike(tmp_path: Path) -> None:
    trained = LabelModel.train(EXAMPLES, LABELS, ABOUT)
    trained.save(tmp_path)
    again = LabelModel.load(tmp_path)
    assert (again.labels, again.subjects) == (trained.labels, trained.subjects)
    assert np.allclose(again.judge(EXAMPLES), trained.judge(EXAMPLES))
    assert np.allclose(again.about(EXAMPLES), trained.about(EXAMPLES))


def test_one_or_two_labels_are_enough() -> None:
    one = LabelModel.train(EXAMPLES[:2], ["a", "a"])
    two = LabelModel.train(EXAMPLES[:2], ["a", "b"])
    assert one.judge(EXAMPLES[:1]).tolist() == [[1.0]]
    assert two.judge(EXAMPLES[:2]).argmax(axis=1).tolist() == [0, 1]
