"""No group that is shown points at anybody, by itself or by what the others leave."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.report.apart import LEAST, apart, cells

COUNTS = st.dictionaries(st.text(max_size=5), st.integers(0, 30), max_size=25)


@settings(deadline=None)
@given(COUNTS, st.integers(1, 20))
def test_no_group_under_five_is_shown_and_none_is_known_from_the_sum(counts: dict[str, int], most: int) -> None:
    groups = apart(counts, most)
    assert all(count >= LEAST and counts[name] == count for name, count in groups.shown)
    assert len(groups.shown) <= most
    assert groups.others == 0 or groups.others >= LEAST
    # The sum of what is shown is the sum of all, or nothing is shown at all.
    assert groups.all == sum(counts.values()) or (not groups.shown and sum(counts.values()) < LEAST)
    assert list(groups.shown) == sorted(groups.shown, key=lambda each: (-each[1], each[0]))


def test_the_large_are_shown_and_the_small_together() -> None:
    groups = apart({"a": 20, "b": 3, "c": 2, "d": 7})
    assert groups.shown == (("a", 20), ("d", 7)) and groups.others == 5


def test_one_small_group_is_hidden_behind_the_next() -> None:
    groups = apart({"a": 20, "b": 1, "d": 7})
    assert groups.shown == (("a", 20),) and groups.others == 8


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_small_cell_is_shown_and_none_is_the_only_one_hidden(counts: list[int]) -> None:
    shown = cells(counts)
    assert all(cell is None or cell == count for cell, count in zip(shown, counts))
    assert not any(cell is not None and 0 < cell < LEAST for cell in shown)
    hidden = [count for cell, count in zip(shown, counts) if cell is None]
    # Where one alone is hidden, all the rest is nought: then the whole row is small, and not shown.
    assert len(hidden) != 1 or sum(counts) < LEAST
