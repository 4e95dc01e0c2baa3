"""The messages that the bench sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

WHERE = Path(__file__).with_name("messages.yml")


def questions() -> list[str]:
    """Questions and small talk, which may follow each other in any order."""
    return list(yaml.safe_load(WHERE.read_text("utf-8"))["questions"])


def every_message() -> list[str]:
    """Every message once, questions and others mixed."""
    texts = yaml.safe_load(WHERE.read_text("utf-8"))
    return list(dict.fromkeys(mixed(texts["questions"], texts["others"])))


def mixed(questions: list[str], others: list[str]) -> Iterator[str]:
    """Three questions, then one of the others, to the end of both."""
    left, right = iter(questions), iter(others)
    while True:
        some = [text for text in (next(left, ""), next(left, ""), next(left, ""), next(right, "")) if text]
        if not some:
            return
        yield from some
