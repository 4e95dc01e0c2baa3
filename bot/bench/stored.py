"""Figures measured before, kept with how fast the machine was: compared as they would be on this machine now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.bench.figures import TITLES, WIDTH, Figures

WHERE = Path(__file__).with_name("stored.yml")
MOST = 2.0  # times as bad as stored: a shared machine makes half as much again of it by itself, more is a step back
HEAD = "# Written by `python -m bot bench quick keep` (ours) and `python -m bot bench` (baseline). See stored.py.\n"
OF_TIME = ("_ms", "_seconds")


def at_this_speed(group: str, machine_ms: float) -> dict[str, float]:
    """The stored figures of a group (ours, baseline); times are longer where the machine is slower. Empty where none are."""
    kept = _read().get(group)
    if not kept:
        return {}
    slower = machine_ms / kept["machine_ms"]
    return {name: value * (slower if name.endswith(OF_TIME) else 1.0) for name, value in kept["figures"].items()}


def keep(group: str, figures: Figures, machine_ms: float) -> None:
    """Store the figures of a group in place of those before."""
    rounded = {name: round(value, 3) for name, value in figures.items()}
    every = {**_read(), group: {"machine_ms": round(machine_ms, 1), "figures": rounded}}
    WHERE.write_text(HEAD + yaml.safe_dump(every, sort_keys=False), "utf-8")


def worse(ours: Figures, stored: Figures) -> list[str]:
    """The names of figures that are much worse than stored, or that were stored and not measured."""
    return [name for name, before in stored.items() if name not in ours or ours[name] > before * MOST]


def table(ours: Figures, stored: Figures) -> Iterator[str]:
    """The figures beside the stored ones as lines of text."""
    yield f"{'':{WIDTH}}{'measured':>10}{'stored*':>10}{'ratio':>7}   (* as this machine would do it; bar: {MOST:g} times)"
    wrong = worse(ours, stored)
    for name, value in ours.items():
        line = f"{TITLES[name]:{WIDTH}}{value:>10.2f}"
        if name in stored:
            line += f"{stored[name]:>10.2f}{value / stored[name]:>7.2f}   {'MISSED' if name in wrong else 'ok'}"
        yield line


def _read() -> dict[str, dict[str, Any]]:
    return (yaml.safe_load(WHERE.read_text("utf-8")) or {}) if WHERE.exists() else {}
