"""The bench in a minute: the figures that change most easily, against those stored."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bot.bench import one_client, stored
from bot.bench.encoder_speed import encoder_ms
from bot.bench.machine import machine_ms
from bot.bench.system import System
from bot.launch.progress import say
from bot.launch.settings import python

MESSAGES, PRESSED = 100, 20


def main(state: Path, arguments: list[str]) -> int:
    """Measure and compare; 1 where a figure is much worse than stored. With `keep`, store what was measured."""
    if subprocess.run(python("-m", "bot", "train")).returncode:  # or the start would be a training too
        return 1
    before = machine_ms()
    ours = measure(System(state / "quick"))
    # The quicker of both: work in between slows the machine down for its own sake.
    speed = min(before, machine_ms())
    if arguments == ["keep"]:
        stored.keep("ours", ours, speed)
    kept = stored.at_this_speed("ours", speed)
    print("\n".join(stored.table(ours, kept)))
    if not kept:
        say("MISSED: nothing is stored to compare with; `python -m bot bench quick keep` stores what is measured")
    wrong = stored.worse(ours, kept)
    for name in wrong:
        say(f"MISSED: {name} is more than {stored.MOST:g} times what is stored in {stored.WHERE.name}")
    return 1 if wrong or not kept else 0


def measure(system: System) -> dict[str, float]:
    """The figures of the quick bench."""
    figures = {"encoder_ms": encoder_ms()}
    with system as running:
        figures |= one_client.messages(running, MESSAGES)
        figures |= one_client.quick_replies(running, PRESSED)
        figures["start_seconds"] = running.start_seconds
    return figures
