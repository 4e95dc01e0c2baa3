"""Understanding is judged as its writer noted it down, wrong and confident apart, and a missed bar is seen."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.bench import understanding
from bot.bench.slipped import KINDS, slipped
from bot.bench.understanding import FOLLOW_UPS, OUT, QUESTIONS, ROWS, Tally, figures_of, missed, page
from bot.bench.verdicts import ASKED, CONFIDENT, HALF, MISREAD, REFUSED, RIGHT, verdict
from bot.guidance.knowledge import Knowledge

BARS = yaml.safe_load((Path(understanding.__file__).parent / "bars.yml").read_text("utf-8"))["understanding"]
COST = {"topic": "apprenticeships", "facet": "cost"}
WHAT = {"topic": "esol", "facet": "what"}


def _parse(intent: str, *questions: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"intent": {"name": intent}, "questions": list(questions), **more}


@pytest.mark.parametrize("noted, parse, expected", [
    ({"expect": [COST]}, _parse("ask", COST), RIGHT),
    ({"expect": [COST]}, _parse("ask", WHAT), CONFIDENT),
    ({"expect": [COST]}, _parse("ask", {**COST, "facet": "what"}), CONFIDENT),
    ({"expect": [COST]}, _parse("unclear"), ASKED),
    ({"expect": [COST]}, _parse("out_of_scope"), REFUSED),
    ({"expect": [COST]}, _parse("refer"), MISREAD),
    ({"expect": [{"any": [WHAT, COST]}]}, _parse("ask", COST), RIGHT),
    ({"expect": [{"any": [{"intent": "refer/esol"}, COST]}]}, _parse("refer", need="esol"), RIGHT),
    ({"expect": [COST, WHAT]}, _parse("ask", COST, WHAT), RIGHT),
    ({"expect": [COST, WHAT]}, _parse("ask", COST), HALF),
    ({"expect": [COST, WHAT]}, _parse("ask", WHAT, COST), HALF),
    ({"expect": [COST], "compare": ["esol"]}, _parse("ask", COST, compare=["esol", "apprenticeships"]), RIGHT),
    ({"expect": [COST]}, _parse("ask", COST, compare=["esol", "apprenticeships"]), CONFIDENT),
    ({"intent": "out_of_scope"}, _parse("chat"), RIGHT),
    ({"intent": "out_of_scope"}, _parse("ask", COST), CONFIDENT),
    ({"intent": "refer/esol"}, _parse("refer", need="careers-advice"), MISREAD),
    ({"intent": "check", "scheme": "train-to-gain"}, _parse("check", scheme="train-to-gain"), RIGHT),
    ({"intent": "check", "scheme": "train-to-gain"}, _parse("check", scheme="adult-skills-fund"), MISREAD),
    ({"intent": "command/stop"}, _parse("command", kind="why"), MISREAD),
])
def test_a_message_is_judged_by_what_was_noted(noted: dict[str, Any], parse: dict[str, Any], expected: str) -> None:
    assert verdict(noted, parse, Knowledge(version="none")) == expected


def _tally(right: int, wrong: int) -> Tally:
    tally = Tally()
    for group in (QUESTIONS, FOLLOW_UPS, OUT, *(f"with a {kind}" for kind in KINDS)):
        for _ in range(right):
            tally.add(group, {"expect": [COST]}, RIGHT)
        for _ in range(wrong):
            tally.add(group, {"expect": [COST]}, CONFIDENT)
    return tally


def test_bars_are_held_where_all_is_right_and_missed_where_a_tenth_is_wrong() -> None:
    assert set(BARS) == set(ROWS)
    assert missed(figures_of(_tally(10, 0)), BARS) == []
    assert {"right", "turned_away", "confident"} <= set(missed(figures_of(_tally(8, 2)), BARS))


def test_the_page_names_what_is_missed_and_what_is_misunderstood() -> None:
    tally = _tally(8, 2)
    lines = "\n".join(page("some", tally, figures_of(tally), BARS))
    assert "80.0%" in lines and "MISSED" in lines
    assert "apprenticeships/cost 6" in lines  # one for each wrong message, those with a made slip left out


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_changes_one_thing_and_always_the_same(kind: str) -> None:
    text = "who pays for apprenticeship training"
    first = slipped(text, kind, random.Random(1))
    assert first == slipped(text, kind, random.Random(1)) != text
    assert len(text) - len(first) == (0 if kind == "neighbouring key" else 1)


def test_a_text_without_room_for_a_slip_stays_as_it_is() -> None:
    assert [slipped("T2G?", kind, random.Random(1)) for kind in KINDS] == ["T2G?"] * 3
