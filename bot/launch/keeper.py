"""Child processes that are brought back when they die, and that finish what they do when they are asked to end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.launch.family import ENDINGS, NEWS, CannotBegin, begin_anew, spawn, why_refused
from bot.launch.progress import say

# A child that dies again and again is brought back more and more slowly.
FIRST_PAUSE, LONGEST_PAUSE, SETTLED = 0.2, 15.0, 60.0


@dataclass
class Child:
    """How a child is started and ended; `process` is the one that runs now."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ending: signal.Signals = signal.SIGTERM
    seconds: float = 40.0  # to finish what it does
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0
    deaths: int = 0


class Keeper:
    """Named children, as a context: leaving it ends those that are left."""

    def __init__(self) -> None:
        self.children: dict[str, Child] = {}

    def __enter__(self) -> Keeper:
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, {*NEWS, signal.SIGHUP})
        return self

    def __exit__(self, *_error: object) -> None:
        self.end([*self.children])
        while signal.sigtimedwait({*NEWS, signal.SIGHUP}, 0):
            pass
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def start(self, name: str, child: Child) -> None:
        """Start a child, or another in the place of the one of that name, which has ended."""
        self.children[name] = child
        self._spawn(name, child)

    def pids(self) -> dict[str, int]:
        """The process number of each child that runs."""
        return {name: child.process.pid for name, child in self.children.items() if child.process}

    def tell(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a child that runs."""
        process = self.children[name].process
        if process:
            _signal(process.pid, number)

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> signal.Signals | None:
        """Let time pass and bring back who died; the signal that came, None after that time or when `until` is true."""
        deadline = time.monotonic() + seconds
        while not until():
            self._look()
            left = min([deadline, *(child.due for child in self.children.values() if child.due)]) - time.monotonic()
            if time.monotonic() >= deadline:
                return None
            news = signal.sigtimedwait({*NEWS, signal.SIGHUP}, max(0.0, min(left, 0.5)))
            if news and news.si_signo in (*ENDINGS, signal.SIGHUP):
                return signal.Signals(news.si_signo)
        return None

    def end(self, names: Iterable[str]) -> None:
        """Have children finish what they do, side by side, and kill what is left after their time."""
        leaving = [self.children.pop(name) for name in [*names] if name in self.children]
        running = [(child, child.process) for child in leaving if child.process]
        for child, process in running:
            _signal(process.pid, child.ending)
        begun = time.monotonic()
        for child, process in running:
            try:
                process.wait(max(0.0, begun + child.seconds - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            _kill_group(process)

    def _look(self) -> None:
        now = time.monotonic()
        for name, child in self.children.items():
            if child.process and child.process.poll() is not None:
                code = child.process.returncode
                how = f"exit code {code}" if code >= 0 else f"signal {-code}"
                # What it had started may hold its port.
                _kill_group(child.process)
                child.process = None
                self._put_off(child)
                why = why_refused(child.log).strip()
                say(f"The {name} has stopped ({how}): it is brought back; its last words are in {child.log}")
                if why:
                    say(f"  {why}")
            if child.due and now >= child.due:
                self._spawn(name, child)

    def _put_off(self, child: Child) -> None:
        now = time.monotonic()
        child.deaths += 1
        child.pause = FIRST_PAUSE if now - child.begun > SETTLED else min(LONGEST_PAUSE, child.pause * 2)
        child.due = now + child.pause

    def _spawn(self, name: str, child: Child) -> None:
        begin_anew(child.log)
        child.begun = time.monotonic()
        try:
            child.process = spawn(child.command, child.environment, child.log)
        except CannotBegin as problem:
            # What is full or too many now will not be for ever; the other parts go on meanwhile.
            self._put_off(child)
            say(f"The {name} cannot be started: {problem}; it is tried again")
        else:
            child.due = 0.0


def _signal(pid: int, number: signal.Signals) -> None:
    # To the child alone: what it has started, it ends itself.
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
