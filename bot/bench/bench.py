"""Measures speed, memory and start of the real system, and fails where a figure misses its bar."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles

import yaml

from bot.bench import workforce
from bot.bench.memory import memory_of
from bot.bench.system import Figures, System
from bot.launch.progress import say

HERE = Path(__file__).parent
STATE = Path(".state/bench")
BASELINE = Path(".state/baseline")
WARM_UP, MEASURED = 20, 200
A_CONVERSATION = 10  # messages, after which another begins
LONG_CONVERSATIONS = 3
AROUND = 3  # turns on both sides that count as turn 5, or turn 200

ROWS = {
    "median_ms": "one message, median (ms)",
    "p95_ms": "one message, 95th percentile (ms)",
    "late_turn_ratio": "turn 200 / turn 5",
    "resident_gb": "memory, all processes: RSS (GB)",
    "shared_out_gb": "memory, all processes: PSS (GB)",
    "start_seconds": "start until it answers (s)",
}


def main(arguments: list[str]) -> int:
    """Measure, print the tables, and return 1 where a bar is missed; with `workforce`, only the check of a staff file."""
    bars = yaml.safe_load((HERE / "bars.yml").read_text("utf-8"))
    say("Measuring the check of a whole workforce (some minutes)")
    figures = workforce.measure(STATE / "workforce", (workforce.SMALL, workforce.MIDDLE, workforce.LARGE))
    print("\n".join(workforce.table(figures)))
    missed_there = workforce.missed(figures, bars["workforce"])
    print("\n".join(missed_there) or "workforce: every bar is held")
    if arguments == ["workforce"]:
        return 1 if missed_there else 0
    return 1 if _system(bars["system"]) or missed_there else 0


def _system(bars: dict[str, float]) -> bool:
    """Measure the running system and print it; whether a bar is missed."""
    say("Measuring the system")
    ours = measure(System(STATE))
    model = BASELINE / "model.tar.gz"
    say("Measuring the baseline" if model.exists() else "No baseline to compare with: `make baseline` trains it once")
    theirs = measure(System(STATE, "--model", str(model))) if model.exists() else None
    (STATE / "figures.json").write_text(json.dumps({"ours": asdict(ours), "baseline": theirs and asdict(theirs)}))
    print("\n".join(table(ours, theirs, bars)))
    say(f"This machine now: {machine_ms():.0f} ms for a million additions in Python (an idle 3 GHz core: about 40)")
    return bool(missed(ours, bars))


def measure(system: System) -> Figures:
    """The figures of one system: 20 messages to warm up, then 200 different ones, then long conversations."""
    texts = yaml.safe_load((HERE / "messages.yml").read_text("utf-8"))
    every = list(dict.fromkeys(_mixed(texts["questions"], texts["others"])))
    assert len(every) >= WARM_UP + MEASURED
    with system as running:
        for index, text in enumerate(every[:WARM_UP]):
            running.say(f"warm-{index // A_CONVERSATION}", text)
        times = [
            running.say(f"bench-{index // A_CONVERSATION}", text)
            for index, text in enumerate(every[WARM_UP : WARM_UP + MEASURED])
        ]
        ratio = late_turn_ratio(running, texts["questions"])
        memory = memory_of(running.pid)
        return Figures(
            median(times), quantiles(times, n=20)[-1], ratio, memory.rss, memory.pss, running.start_seconds
        )


def late_turn_ratio(system: System, questions: list[str]) -> float:
    """How much longer the turns around 200 of a conversation take than those around 5."""
    early: list[float] = []
    late: list[float] = []
    for conversation in range(LONG_CONVERSATIONS):
        for turn in range(1, 200 + AROUND + 1):
            # The same messages early and late, so that only the length of the conversation differs.
            text = questions[(turn + (5 if turn < 100 else -190)) % len(questions)]
            milliseconds = system.say(f"long-{conversation}", text)
            if abs(turn - 5) <= AROUND:
                early.append(milliseconds)
            elif abs(turn - 200) <= AROUND:
                late.append(milliseconds)
    return median(late) / median(early)


def machine_ms() -> float:
    """How long a fixed piece of work takes here and now: a busy or slow machine makes every figure worse."""
    begun = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number
    return (time.perf_counter() - begun) * 1000


def missed(figures: Figures, bars: dict[str, float]) -> list[str]:
    """The names of the figures that are over their bar."""
    return [name for name, bar in bars.items() if getattr(figures, name) > bar]


def table(ours: Figures, theirs: Figures | None, bars: dict[str, float]) -> Iterator[str]:
    """The figures as lines of text, each with its bar and, where there is one, the baseline's."""
    wrong = missed(ours, bars)
    yield f"{'':38}{'measured':>10}{'bar':>8}  {'':7}" + (f"{'baseline':>10}{'ratio':>8}" if theirs else "")
    for name, title in ROWS.items():
        value = getattr(ours, name)
        bar = f"{bars[name]:g}" if name in bars else ""
        verdict = "MISSED" if name in wrong else "ok" if bar else ""
        line = f"{title:38}{value:>10.2f}{bar:>8}  {verdict:7}"
        if theirs:
            other = getattr(theirs, name)
            line += f"{other:>10.2f}{value / other:>8.2f}"
        yield line.rstrip()


def _mixed(questions: list[str], others: list[str]) -> Iterator[str]:
    """Three questions, then one of the others, to the end of both."""
    left, right = iter(questions), iter(others)
    while True:
        some = [text for text in (next(left, ""), next(left, ""), next(left, ""), next(right, "")) if text]
        if not some:
            return
        yield from some
