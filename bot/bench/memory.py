"""Resident memory of a process and everything it has started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
KB_IN_GB = 1e6 / 1.024


@dataclass(frozen=True)
class Memory:
    """Gigabytes (10^9 bytes): `rss` counts shared pages once for each process, `pss` shares them out."""

    rss: float
    pss: float
    processes: int


def memory_of(pid: int) -> Memory:
    """The memory of a process and its descendants together."""
    members = list(family(pid))
    sizes = [_sizes(member) for member in members]
    return Memory(sum(rss for rss, _ in sizes), sum(pss for _, pss in sizes), len(members))


def family(pid: int) -> Iterator[int]:
    """A process and everything it has started."""
    yield pid
    try:
        children = [child for task in (PROC / str(pid) / "task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return
    for child in children:
        yield from family(int(child))


def _sizes(pid: int) -> tuple[float, float]:
    fields = {}
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        fields[name.rstrip(":")] = int(value) / KB_IN_GB
    return fields["Rss"], fields["Pss"]
