"""What each kind of part uses of the machine: processor time since a moment, and memory now."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from bot.bench.memory import family, memory_of
from bot.bench.scale.served import Served

TICK = os.sysconf("SC_CLK_TCK")
CLIENTS = "the clients"


def processes(served: Served) -> dict[str, int]:
    """The first process of each part, the stores and the clients among them."""
    assert served.postgres.process and served.redis.process
    stores = {"PostgreSQL": served.postgres.process.pid, "Redis": served.redis.process.pid}
    return {**served.parts(), **stores, CLIENTS: os.getpid()}


def kind_of(part: str) -> str:
    """ "servers" for "server 2" and the like."""
    name = part.rstrip(" 0123456789")
    return f"{name}s" if name.endswith("server") else name


def processor_seconds(served: Served) -> dict[str, float]:
    """The processor time that each kind of part has used so far, with what it has started."""
    used: dict[str, float] = defaultdict(float)
    for part, pid in processes(served).items():
        used[kind_of(part)] += _seconds(pid) if part == CLIENTS else sum(map(_seconds, family(pid)))
    return dict(used)


def megabytes(served: Served) -> dict[str, float]:
    """The memory of each part in megabytes, shared pages shared out."""
    return {part: memory_of(pid).pss * 1000 for part, pid in processes(served).items() if part != CLIENTS}


def own_megabytes(served: Served) -> dict[str, float]:
    """What each part has written to memory and shares with nobody, in megabytes: no neighbour that comes or goes shows."""
    return {part: sum(map(_own, family(pid))) / 1000 for part, pid in processes(served).items() if part != CLIENTS}


def busy_seconds() -> float:
    """The processor time that everything on this machine has used so far."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICK


def _own(pid: int) -> float:
    """In kilobytes; none for a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) * 1.024 for line in lines if line.startswith("Private_Dirty"))


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    # Its own, and that of children that are gone.
    return sum(int(field) for field in fields[11:15]) / TICK
