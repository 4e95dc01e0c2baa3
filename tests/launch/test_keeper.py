"""Children are brought back when they die, and finish what they do when they are asked to end."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

from bot.launch.keeper import Child, Keeper

SLEEP = "import time; time.sleep(600)"
FINISHES = (
    "import signal, sys, time\n"
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.5), print('finished', flush=True), sys.exit(0)))\n"
    "print('ready', flush=True)\n"
    "time.sleep(600)"
)
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"


def child(tmp_path: Path, code: str, seconds: float = 5.0) -> Child:
    return Child([sys.executable, "-c", code], os.environ, tmp_path / "child.log", seconds=seconds)


def said(tmp_path: Path, word: str) -> bool:
    log = tmp_path / "child.log"
    return log.exists() and word in log.read_text()


def test_a_child_that_was_killed_is_brought_back(tmp_path: Path) -> None:
    with Keeper() as keeper:
        keeper.start("one", child(tmp_path, SLEEP))
        before = keeper.pids()["one"]
        os.kill(before, signal.SIGKILL)
        keeper.wait(10, until=lambda: keeper.pids().get("one", before) != before)
        assert keeper.pids()["one"] != before
        assert keeper.children["one"].deaths == 1


def test_one_that_dies_at_once_is_brought_back_more_and_more_slowly(tmp_path: Path) -> None:
    with Keeper() as keeper:
        keeper.start("one", child(tmp_path, "raise SystemExit(1)"))
        keeper.wait(20, until=lambda: keeper.children["one"].deaths >= 3)
        assert keeper.children["one"].deaths == 3
        assert keeper.children["one"].pause > 1


def test_what_a_child_does_is_finished(tmp_path: Path) -> None:
    with Keeper() as keeper:
        keeper.start("one", child(tmp_path, FINISHES))
        keeper.wait(10, until=lambda: said(tmp_path, "ready"))
        keeper.end(["one"])
    assert said(tmp_path, "finished")


def test_one_that_does_not_end_is_killed_in_time(tmp_path: Path) -> None:
    with Keeper() as keeper:
        keeper.start("one", child(tmp_path, STUBBORN, seconds=0.5))
        keeper.wait(10, until=lambda: said(tmp_path, "ready"))
        pid, begun = keeper.pids()["one"], time.monotonic()
    assert time.monotonic() - begun < 3
    assert not Path(f"/proc/{pid}").exists()


def test_a_wish_to_renew_is_told_from_a_wish_to_end(tmp_path: Path) -> None:
    with Keeper() as keeper:
        for wish in (signal.SIGHUP, signal.SIGTERM):
            # To this thread: others of this process, left by other tests, would be ended by it.
            signal.pthread_kill(threading.get_ident(), wish)
            assert keeper.wait(5) is wish
