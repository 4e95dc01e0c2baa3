"""What a message says is not so is not offered, whether it was talked of or only named."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from bot.nlu.looking_back import denies

Heard = Callable[..., dict[str, Any]]
SPLIT = {"ask/what": 0.3, "ask/cost": 0.3, "ask/how": 0.3}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no im not redundant. i work in care", "redundant"),
        ("we haven't been made redundant", "redundant"),
        ("he isn't an apprentice", "apprentice"),
        ("nobody is being made redundant here", "redundant"),
    ],
)
def test_it_is_seen_what_is_not_so(text: str, name: str) -> None:
    assert denies(text, text.index(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("i have been made redundant", "redundant"),
        ("am i not redundant?", "redundant"),
        ("we are not an apprentice employer yet, how do we begin", "apprentice"),
        ("we are not doing an apprenticeship. what does it cost", "apprenticeship"),
        ("we have no union learning rep", "union"),
        ("i'm not sure about redundancy", "redundancy"),
    ],
)
def test_a_question_or_another_denial_takes_nothing_away(text: str, name: str) -> None:
    assert not denies(text, text.index(name))


def test_what_is_not_so_is_neither_asked_about_nor_offered(heard: Heard) -> None:
    parse = heard("no it is not an apprenticeship. i work in care", SPLIT, topic="apprenticeships")
    assert all(one["topic"] != "apprenticeships" for one in [*parse["questions"], *parse["choices"]])
