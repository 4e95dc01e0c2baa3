"""The classifier over words learns labels, judges as it was trained, and survives saving."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.lexical import LexicalModel

TEXTS = ["how much is it", "what does it cost", "is it dear", "who can get it", "who is it for", "can anyone get it", "hello there", "hi"]
LABELS = ["ask/cost"] * 3 + ["ask/who_for"] * 3 + ["chat/greet"] * 2


def test_the_words_of_an_example_make_its_label_the_likeliest() -> None:
    model = LexicalModel.train(TEXTS, LABELS)
    likely = model.judge(TEXTS)
    assert [sorted(set(LABELS))[at] for at in likely.argmax(axis=1)] == LABELS
    assert np.allclose(likely.sum(axis=1), 1.0)


def test_words_weigh_as_much_as_when_it_was_trained() -> None:
    model = LexicalModel.train(TEXTS, LABELS)
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[\w']+").fit(TEXTS)
    said = ["what what does it cost, who knows", "nothing known"]
    rows = vectoriser.transform(said).toarray() @ model._arrays["weights"].astype(np.float32) + model._arrays["bias"]
    each = np.exp(rows - rows.max(axis=1, keepdims=True))
    assert np.allclose(model.judge(said), each / each.sum(axis=1, keepdims=True), atol=1e-3)


def test_a_saved_model_judges_alike(tmp_path: Path) -> None:
    model = LexicalModel.train(TEXTS, LABELS)
    model.save(tmp_path)
    assert np.allclose(LexicalModel.load(tmp_path).judge(TEXTS), model.judge(TEXTS))


def test_one_or_two_labels_are_enough() -> None:
    assert LexicalModel.train(["a b"], ["a"]).judge(["c"]).tolist() == [[1.0]]
    two = LexicalModel.train(["cost fee", "hello there"], ["a", "b"])
    assert two.judge(["fee", "hello"]).argmax(axis=1).tolist() == [0, 1]
