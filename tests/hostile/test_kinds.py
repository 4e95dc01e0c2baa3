"""Every kind of `make fuzz`, some dozen messages each: to a server that repeats what it is told, and to the real assistant."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from bot.bench.fuzz import texts
from bot.bench.fuzz.left import formulas_in_sheets, in_logs
from bot.bench.fuzz.run import KINDS, Row, of_kind, problems
from bot.bench.fuzz.slow import slow
from bot.bench.fuzz.visit import Place

MESSAGES = 24
# What the parrot repeats is its own doing: text that was worked out or carried out can be looked for in real answers only.
ONLY_REAL = ("intents",)


def nothing_wrong(row: Row) -> None:
    assert list(problems([row])) == []
    assert row.messages > 0 and all(visit.statuses for visit in row.visits)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ONLY_REAL])
def test_a_server_that_repeats_everything_shows_it_as_text(scripted: Place, kind: str) -> None:
    nothing_wrong(asyncio.run(of_kind(scripted, kind, 2 * MESSAGES)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_real_assistant_answers_and_carries_nothing_out(real: Place, kind: str) -> None:
    nothing_wrong(asyncio.run(of_kind(real, kind, MESSAGES, at_once=3)))


def test_slow_bodies_are_answered_and_hold_up_nobody(scripted: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channel.readable.BODY_SECONDS", 6.0)
    nothing_wrong(Row("slow bodies", asyncio.run(slow(scripted, at_once=6))))


def test_formulas_in_a_staff_file_are_only_text(tmp_path: Path) -> None:
    assert list(formulas_in_sheets(tmp_path, Random(1))) == []


def test_no_log_of_the_real_assistant_holds_a_word_of_it(real: Place) -> None:
    """Last, after all that was said to it."""
    assert list(in_logs(real)) == []


def test_every_kind_of_text_is_sent_and_each_is_the_same_for_the_same_seed() -> None:
    assert set(texts.patterns()) <= set(KINDS)
    values = {"CANARY": "x", "FILE": "y", "A": "2", "B": "3"}
    for kind in texts.patterns():
        first, second = ([texts.hostile(kind, Random(seed), values) for seed in range(50)] for _ in range(2))
        assert first == second and len(set(first)) > 5
        assert not any("@" + name + "@" in text for name in (*values, "INTENT", "SLOT") for text in first)
