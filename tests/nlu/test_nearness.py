"""Of every label some examples are kept, and a sentence is as near to it as to the nearest of them."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu import nearness
from bot.nlu.nearness import Examples


def circle(count: int) -> np.ndarray:
    """Unit vectors all the way round."""
    angles = np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_few_examples_are_all_kept_and_each_is_nearest_to_itself() -> None:
    vectors = np.eye(4, dtype=np.float32)
    near = Examples.train(vectors, ["b", "a", "b", "a"], []).near(vectors)
    assert near.tolist() == [[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]


def test_of_many_those_are_kept_that_are_unlike_each_other() -> None:
    vectors = circle(50 * nearness.MOST)
    kept = Examples.train(vectors, ["a"] * len(vectors), [])
    assert len(kept._vectors) == nearness.MOST
    # No sentence is further from one that is kept than two of them, evenly spread, would be from each other.
    assert kept.near(vectors).min() > np.cos(2.0 * np.pi / nearness.MOST)


def test_saved_examples_are_as_near(tmp_path: Path) -> None:
    vectors = circle(7)
    trained = Examples.train(vectors, list("aabbbcc"), ["how much are the fees"])
    trained.save(tmp_path)
    again = Examples.load(tmp_path)
    assert np.array_equal(again.near(vectors), trained.near(vectors))
    assert again.strange_words("much fees abroad") == trained.strange_words("much fees abroad") == 1


def test_words_of_no_example_are_strange() -> None:
    trained = Examples.train(circle(1), ["a"], ["how much are the fees", "hello"])
    assert trained.strange_words("how much are the fees for hello") == 0
    assert trained.strange_words("how much is a mortgage fee in Tuscany") == 2
