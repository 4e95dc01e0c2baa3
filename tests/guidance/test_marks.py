"""A numbered thing in a question leads to its own point."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.answer import find_answer
from bot.guidance.content.marks import led_by, marked_points, marks, share_a_mark
from bot.guidance.load import load_knowledge

POINTS = """\
        - {text: "Recommendation 1: keep training going.", source: {id: guide, at: page 2}}
        - {text: "Recommendation 2: see recommendation 1.", source: {id: guide, at: page 3}}
        - {text: "Recommendation 12: train more people.", source: {id: guide, at: page 3}}
"""


@pytest.mark.parametrize(
    "text, mark",
    [
        ("what was recommendation 7?", ("recommendation", "7")),
        ("the seventh recommendation please", ("recommendation", "7")),
        ("Recommendation seven", ("recommendation", "7")),
        ("the 7th recommendation", ("recommendation", "7")),
        ("tell me about Theme B", ("theme", "b")),
        ("what is theme A about", ("theme", "a")),
        ("level three", ("level", "3")),
        ("recommendation number 12", ("recommendation", "12")),
    ],
)
def test_a_numbered_thing_is_read_however_it_is_written(text: str, mark: tuple[str, str]) -> None:
    assert mark in marks(text)


@pytest.mark.parametrize("text", ["I am 34", "what did it cost in 2008", "a course at a college", "one of them", "how do I approach a union"])
def test_other_numbers_are_no_marks(text: str) -> None:
    assert not {number for _, number in marks(text)} & {"34", "2008", "a"}


@pytest.mark.parametrize("asked, place", [("recommendation 1", 0), ("the twelfth recommendation", 2), ("recommendation 2", 1)])
def test_its_point_is_found(folder: Path, asked: str, place: int) -> None:
    pledge = folder / "topics/pledge.yml"
    first, last = "        - {text: The certificate was free., source: {id: guide, at: page 2}}\n", "      sources: [{id: guide"
    pledge.write_text(pledge.read_text().replace(first, POINTS).replace(last, last))
    answer = find_answer(load_knowledge(folder), "pledge", "cost", date(2026, 11, 22))
    assert marked_points(answer, asked) == [f"pledge/cost/0/{place}"]


def test_without_a_numbered_thing_there_is_none(folder: Path) -> None:
    answer = find_answer(load_knowledge(folder), "pledge", "cost", date(2026, 11, 22))
    assert marked_points(answer, "was it free?") == []


@pytest.mark.parametrize("asked", ["recomendation 12", "reccomendation twelve", "rec 12"])
def test_a_slip_in_its_name_is_forgiven(asked: str) -> None:
    assert share_a_mark(marks(asked), {("recommendation", "12")}) and not share_a_mark(marks(asked), {("recommendation", "2")})


@pytest.mark.parametrize("steps", [True, False])
def test_its_point_alone_is_told_wherever_it_stands_on_the_card(steps: bool) -> None:
    detail = [{"text": "Level 1: a policy."}, {"text": "Level 2: a plan."}]
    card = {"short": "Two levels.", "plain": "Two.", "steps": steps, "detail": detail}
    assert led_by(card, "what is level 2")["short"] == "Level 2: a plan." and led_by(card, "level 2")["detail"] == []


def test_a_card_without_its_point_stays_as_it_is() -> None:
    card = {"short": "Two levels.", "plain": None, "steps": False, "detail": [{"text": "Level 1: a policy."}]}
    assert led_by(card, "what is level 7") == card
