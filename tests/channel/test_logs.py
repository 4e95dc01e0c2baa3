"""Logs are JSON, a line a turn, and hold no word of what anybody said, whoever wrote them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import logging.handlers
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channel import logs

SENDER = "chat-SecretNameOfASession"
KEY = "a key for tests that is long enough to sign with"


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: Any, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CHAT_SECRETS", KEY)
    root = logging.getLogger()
    before = {handler: handler.formatter for handler in [*root.handlers, *([logging.lastResort] if logging.lastResort else [])]}
    level = root.level
    yield
    logging.captureWarnings(False)
    logging.raiseExceptions = True
    root.setLevel(level)
    for handler in [*root.handlers]:
        if handler not in before:
            root.removeHandler(handler)
    for handler, formatter in before.items():
        handler.setFormatter(formatter)


class Kept(logging.Handler):
    """Keeps each line as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def written() -> list[str]:
    handler = Kept()
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    asyncio.run(logs.begin())
    return handler.lines


def test_a_turn_is_one_line_without_words_and_without_its_name(written: list[str]) -> None:
    logs.turn("answered", 0.0237, "widget", SENDER)
    [line] = map(json.loads, written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "turn", "level": "info", "logger": "bot.channel.logs", "outcome": "answered", "milliseconds": 24,
        "channel": "widget", "session": logs.session_name(SENDER),
    }
    assert "Secret" not in written[0]


def test_conversations_are_told_apart_by_whoever_has_the_key_only(monkeypatch: Any) -> None:
    named = logs.session_name(SENDER)
    assert named == logs.session_name(SENDER) and len(named) == 16
    assert named != logs.session_name(f"{SENDER}2")
    monkeypatch.setenv("CHAT_SECRETS", "another key for tests that is long enough")
    assert named != logs.session_name(SENDER)


@settings(deadline=None)
@example("000%", "rasa.core.processor")
@given(st.text(min_size=4, max_size=80).filter(lambda text: text.strip("0123456789 \t\n")), st.sampled_from(["rasa.core.processor", "sanic.error", "asyncio", "x"]))
def test_no_word_of_others_gets_into_a_line(words: str, name: str) -> None:
    said = f"<<{words}>>"
    try:
        raise ValueError(said)
    except ValueError as error:
        exc_info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, "processor.py", 7, f"{said} %s", (said,), exc_info)
    record.text, record.stack_info = said, said  # type: ignore[attr-defined]
    line = json.loads(logs.LINES.format(record))
    assert line.pop("timestamp")
    assert line == {"level": "error", "logger": name, "error": "ValueError", "at": "processor:7"}


def test_our_own_lines_keep_their_words_and_lose_those_of_exceptions(written: list[str]) -> None:
    try:
        raise ValueError("my boss is Zebedee")
    except ValueError:
        logging.getLogger("bot.channel.turns").exception("turn: %s", "failed")
    [line] = map(json.loads, written)
    assert (line["event"], line["error"]) == ("turn: failed", "ValueError")
    assert "Zebedee" not in written[0]


def test_what_rasa_logs_with_structlog_loses_its_words(written: list[str]) -> None:
    logger = structlog.wrap_logger(
        logging.getLogger("rasa.core.channels"), processors=[structlog.processors.add_log_level, structlog.processors.JSONRenderer()]
    )
    logger.error("rest.message.received.failure", text="my boss is Zebedee")
    [line] = map(json.loads, written)
    assert line["logger"] == "rasa.core.channels" and "Zebedee" not in written[0]


def test_warnings_go_the_same_way(written: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        # As in begin(), whose effect the context has undone.
        logging.captureWarnings(False)
        asyncio.run(logs.begin())
        warnings.warn("Failed to read 'my boss is Zebedee'", stacklevel=1)
    [line] = map(json.loads, written)
    assert line["logger"] == "py.warnings" and "Zebedee" not in written[0]


def test_a_line_that_cannot_be_written_is_not_printed_instead(capsys: Any) -> None:
    handler = logging.StreamHandler(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    logging.getLogger().addHandler(handler)
    asyncio.run(logs.begin())
    handler.setFormatter(logging.Formatter("%(nothing)s"))
    logging.getLogger("rasa").error("%d", "my boss is Zebedee")
    captured = capsys.readouterr()
    assert "Zebedee" not in captured.out + captured.err


def test_every_handler_that_writes_is_changed_and_none_that_only_keeps(tmp_path: Path) -> None:
    writing: list[logging.Handler] = [logging.FileHandler(tmp_path / "log"), logging.handlers.MemoryHandler(10), logging.StreamHandler()]
    keeping = logging.StreamHandler(io.StringIO())
    own = logging.getLogger("a library with a handler of its own")
    own.addHandler(writing[0])
    for handler in (*writing[1:], keeping):
        logging.getLogger().addHandler(handler)
    try:
        asyncio.run(logs.begin())
        assert [handler.formatter for handler in writing] == [logs.LINES] * 3
        assert keeping.formatter is None
        assert logging.lastResort and logging.lastResort.formatter is logs.LINES
    finally:
        own.removeHandler(writing[0])
        writing[0].close()
