"""Long work in the background, with words that it goes on."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.launch.family import end, spawn

WORD_EVERY = 15.0


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)


def work(command: Sequence[str], environment: Mapping[str, str], log: Path) -> int:
    """Run a command to its end with its output in the log, which begins anew; its exit code."""
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_bytes(b"")
    process = spawn(command, environment, log)
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
