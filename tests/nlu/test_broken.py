"""Messages that nobody could answer are told apart from those that can be read."""
from __future__ import annotations

import pytest

from bot.nlu.broken import broken_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "blank"),
        ("   \n\t ", "blank"),
        ("\u200b\ufeff", "blank"),
        ("?!...", "blank"),
        ("🙂", "emoji"),
        ("👍🏽 👍🏽 ❤️", "emoji"),
        ("a" * 1001, "too_long"),
        ("what is it? " * 500, "too_long"),
        ("<script>alert(1)</script>", "markup"),
        ("<img src=x onerror=alert(1)>", "markup"),
        ("{{7*7}}", "markup"),
        ("SELECT * FROM users WHERE 1=1;", "markup"),
        ("'; DROP TABLE users;", "markup"),
        ("${jndi:ldap://x}", "markup"),
        ("я хочу учиться английскому", "language"),
        ("我想学英语", "language"),
        ("أريد أن أتعلم", "language"),
    ],
)
def test_what_is_wrong_is_named(text: str, kind: str) -> None:
    assert broken_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "cost?",
        "2",
        "a" * 1000,
        "thanks 🙂",
        "I earn <20k a year",
        "is 3 > 2 or 2 < 3",
        "R&D training; staff & managers",
        "my friend Łukasz asks, naïvely, about café work",
        "ｆｕｌｌ ｗｉｄｔｈ",
        "select a course from the list",
        "what is Δ level 3",
        "function skills maths",
        "drop in sessions",
    ],
)
def test_what_can_be_read_is_left_alone(text: str) -> None:
    assert broken_kind(text) is None
