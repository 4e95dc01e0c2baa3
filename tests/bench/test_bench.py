"""The bench measures what it says, and a missed bar is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from bot.bench import bench
from bot.bench.baseline import examples_with_plain_labels
from bot.bench.memory import memory_of
from bot.bench.system import Figures

HERE = Path(bench.__file__).parent
BARS = yaml.safe_load((HERE / "bars.yml").read_text("utf-8"))["system"]
AT_THE_BAR = Figures(**{"p95_ms": 1.0, "shared_out_gb": 0.1, **BARS})


def test_figures_at_their_bars_pass() -> None:
    assert bench.missed(AT_THE_BAR, BARS) == []
    assert not any("MISSED" in line for line in bench.table(AT_THE_BAR, None, BARS))


@pytest.mark.parametrize("name", list(BARS))
def test_a_figure_over_its_bar_is_missed(name: str) -> None:
    worse = Figures(**{**asdict(AT_THE_BAR), name: BARS[name] * 1.01})
    assert bench.missed(worse, BARS) == [name]
    marked = [line for line in bench.table(worse, None, BARS) if "MISSED" in line]
    assert len(marked) == 1
    assert marked[0].startswith(bench.ROWS[name])


def test_the_baseline_stands_beside_with_its_ratio() -> None:
    twice = Figures(**{name: value * 2 for name, value in asdict(AT_THE_BAR).items()})
    lines = list(bench.table(AT_THE_BAR, twice, BARS))
    assert all(line.endswith("0.50") for line in lines[1:])


def test_the_messages_are_different_and_enough() -> None:
    texts = yaml.safe_load((HERE / "messages.yml").read_text("utf-8"))
    every = texts["questions"] + texts["others"]
    assert all(isinstance(text, str) for text in every)
    assert len(set(every)) == len(every) >= bench.WARM_UP + bench.MEASURED


def test_the_mix_holds_every_message_once() -> None:
    mixed = list(bench._mixed([f"q{n}" for n in range(10)], ["a", "b"]))
    assert sorted(mixed) == sorted([*(f"q{n}" for n in range(10)), "a", "b"])
    assert mixed[:4] == ["q0", "q1", "q2", "a"]


def test_memory_counts_what_a_process_has_started() -> None:
    hungry = "import time; held = bytearray(b'x' * 60_000_000); print('full', flush=True); time.sleep(60)"
    alone = memory_of(os.getpid())
    child = subprocess.Popen([sys.executable, "-c", hungry], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        child.stdout.readline()
        both = memory_of(os.getpid())
    finally:
        child.kill()
        child.communicate()
    assert both.processes == alone.processes + 1
    assert 0.06 <= both.rss - alone.rss <= 0.09
    assert both.pss <= both.rss


def test_the_baseline_learns_the_same_examples_with_plain_labels(tmp_path: Path) -> None:
    (tmp_path / "data/nlu").mkdir(parents=True)
    source = "nlu:\n  - intent: ask/cost\n    examples: |\n      - paid/free?\n  - intent: check\n    examples: |\n      - x\n"
    (tmp_path / "data/nlu/a.yml").write_text(source)
    copy = examples_with_plain_labels(tmp_path / "data", tmp_path / "copy")
    assert (copy / "nlu/a.yml").read_text() == source.replace("ask/cost", "ask__cost")
