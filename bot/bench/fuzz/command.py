"""`make fuzz`: hostile and broken input against the real assistant, what came of each kind, and what was wrong."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.bench.fuzz.left import exported, formulas_in_sheets, in_logs
from bot.bench.fuzz.limits import PER_ADDRESS, PER_SESSION, limits
from bot.bench.fuzz.run import KINDS, Row, of_kind, once_more, problems, run
from bot.bench.fuzz.slow import slow
from bot.bench.fuzz.visit import Place
from bot.bench.scale.engines import program
from bot.bench.scale.served import Served
from bot.bench.system import System
from bot.launch.content import checked
from bot.launch.model import up_to_date_model
from bot.launch.progress import say
from bot.launch.settings import HOST, CannotStart, settings_from

STATE = Path(".state/fuzz")
MESSAGES, SEED = 10_000, 1
MOST_SHOWN = 40
# Everyday limits: each visit is a person of its own, so that they are met only where they are meant to be.
LIMITS = {"LIMITS_PER_SESSION": f"{PER_SESSION} per minute", "LIMITS_PER_ADDRESS": f"{PER_ADDRESS} per minute"}


@dataclass(frozen=True)
class Started:
    """A running assistant, the environment of commands about it, and its processes by name."""

    place: Place
    environment: Mapping[str, str]
    served: Served | None

    def parts(self) -> dict[str, int]:
        """The processes; those of `make run` end together, so that there is nothing to compare."""
        return self.served.parts() if self.served else {}


def fuzz(arguments: list[str]) -> int:
    """Send so many messages over every kind; 1 where anything was wrong, 2 where the words are off."""
    try:
        asked = _parser().parse_args(arguments)
    except SystemExit as ended:
        return 2 if ended.code else 0
    begun = time.monotonic()
    shutil.rmtree(STATE, ignore_errors=True)
    with _started(asked.seed, asked.run) as started:
        rows, wrong = asyncio.run(_all(started, asked))
        wrong += list(in_logs(started.place))
    say("\n" + "\n".join(table(rows)))
    wrong = [*problems(rows), *wrong]
    if wrong:
        say(f"\n{len(wrong)} wrong with seed {asked.seed}; one visit again: make fuzz SEED={asked.seed} ONLY='kind/number'\n")
        say("\n".join(wrong[:MOST_SHOWN]))
        say(f"... and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else "")
        return 1
    sent, seconds = sum(row.messages for row in rows), time.monotonic() - begun
    say(f"\nNothing wrong in {sent:,} messages, {seconds:.0f} s, seed {asked.seed}:")
    say("no 5xx, no silence, nothing carried out, nothing of one person shown to another, no word in a log.")
    return 0


def table(rows: list[Row]) -> list[str]:
    """What came of each kind, a line each, and of all."""
    lines = [f"{'kind':<16}{'messages':>9}{'slowest':>10}{'wrong':>7}  statuses"]
    for row in rows:
        statuses = ", ".join(f"{status or 'none'}: {number:,}" for status, number in row.statuses.items())
        lines.append(f"{row.kind:<16}{row.messages:>9,}{row.slowest:>8.2f} s{row.wrong:>7}  {statuses}")
    total, slowest = sum(row.messages for row in rows), max((row.slowest for row in rows), default=0.0)
    return [*lines, f"{'all':<16}{total:>9,}{slowest:>8.2f} s{sum(row.wrong for row in rows):>7}"]


async def _all(started: Started, asked: argparse.Namespace) -> tuple[list[Row], list[str]]:
    place = started.place
    if "/" in asked.only:
        return [await once_more(place, asked.only)], []
    if asked.only:
        return [await of_kind(place, asked.only, asked.messages)], []
    before = started.parts()
    rows = await run(place, asked.messages, _told)
    for name, part in (("slow bodies", slow(place)), ("limits", limits(place))):
        say(f"  {name} ...")
        rows.append(Row(name, await part))
    say("  exports ...")
    rows.append(Row("export", await exported(place, started.environment, started.served is not None)))
    wrong = list(formulas_in_sheets(STATE / "staff", Random(asked.seed)))
    gone = [name for name, pid in before.items() if started.parts().get(name) != pid]
    return rows, [*wrong, *(f"the {name} died on the way" for name in gone)]


def _told(row: Row, seconds: float) -> None:
    say(f"  {row.kind}: {row.messages:,} messages in {seconds:.0f} s" + (f", {row.wrong} WRONG" if row.wrong else ""))


@contextmanager
def _started(seed: int, simple: bool) -> Iterator[Started]:
    """What `make serve` starts where this machine has all of it, else, or where asked, what `make run` starts."""
    if simple or not _has_everything():
        say("Starting the assistant as `make run` does")
        with System(STATE, LIMITS_ADDRESS_HEADER="X-Forwarded-For", **LIMITS) as system:
            at = f"{HOST}:{system.port}"
            keys = ((STATE / "session.key").read_text("ascii"),)
            yield Started(Place(at, at, STATE, seed, keys, programs=True), {"STATE_DIR": str(STATE)}, None)
        return
    if not os.environ.get("SERVE_MODEL"):
        # `make run` makes the model that is missing, `make serve` says that it is.
        settings = settings_from(os.environ)
        up_to_date_model(settings, checked(settings))
    say("Starting the assistant as `make serve` does: 2 servers, 2 action servers, nginx, PostgreSQL and Redis")
    with Served(STATE, **LIMITS) as served:
        keys = tuple(served.passwords["sessions"].split(","))
        yield Started(Place(served.at, served.first_server, served.state, seed, keys), served.environment(), served)


def _has_everything() -> bool:
    try:
        return all(program(name) for name in ("postgres", "initdb", "redis-server", "nginx"))
    except CannotStart:
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot fuzz", description="Hostile and broken input against the assistant.")
    parser.add_argument("--messages", type=int, default=MESSAGES, help=f"how many at least (default {MESSAGES:,})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the same seed, the same messages (default {SEED})")
    parser.add_argument("--only", default="", metavar="KIND[/NUMBER]", help=f"one kind, or one visit: {', '.join(KINDS)}")
    parser.add_argument("--run", action="store_true", help="against what `make run` starts, whatever else this machine has")
    return parser
