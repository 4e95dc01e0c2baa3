"""Long work in the background, with words that it goes on."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.launch.family import CannotBegin, end, spawn
from bot.launch.settings import CannotStart

WORD_EVERY = 15.0


def say(line: str) -> None:
    """Tell the person at the terminal, where there is one: a file on a full disk, or a reader who left, ends nothing."""
    try:
        print(line, flush=True)
    except OSError:
        pass


def work(command: Sequence[str], environment: Mapping[str, str], log: Path) -> int:
    """Run a command to its end with its output in the log, which begins anew; its exit code, CannotStart where it cannot run."""
    try:
        log.unlink(missing_ok=True)
        process = spawn(command, environment, log)
    except (OSError, CannotBegin) as problem:
        raise CannotStart(f"{log} cannot be written ({problem}): make room, or see to its owner and rights") from None
    begun = time.monotonic()
    try:
        while True:
            try:
                return process.wait(WORD_EVERY)
            except subprocess.TimeoutExpired:
                say(f"  still at it, {time.monotonic() - begun:.0f} s")
    finally:
        end([process])


def last_words(log: Path, lines: int = 5) -> str:
    """The last lines of a log that say something."""
    if not log.exists():
        return ""
    said = [line.rstrip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return "\n".join(said[-lines:])
