"""Child processes that live and end together: when one dies, or their parent does, none is left."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.launch.settings import CannotStart

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NEWS = {*ENDINGS, signal.SIGCHLD}
PR_SET_PDEATHSIG = 1
KINDLY_SECONDS = 8.0
# How a part says, on a line of its own, why it does not even begin; and the most frequent reason.
REFUSED = "Cannot serve: "
CONTENT = "the content is not right: put the lines above this one right"


class Ended(Exception):
    """A child has ended that should have lived on."""

    def __init__(self, name: str, code: int, log: Path) -> None:
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        super().__init__(
            f"{why_refused(log)}The {name} has stopped ({how}), so everything was stopped; its last words are in {log}"
        )


class CannotBegin(CannotStart):
    """A child cannot be started: no room for its log, or for one more process."""


class Stopped(Exception):
    """Somebody asked for the end, by Ctrl-C or a signal."""


def spawn(command: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a child that the kernel kills as soon as this process is gone; what it prints goes to the log.

    CannotBegin where it cannot be started.
    """
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            return subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the parent only, which ends its children in order
                preexec_fn=_bound_to(os.getpid()),
            )
    except OSError as error:
        raise CannotBegin(f"{error.strerror} ({error.filename or log})") from error


def why_refused(log: Path) -> str:
    """The line with which a part that does not begin says why, with its end of line; "" where it said none."""
    try:
        said = log.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((f"{line}\n" for line in reversed(said) if line.startswith(REFUSED)), "")


def begin_anew(log: Path) -> None:
    """Have a log begin anew, with the one before kept beside it; on a disk that takes no more it goes on as it is."""
    try:
        log.replace(log.with_suffix(".before.log"))
    except OSError:
        pass


def end(processes: Sequence[subprocess.Popen[bytes]], kindly_seconds: float = KINDLY_SECONDS) -> None:
    """Ask the processes and what they started to end; kill what is left after some seconds."""
    for process in processes:
        _signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + kindly_seconds
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        _signal_group(process, signal.SIGKILL)
        process.wait()


class Family:
    """Children under one parent, as a context: leaving it ends every child, whatever the reason."""

    def __init__(self) -> None:
        self._children: dict[str, tuple[subprocess.Popen[bytes], Path]] = {}

    def __enter__(self) -> Family:
        # Held back and asked for in `wait`, so that no signal falls between two instructions.
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, NEWS)
        return self

    def __exit__(self, *_error: object) -> None:
        end([process for process, _ in self._children.values()])
        while signal.sigtimedwait(NEWS, 0):
            pass
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        """Add a child; its log begins anew, the one before is kept beside it."""
        begin_anew(log)
        self._children[name] = (spawn(command, environment, log), log)

    def pids(self) -> dict[str, int]:
        """The process number of each child."""
        return {name: process.pid for name, (process, _) in self._children.items()}

    def wait(self, seconds: float) -> None:
        """Let time pass; raises Stopped or Ended as soon as there is a reason to."""
        deadline = time.monotonic() + seconds
        while True:
            self._look()
            left = deadline - time.monotonic()
            if left <= 0:
                return
            news = signal.sigtimedwait(NEWS, left)
            if news and news.si_signo in ENDINGS:
                raise Stopped

    def _look(self) -> None:
        for name, (process, log) in self._children.items():
            code = process.poll()
            if code is not None:
                raise Ended(name, code, log)


def _bound_to(parent: int) -> Callable[[], None]:
    # Looked up before the fork: little is safe between fork and exec.
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def before_exec() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if prctl:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)  # the parent died before the kernel was told

    return before_exec


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass
