"""Logs as JSON, a line each, and one for each turn; no line holds what anybody said.

Rasa and the libraries quote messages in many of their lines: in every one of level DEBUG, where an action fails, an event
cannot be read or a conversation cannot be kept, in warnings, and in the words of exceptions. So once the server answers,
lines that are not ours lose their words: level, logger, place and kind of error are left, and say enough to look it up.
Our own lines are written to hold none.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, MutableMapping
from typing import Any

from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name

from bot.channel.pseudonym import pseudonym

logger = logging.getLogger(__name__)
OWN = ("bot", "actions")
LEFT = ("timestamp", "level", "logger", "error", "at")
Line = MutableMapping[str, Any]


def turn(outcome: str, seconds: float, channel: str, sender: str) -> None:
    """Write the line of a turn: what it came to, how long it took, and a name that tells conversations apart."""
    fields = {"outcome": outcome, "milliseconds": round(seconds * 1000), "channel": channel, "session": session_name(sender)}
    logger.info("turn", extra=fields)


def session_name(sender: str) -> str:
    """What a conversation is called in the logs; only whoever has the signing key can find which it is."""
    return pseudonym("log", sender)


async def begin(*_: Any) -> None:
    """From now on, write every line of this process in this form; called when the server begins to answer."""
    # Python's own warnings would go around the logs, and Rasa's quote messages.
    logging.captureWarnings(True)
    # Of a line that cannot be written Python would print the words instead.
    logging.raiseExceptions = False
    for handler in _handlers():
        handler.setFormatter(LINES)


def without_words(_logger: Any, _method: str, line: Line) -> Line:
    """The line of a log record; one that is not ours without its words."""
    record: logging.LogRecord = line["_record"]
    line.pop("exc_info", None)
    if record.exc_info and record.exc_info[0]:
        line["error"] = record.exc_info[0].__name__
    if is_own(record):
        return line
    line["at"] = f"{record.module}:{record.lineno}"
    return {name: value for name, value in line.items() if name in LEFT or name.startswith("_")}


def is_own(record: logging.LogRecord) -> bool:
    """Whether a line was written by this project."""
    return record.name.partition(".")[0] in OWN


class _Lines(ProcessorFormatter):
    """Python would put values into words before we see either, and fails at what was never meant to take any."""

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord(record.__dict__)
        if not is_own(record):
            bare.msg, bare.args = "", None
        return super().format(bare)


LINES = _Lines(
    foreign_pre_chain=[TimeStamper("iso", utc=True), add_log_level, add_logger_name, ExtraAdder(), without_words],
    processors=[ProcessorFormatter.remove_processors_meta, JSONRenderer(sort_keys=False)],
)


def lines() -> ProcessorFormatter:
    """What writes the lines, for a process that is told of it by name."""
    return LINES


def _handlers() -> Iterator[logging.Handler]:
    """Every handler that writes; what only keeps lines in memory, as tests do, is left as it is."""
    named = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    every = [handler for each in [logging.root, *named] for handler in each.handlers]
    # Where a logger has no handler of its own and none above it, Python uses this one.
    every += [logging.lastResort] if logging.lastResort else []
    return (handler for handler in every if not isinstance(getattr(handler, "stream", None), io.StringIO))
