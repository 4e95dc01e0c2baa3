"""The weights that make right meanings likeliest are found."""

from __future__ import annotations

import numpy as np

from bot.bench.fit import Item, fitted, share_right


def _items(count: int) -> list[Item]:
    chance = np.random.default_rng(7)
    items = []
    for number in range(count):
        features = chance.normal(size=(chance.integers(2, 9), 3)).astype(np.float32)
        right = np.zeros(len(features), bool)
        # The second column decides, the first misleads a little, the third says nothing.
        right[np.argmax(2 * features[:, 1] - features[:, 0])] = True
        items.append(Item(features, right, number))
    return items


def test_what_decides_gets_the_weight() -> None:
    weights = fitted(_items(400))
    assert weights[1] > 0 > weights[0]
    assert abs(weights[2]) < abs(weights[0]) / 3


def test_weights_hold_for_what_they_were_not_learned_on() -> None:
    items = _items(600)
    assert share_right(items[400:], fitted(items[:400])) > 0.95
    assert share_right(items[400:], np.zeros(3)) < 0.5
