"""Measures the whole-workforce check on made-up files: rows a second, peak memory, and whether a row costs the same."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.guidance.dates import as_of
from bot.guidance.load import load_knowledge
from bot.workforce.command import opened, planned
from bot.workforce.options import options
from bot.workforce.outputs import Outputs
from bot.workforce.run import run
from bot.workforce.verdicts import Judge

RULES = "adult-skills-fund-2026-27"
SMALL, MIDDLE, LARGE = 1_000, 100_000, 1_000_000
HEADINGS = (
    "Staff number", "Name", "NI number", "Department", "Date of birth", "Home postcode", "Annual pay", "Course wanted",
    "UK residence", "Maths GCSE", "English GCSE", "Highest qualification",
)
_COURSES = ("Maths", "English", "Computers", "Level 2", "Level 3", "NVQ 3", "ESOL", "HGV", "Degree", "not sure", "")
_AREAS = ("S", "NR", "LS", "M", "PL", "BS", "NN", "CB", "DE", "LE", "CF", "EH", "YO", "HU", "OX", "RG")
_LEVELS = ("none", "NVQ 2", "5 GCSEs", "3 GCSEs", "A levels", "Degree", "HND", "unknown")
_GRADES = ("yes", "no", "C", "D", "grade 4", "failed", "")


@dataclass(frozen=True)
class Measured:
    """The figures of one run: rows, seconds from the first row to the last, and the most memory ever held (MB)."""

    rows: int
    seconds: float
    peak_mb: float

    @property
    def rows_a_second(self) -> float:
        """How many rows were judged and written in a second."""
        return self.rows / self.seconds


def measure(folder: Path, sizes: Sequence[int] = (SMALL, MIDDLE)) -> list[Measured]:
    """The figures for files of those many rows, each in a process of its own; `LARGE` takes some minutes."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_apart(folder, rows) for rows in sizes]


def cost_ratio(figures: Sequence[Measured]) -> float:
    """What a row costs in the largest file, next to the one before; about 1 where the cost is constant."""
    return figures[-2].rows_a_second / figures[-1].rows_a_second


def missed(figures: Sequence[Measured], bars: dict[str, float]) -> list[str]:
    """A line for each bar that the figures miss."""
    middle = next(each for each in figures if each.rows == MIDDLE)
    found = {"seconds": middle.seconds, "peak_mb": max(each.peak_mb for each in figures), "cost_ratio": cost_ratio(figures)}
    over = [(name, bar) for name, bar in bars.items() if found[name] > bar]
    return [f"workforce: {name} is {found[name]:.2f}, the bar is {bar:g}: MISSED" for name, bar in over]


def table(figures: Sequence[Measured]) -> Iterator[str]:
    """The figures as lines of text."""
    yield f"{'whole workforce':24}{'rows/s':>10}{'seconds':>10}{'peak MB':>10}"
    for each in figures:
        yield f"{f'{each.rows:,} rows':24}{each.rows_a_second:>10,.0f}{each.seconds:>10.1f}{each.peak_mb:>10.0f}"
    if len(figures) > 1:
        rows = f"{figures[-1].rows:,}", f"{figures[-2].rows:,}"
        yield f"a row of {rows[0]} costs {cost_ratio(figures):.2f} times a row of {rows[1]}"


def made_up(path: Path, rows: int) -> None:
    """Write a file of people who do not exist, the same for the same number of rows."""
    chance = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(rows):
            writer.writerow([
                number, f"Person {number}", f"QQ{chance.randrange(10**6):06}C", f"Department {chance.randrange(30)}",
                f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1958, 2008)}",
                f"{chance.choice(_AREAS)}{chance.randint(1, 30)} {chance.randint(1, 9)}AB",
                chance.choice((f"{chance.randint(12_000, 60_000)}", f"£{chance.randint(12_000, 60_000):,}")),
                chance.choice(_COURSES), chance.choice(("no", "no", "no", "yes", "")),
                chance.choice(_GRADES), chance.choice(_GRADES), chance.choice(_LEVELS),
            ])


def _apart(folder: Path, rows: int) -> Measured:
    """One run in a process of its own, so that its memory is its own."""
    source = folder / f"staff-{rows}.csv"
    made_up(source, rows)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.bench.workforce", str(source)], capture_output=True, text=True, check=True
        )
        seconds, peak = done.stdout.split()[-2:]
        return Measured(rows, float(seconds), float(peak))
    finally:
        for path in folder.glob(f"staff-{rows}.*"):
            path.unlink()


def _one(source: Path) -> None:
    """Check one file as the command does, and print the seconds over its rows and the peak memory."""
    k, today = load_knowledge(Path("knowledge")), as_of()
    assert k.workforce is not None
    result = str(source.with_suffix(".result.csv"))
    asked = options(k, k.workforce, [str(source), "--rules", RULES, "-o", result], today)
    judges = [Judge(k, k.workforce, each, today) for each in asked.rule_sets]
    with Outputs(k.workforce, force=True) as outputs:
        plan = planned(k, k.workforce, asked, judges, opened(k.workforce, source), today)
        begun = time.perf_counter()
        run(k, k.workforce, plan, outputs)
        outputs.keep()
    print(time.perf_counter() - begun, peak_mb())


def peak_mb() -> float:
    """The most memory that this program ever held; the system's own figure would count the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    _one(Path(sys.argv[1]))
