"""Measures speed, memory and start of the real system beside the baseline, and fails where a figure misses its bar."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from bot.bench import one_client, quick, stored, workforce
from bot.bench.encoder_speed import encoder_ms
from bot.bench.figures import Bars, missed, table
from bot.bench.machine import machine_ms
from bot.bench.many_clients import many_clients
from bot.bench.memory import memory_of
from bot.bench.more_topics import ten_times
from bot.bench.system import System
from bot.bench.training import in_folder, train
from bot.launch.progress import say
from bot.launch.settings import Settings

HERE = Path(__file__).parent
STATE = Path(".state/bench")
BASELINE = Path(".state/baseline")


def main(arguments: list[str]) -> int:
    """Measure, print the tables, and return 1 where a bar is missed.

    `quick`: a minute, against stored figures (`quick keep` stores anew); `system` or `workforce`: only that part.
    """
    if arguments[:1] == ["quick"]:
        return quick.main(STATE, arguments[1:])
    bars = yaml.safe_load((HERE / "bars.yml").read_text("utf-8"))
    over: list[str] = []
    if arguments != ["workforce"]:
        over += _system(Bars(**bars["system"]))
    if arguments != ["system"]:
        over += _workforce(bars["workforce"])
    print("\n".join(over) or "Every bar is held.")
    return 1 if over else 0


def _workforce(bars: dict[str, float]) -> list[str]:
    """Measure the check of a staff file and print it; the bars that are missed."""
    say("Measuring the check of a whole workforce (some minutes)")
    figures = workforce.measure(STATE / "workforce", (workforce.SMALL, workforce.MIDDLE, workforce.LARGE))
    print("\n".join(workforce.table(figures)))
    return workforce.missed(figures, bars)


def _system(bars: Bars) -> list[str]:
    """Measure the running system and print it; the bars that are missed."""
    speed = machine_ms()
    say(f"This machine now: {speed:.0f} ms for a million additions in Python (an idle 3 GHz core: about 40)")
    say("Measuring a fresh training")
    trained = in_folder(STATE / "fresh")
    ours = {"training_seconds": train(STATE / "fresh"), "encoder_ms": encoder_ms()}
    say("Measuring the system")
    with_few = measure(System(STATE / "ours", MODELS_DIR=trained["MODELS_DIR"]))
    ours |= with_few | _with_more_topics(with_few)
    theirs = _baseline(speed)
    (STATE / "figures.json").write_text(json.dumps({"ours": ours, "baseline": theirs}, indent=1))
    print("\n".join(table(ours, bars, theirs)))
    return missed(ours, bars, theirs)


def measure(system: System) -> dict[str, float]:
    """What is measured of any system, ours or the baseline: one client, a long conversation, many clients, memory."""
    with system as running:
        figures = one_client.messages(running) | one_client.quick_replies(running) | one_client.late_turns(running)
        figures |= many_clients(running.port)
        memory = memory_of(running.pid)
        own = {"resident_gb": memory.rss, "shared_out_gb": memory.pss, "start_seconds": running.start_seconds}
        return figures | own


def _with_more_topics(few: dict[str, float]) -> dict[str, float]:
    """A message and the start with ten times the topics, as multiples of those with the topics there are."""
    say("Measuring with ten times the topics: training")
    folder = STATE / "ten-times"
    knowledge = {"KNOWLEDGE_DIR": str(ten_times(Settings.knowledge, folder / "knowledge").resolve())}
    train(folder, **knowledge)
    say("Measuring with ten times the topics")
    with System(folder / "state", **knowledge, MODELS_DIR=in_folder(folder)["MODELS_DIR"]) as running:
        message = one_client.messages(running)["median_ms"]
        return {
            "ten_times_message": message / few["median_ms"],
            "ten_times_start": running.start_seconds / few["start_seconds"],
        }


def _baseline(speed: float) -> dict[str, float]:
    """The baseline's figures: measured where it is trained here, else the stored ones at this machine's speed."""
    model = BASELINE / "model.tar.gz"
    if not model.exists():
        say("The baseline is not trained here (`make baseline` does it once): its stored figures are taken")
        return stored.at_this_speed("baseline", speed)
    say("Measuring the baseline")
    theirs = measure(System(STATE / "baseline", "--model", str(model)))
    stored.keep("baseline", theirs, speed)
    return theirs
