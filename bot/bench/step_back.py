"""The eval in a minute: the held-out figures without slips, against those stored; a step back fails."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from bot.bench.in_process import InProcess
from bot.bench.understanding import ROWS, figures_of, measure
from bot.launch.progress import say

SET = Path("tests/nlu/held_out")
WHERE = Path(__file__).with_name("understood.yml")
HEAD = "# Written by `python -m bot eval quick keep`: what share of the held-out set was understood. See step_back.py.\n"
# Points of a share; less is what another processor's rounding may do.
MOST = 0.02


def main(arguments: list[str]) -> int:
    """Measure and compare; 1 where a figure is worse than stored. With `keep`, store what was measured."""
    from bot.guidance.live import current
    from bot.launch.content import checked
    from bot.launch.model import up_to_date_model
    from bot.launch.settings import settings_from

    settings = settings_from(os.environ)
    assistant = InProcess(up_to_date_model(settings, checked(settings)))
    # Slips take three times as long as all the rest.
    figures = figures_of(measure(assistant, SET, current(), slips=False))
    figures.pop("slips")
    if arguments == ["keep"]:
        rounded = {name: round(share, 4) for name, share in figures.items()}
        WHERE.write_text(HEAD + yaml.safe_dump(rounded, sort_keys=False), "utf-8")
    stored = yaml.safe_load(WHERE.read_text("utf-8")) if WHERE.exists() else {}
    print("\n".join(table(figures, stored)))
    if not stored:
        say("MISSED: nothing is stored to compare with; `python -m bot eval quick keep` stores what is measured")
    return 1 if worse(figures, stored) or not stored else 0


def worse(figures: Mapping[str, float], stored: Mapping[str, float]) -> list[str]:
    """The names of figures that are worse than stored, or that were stored and not measured."""
    def lost(name: str) -> float:
        if name not in figures:
            return 1.0
        gained = figures[name] - stored[name]
        return -gained if ROWS[name][1] == "least" else gained

    return [name for name in stored if lost(name) > MOST]


def table(figures: Mapping[str, float], stored: Mapping[str, float]) -> Iterator[str]:
    """The figures beside the stored ones as lines of text."""
    yield f"{'':50}{'measured':>10}{'stored':>10}"
    wrong = worse(figures, stored)
    for name, share in figures.items():
        line = f"  {ROWS[name][0]:48}{share:>10.1%}"
        yield f"{line}{stored[name]:>10.1%}   {'MISSED' if name in wrong else 'ok'}" if name in stored else line
