"""A step back in understanding is seen, in whichever direction a figure counts."""

from __future__ import annotations

import pytest

from bot.bench.step_back import table, worse

STORED = {"right": 0.8, "refused": 0.02}


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        ({"right": 0.80, "refused": 0.02}, []),
        ({"right": 0.79, "refused": 0.03}, []),
        ({"right": 0.77, "refused": 0.02}, ["right"]),
        ({"right": 0.99, "refused": 0.05}, ["refused"]),
        ({"right": 0.80}, ["refused"]),
    ],
)
def test_a_figure_that_is_worse_than_stored_is_named(figures: dict[str, float], wrong: list[str]) -> None:
    assert worse(figures, STORED) == wrong


def test_the_table_says_which_figure_is_missed() -> None:
    lines = list(table({"right": 0.7, "refused": 0.02}, STORED))
    assert lines[1].endswith("MISSED") and lines[2].endswith("ok")
