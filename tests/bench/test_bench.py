"""The bench measures what it says, and a missed bar is seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.bench import bench, figures, more_topics, one_client, stored
from bot.bench.baseline import examples_with_plain_labels
from bot.bench.figures import Bars, missed, table
from bot.bench.many_clients import many_clients
from bot.bench.memory import memory_of
from bot.bench.messages import every_message, mixed
from bot.bench.system import Client, NoAnswer
from bot.launch.check import check

HERE = Path(bench.__file__).parent
BARS = Bars(**yaml.safe_load((HERE / "bars.yml").read_text("utf-8"))["system"])
AT_THE_BAR = {**BARS.at_most, **BARS.at_least, "resident_gb": 0.5}
BASELINE = {name: AT_THE_BAR[name] / share for name, share in BARS.of_baseline.items()}


def test_figures_at_their_bars_pass() -> None:
    assert missed(AT_THE_BAR, BARS, BASELINE) == []
    assert not any("MISSED" in line for line in table(AT_THE_BAR, BARS, BASELINE))


@pytest.mark.parametrize("name", [*BARS.at_most, *BARS.at_least])
def test_a_figure_past_its_bar_is_missed(name: str) -> None:
    past = AT_THE_BAR[name] + (0.01 if name in BARS.at_most else -0.01)
    worse = {**AT_THE_BAR, name: past}
    assert figures.TITLES[name] in " ".join(missed(worse, replace(BARS, of_baseline={})))
    marked = [line for line in table(worse, BARS) if "MISSED" in line]
    assert len(marked) == 1
    assert marked[0].startswith(figures.TITLES[name])


@pytest.mark.parametrize("name", list(BARS.of_baseline))
def test_too_large_a_share_of_the_baseline_is_missed(name: str) -> None:
    quicker = {**BASELINE, name: BASELINE[name] * 0.99}
    assert len(missed(AT_THE_BAR, BARS, quicker)) == 1
    assert sum("MISSED" in line for line in table(AT_THE_BAR, BARS, quicker)) == 1


def test_what_was_not_measured_is_no_bar_held() -> None:
    lines = missed({}, BARS)
    assert len(lines) == len(BARS.at_most) + len(BARS.at_least) + len(BARS.of_baseline)
    assert all("not measured" in line for line in lines)


def test_the_baseline_stands_beside_with_its_ratio() -> None:
    twice = {name: value * 2 for name, value in AT_THE_BAR.items() if value}
    rows = [line for line in table(AT_THE_BAR, BARS, twice) if any(line.startswith(figures.TITLES[name]) for name in twice)]
    assert len(rows) == len(twice)
    assert all(" 0.50" in line for line in rows)


def test_the_messages_are_different_and_enough() -> None:
    texts = yaml.safe_load((HERE / "messages.yml").read_text("utf-8"))
    every = texts["questions"] + texts["others"]
    assert all(isinstance(text, str) for text in every)
    assert len(set(every)) == len(every_message()) >= one_client.WARM_UP + one_client.MEASURED


def test_the_mix_holds_every_message_once() -> None:
    mix = list(mixed([f"q{n}" for n in range(10)], ["a", "b"]))
    assert sorted(mix) == sorted([*(f"q{n}" for n in range(10)), "a", "b"])
    assert mix[:4] == ["q0", "q1", "q2", "a"]


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


def test_ten_times_the_topics_is_content_that_is_right(tmp_path: Path) -> None:
    knowledge_folder = Path("knowledge")
    before = len(list((knowledge_folder / "topics").glob("*.yml")))
    # One copy of each shows as much as nine: the content's rules hold for each alike.
    copy = more_topics.ten_times(knowledge_folder, tmp_path / "more", more_topics.MARKS[:1])
    knowledge, problems = check(copy, Path("data/nlu"))
    assert problems == []
    assert knowledge is not None
    assert len(knowledge.topics) == 2 * before


@pytest.fixture
def stored_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(stored, "WHERE", tmp_path / "stored.yml")
    yield


@pytest.mark.usefixtures("stored_elsewhere")
def test_stored_times_grow_with_a_slower_machine_and_ratios_do_not() -> None:
    assert stored.at_this_speed("ours", 40.0) == {}
    stored.keep("ours", {"median_ms": 10.0, "start_seconds": 8.0, "late_turn_ratio": 1.1}, 40.0)
    stored.keep("baseline", {"resident_gb": 1.2}, 40.0)
    assert stored.at_this_speed("ours", 80.0) == {"median_ms": 20.0, "start_seconds": 16.0, "late_turn_ratio": 1.1}
    assert stored.at_this_speed("baseline", 80.0) == {"resident_gb": 1.2}


def test_only_what_is_much_worse_than_stored_is_missed() -> None:
    kept = {"median_ms": 10.0, "start_seconds": 8.0}
    assert stored.worse({"median_ms": 19.9, "start_seconds": 8.0}, kept) == []
    assert stored.worse({"median_ms": 20.1, "start_seconds": 2.0}, kept) == ["median_ms"]
    assert stored.worse({"median_ms": 10.0}, kept) == ["start_seconds"]
    assert sum("MISSED" in line for line in stored.table({"median_ms": 20.1, "start_seconds": 2.0}, kept)) == 1


def test_the_stored_figures_are_those_of_the_bench() -> None:
    kept = yaml.safe_load((HERE / "stored.yml").read_text("utf-8"))
    for group in kept.values():
        assert group["machine_ms"] > 0
        assert set(group["figures"]) <= set(figures.TITLES)


def test_many_clients_count_answers_and_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    def say(_client: Client, sender: str, _text: str) -> tuple[float, dict[str, str]]:
        if sender == "crowd-1":
            raise NoAnswer("no answer")
        failed = many_clients.__globals__["current"]().say("sorry.action_failed")
        return 5.0, {"card": "sorry", "text": failed} if sender == "crowd-2" else {"card": "answer"}

    monkeypatch.setattr(Client, "say", say)
    found = many_clients(port=1, clients=4, messages=3)
    assert found["crowd_errors"] == 6
    assert found["crowd_p95_ms"] == 5.0
