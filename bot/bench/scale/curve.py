"""Messages a second with 1, 2 and 4 Rasa servers, and what limits them."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass
from pathlib import Path

from bot.bench.scale.crowd import Crowd, alone, scripts, times
from bot.bench.scale.judge import judge
from bot.bench.scale.served import Served
from bot.bench.scale.usage import CLIENTS, busy_seconds, kind_of, megabytes, processor_seconds
from bot.launch.progress import say

WIDTH = 40


@dataclass(frozen=True)
class Point:
    """What was measured with so many servers; processor time in milliseconds a message, by kind of part."""

    servers: int
    a_second: float
    median_ms: float
    p95_ms: float
    wrong: list[str]
    cost_ms: dict[str, float]
    memory_mb: dict[str, float]  # of one of each kind of part
    kept_kb: float  # in PostgreSQL, of a message
    machine: float  # the share of all cores in use, of which
    others: float  # this is the share of what is none of ours

    @property
    def whole_cost_ms(self) -> float:
        """The processor time of a message in everything but the clients."""
        return sum(cost for kind, cost in self.cost_ms.items() if kind != CLIENTS)


def measured(state: Path, servers: int, clients: int, seconds: float) -> Point:
    """Start so many servers, as many action servers, and have people talk for some seconds."""
    with Served(state / f"with-{servers}", workers=servers, action_servers=max(1, servers // 2)) as served:
        return asyncio.run(_measured(served, servers, clients, seconds))


async def _measured(served: Served, servers: int, clients: int, seconds: float) -> Point:
    # Twice, so that every server has read what it reads at its first message.
    await alone(served.at)
    right = await alone(served.at)
    crowd = Crowd(served.at, clients)
    talking = asyncio.create_task(crowd.run())
    await asyncio.sleep(3)
    before, busy, begun = processor_seconds(served), busy_seconds(), time.time()
    await asyncio.sleep(seconds)
    after, busy, ended = processor_seconds(served), busy_seconds() - busy, time.time()
    crowd.stop()
    await talking
    said, every = crowd.said(begun, ended), 2 * sum(map(len, scripts())) + len(crowd.said())
    ours = {kind: after[kind] - before[kind] for kind in before}
    cores = (os.cpu_count() or 1) * (ended - begun)
    return Point(
        servers, len(said) / (ended - begun), *times(said), judge(crowd.talks, right).wrong,
        {kind: 1000 * used / max(1, len(said)) for kind, used in ours.items()},
        memory_mb={kind_of(part): size for part, size in megabytes(served).items()},
        kept_kb=served.postgres.kilobytes("events") / every,
        machine=busy / cores, others=max(0.0, busy - sum(ours.values())) / cores,
    )


def show(points: list[Point]) -> None:
    """Print the curve, and what limits it."""
    most = max(point.a_second for point in points)
    say(f"\n{'servers':>8}{'messages/s':>12}{'median':>10}{'95 %':>10}")
    for point in points:
        bar = "#" * round(WIDTH * point.a_second / most)
        say(f"{point.servers:>8}{point.a_second:>12.1f}{point.median_ms:>7.0f} ms{point.p95_ms:>7.0f} ms  {bar}")
    say("\nProcessor time of a message, in milliseconds:")
    for kind in sorted(points[-1].cost_ms, key=lambda kind: -points[-1].cost_ms[kind]):
        say(f"{kind:>16}" + "".join(f"{point.cost_ms.get(kind, 0):>9.1f}" for point in points))
    last = points[-1]
    sizes = ", ".join(f"{kind} {size:.0f}" for kind, size in last.memory_mb.items())
    say(f"Memory in MB (of one of each): {sizes}; {last.kept_kb:.1f} KB of a message are kept in PostgreSQL")
    for point in points:
        say(f"With {point.servers}: {limit(point)}")


def limit(point: Point) -> str:
    """What keeps it from being more."""
    cores = os.cpu_count() or 1
    others = f", {point.others:.0%} of them by other work" if point.others > 0.05 else ""
    if point.machine > 0.9:
        return f"the {cores} cores of this machine are in use ({point.machine:.0%}{others})"
    busy = point.cost_ms.get("servers", 0) * point.a_second / 1000 / point.servers
    if busy > 0.85:
        return f"a server answers one message at a time and is busy {busy:.0%} of the time; more servers are quicker"
    return f"{point.machine:.0%} of the {cores} cores are in use{others}: people wait for stores and for each other"
