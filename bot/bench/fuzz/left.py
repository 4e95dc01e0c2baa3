"""What the run leaves behind: logs without a word of anybody, nothing carried out, exports that no spreadsheet carries out."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from bot.bench.fuzz import texts
from bot.bench.fuzz.judge import CANARY
from bot.bench.fuzz.visit import Place, Visit
from bot.launch.settings import python

RULES = "adult-skills-fund-2026-27"
ROWS = 200
# What makes a cell a formula in one spreadsheet or another.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def in_logs(place: Place) -> Iterator[str]:
    """Every log that holds what somebody said, or a traceback; and whether anything was carried out."""
    logs = [path for path in place.state.rglob("*.log*") if path.is_file() and "postgres" not in path.parts]
    if not logs:
        yield "there are no logs to look at"
    for path in logs:
        text = path.read_text("utf-8", "replace")
        if found := CANARY.search(text):
            line = next(line for line in text.splitlines() if found[0] in line)
            yield f"{path.name} holds what somebody said: {line[:200]}"
        if "Traceback (most recent call last)" in text:
            after = text.partition("Traceback (most recent call last)")[2].splitlines()
            yield f"{path.name} holds a traceback: {' / '.join(after[-3:])[:300]}"
    if place.marker.exists():
        yield f"something was carried out: {place.marker} is there"


async def exported(place: Place, environment: Mapping[str, str], served: bool) -> list[Visit]:
    """A conversation of formulas, exported: JSON that holds it as it was said, and nobody else's."""
    visit = Visit(place, "export", 0)
    session = await visit.begin()
    for text in texts.patterns()["formulas"]["texts"]:
        await visit.say(session, f"{texts.filled(text, visit.random, visit.values)} {visit.canary}")
    done = subprocess.run(
        python("-m", "bot", "export", session, *(["--served"] if served else [])),
        env={**os.environ, **environment}, capture_output=True, text=True,
    )
    try:
        held = json.loads(done.stdout)
        if len(held["turns"]) != len(texts.patterns()["formulas"]["texts"]):
            visit.wrong(f"the export holds {len(held['turns'])} turns")
    except (ValueError, KeyError):
        visit.wrong(f"the export is none: {(done.stdout + done.stderr)[-200:]}")
    if {found.lower() for found in CANARY.findall(done.stdout)} != {visit.canary}:
        visit.wrong("the export holds what somebody else said")
    return [visit]


def formulas_in_sheets(folder: Path, random: Random) -> Iterator[str]:
    """What is wrong with the results of a staff file full of formulas, as text and as an Excel sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    staff = folder / "staff.csv"
    values = {"CANARY": "x", "FILE": str(folder / "executed"), "A": "2", "B": "3"}
    kinds = ("formulas", "markup", "control", "injections", "templates")
    with staff.open("w", encoding="utf-8", newline="", errors="replace") as file:
        file.write("Reference,Department,Age\n")
        for number in range(ROWS):
            name, department = (texts.hostile(kind, random, values) for kind in (random.choice(kinds), "formulas"))
            # Not by Python's writer, which refuses some of what others write.
            cells = [each.replace('"', '""') for each in (name, department, str(20 + number % 40))]
            file.write(",".join(f'"{cell}"' for cell in cells) + "\n")
    for ending in ("csv", "xlsx"):
        result = folder / f"result.{ending}"
        words = ("workforce", str(staff), "--rules", RULES, "-o", str(result), "--force")
        done = subprocess.run(python("-m", "bot", *words), capture_output=True, text=True)
        if done.returncode not in (0, 3):
            yield f"the check of staff ended with {done.returncode}: {done.stderr[-200:]}"
            continue
        yield from (f"{result.name} holds a formula: {cell!r}" for cell in _formulas(result))
        if "<script" in result.with_suffix(".html").read_text("utf-8"):
            yield "the page of plots holds a script"
    if (folder / "executed").exists():
        yield "something in the staff file was carried out"


def _formulas(path: Path) -> Iterator[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row if cell.lstrip(" \u00a0").startswith(FORMULA))
    else:
        for row in load_workbook(path).active.iter_rows():
            yield from (str(cell.value) for cell in row if cell.data_type == "f")
