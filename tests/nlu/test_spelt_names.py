"""Names that are everyday words too are names only where capitals or the words before show it."""
from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance.load import load_knowledge
from bot.guidance.text import normalise
from bot.nlu.names import Names

NAMES = Names(load_knowledge(Path(__file__).parents[2] / "knowledge"))


def found(text: str) -> set[str]:
    return {match.id for match in NAMES.topics(normalise(NAMES.spelt_out(text)))}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What does Move On cost?", "move-on"),
        ("what is move on", "move-on"),
        ("is move on still running", "move-on"),
        ("what links to move on", "move-on"),
        ("difference between move on and the go award", "move-on"),
        ("tell me about the Move On project", "move-on"),
        ("what became of the IDeA", "improvement-and-development-agency"),
        ("what does IDeA stand for", "improvement-and-development-agency"),
    ],
)
def test_a_name_is_found(text: str, topic: str) -> None:
    assert topic in found(text)


@pytest.mark.parametrize(
    "text",
    ["i want to move on", "how do I move on to level 3", "can we move on please", "what's the idea of it", "any idea?", "move on to the next question"],
)
def test_everyday_words_are_none(text: str) -> None:
    assert not found(text)
