"""What has to be looked at again, soonest first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.guidance.load import load_knowledge
from bot.launch.due import due, report

KNOWLEDGE = load_knowledge(Path(__file__).parents[2] / "knowledge")


def test_everything_with_a_review_date_is_listed_soonest_first() -> None:
    items = due(KNOWLEDGE)
    assert [item.by.last for item in items] == sorted(item.by.last for item in items)
    text = "".join(path.read_text() for path in (Path(__file__).parents[2] / "knowledge").rglob("*.yml"))
    assert len(items) == text.count("review_by: ")


def test_what_is_past_its_date_is_marked_and_counted() -> None:
    items = due(KNOWLEDGE)
    after_the_first = date.fromordinal(items[0].by.last.toordinal() + 1)
    late = sum(item.by.last < after_the_first for item in items)
    told = report(items, after_the_first)
    assert told.startswith(f"{len(items)} to look at again: {late} past") and told.count("LATE") == late > 0


def test_nothing_to_look_at_is_said() -> None:
    assert report([], date(2026, 11, 22)) == "Nothing has a review date."
