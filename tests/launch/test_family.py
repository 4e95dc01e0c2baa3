"""Children end together: by Ctrl-C, by the death of one, by the death of their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Running:
    """A parent at work, and the numbers of its two children."""

    def __init__(self, logs: Path) -> None:
        self.parent = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("parent.py")), str(logs)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.parent.stdout is not None
        self.children = [int(word) for word in self.parent.stdout.readline().split()]

    def finish(self) -> tuple[int, str, str]:
        out, error = self.parent.communicate(timeout=20)
        return self.parent.returncode, out, error


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    assert len(running.children) == 2
    assert all(alive(child) for child in running.children)
    yield running
    running.parent.kill()
    running.parent.communicate()


def alive(pid: int) -> bool:
    """Whether a process still runs; one that has died and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def all_gone(pids: list[int], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_stop_leaves_no_child(running: Running, ending: signal.Signals) -> None:
    running.parent.send_signal(ending)
    code, out, error = running.finish()
    assert (code, out.strip(), error) == (0, "stopped", "")
    assert all_gone(running.children)


@pytest.mark.parametrize("which", [0, 1])
def test_the_death_of_one_ends_the_other_and_is_said(running: Running, which: int) -> None:
    os.kill(running.children[which], signal.SIGKILL)
    code, _, error = running.finish()
    assert code == 1
    assert error.startswith(f"The {('first', 'second')[which]} has stopped (signal 9)")
    assert all_gone(running.children)


def test_children_do_not_outlive_a_parent_that_was_killed(running: Running) -> None:
    running.parent.kill()
    running.parent.wait()
    assert all_gone(running.children)
