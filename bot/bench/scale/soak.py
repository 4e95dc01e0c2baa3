"""People talk for long at 60 % of the highest load: no error, and neither memory nor time grows."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean

from bot.bench.scale.crowd import Crowd, alone, scripts, times
from bot.bench.scale.judge import Verdict, judge
from bot.bench.scale.served import Served
from bot.bench.scale.usage import busy_seconds, own_megabytes, processor_seconds
from bot.launch.progress import say

STATE = Path(".state/soak")
CLIENTS, SHARE, SERVERS = 64, 0.6, 2
LOOK_SECONDS, HIGHEST_SECONDS = 10.0, 20.0
# The last third against the first: memory of every process, and the 95th percentile of the time.
MEMORY_GROWS, TIME_GROWS = 1.03, 1.25
SMALL_MB = 1.0  # by which the memory of a small process may differ whatever its share


def soak_for(minutes: float) -> int:
    """Find the highest load, then talk at 60 % of it for that many minutes; 1 where something was not flat."""
    shutil.rmtree(STATE, ignore_errors=True)
    with Served(STATE, workers=SERVERS) as served:
        return asyncio.run(_soak(served, minutes * 60))


async def _soak(served: Served, seconds: float) -> int:
    await alone(served.at)
    right = await alone(served.at)
    highest = await _highest(served)
    pause = CLIENTS / (highest * SHARE)
    say(f"The highest load is {highest:.1f} messages a second; {SHARE:.0%} of it for {seconds / 60:.0f} minutes")
    crowd = Crowd(served.at, CLIENTS, pause)
    talking = asyncio.create_task(crowd.run())
    # The first conversations are not counted: everybody begins in them.
    await asyncio.sleep(pause * max(map(len, scripts())))
    begun, memory, others = time.time(), defaultdict(list), []
    while time.time() < begun + seconds:
        others.append(busy_seconds() - sum(processor_seconds(served).values()))
        for part, size in own_megabytes(served).items():
            memory[part].append(size)
        await asyncio.sleep(LOOK_SECONDS)
    ended = time.time()
    crowd.stop()
    await talking
    say(f"Other work on this machine: {_by_third(others)} cores in the first, second and last third")
    return _report(crowd, begun, ended, memory, judge(crowd.talks, right))


async def _highest(served: Served) -> float:
    crowd = Crowd(served.at, CLIENTS)
    talking = asyncio.create_task(crowd.run())
    await asyncio.sleep(2)
    begun = time.time()
    await asyncio.sleep(HIGHEST_SECONDS)
    ended = time.time()
    crowd.stop()
    await talking
    return len(crowd.said(begun, ended)) / (ended - begun)


def _by_third(used: list[float]) -> str:
    """How many cores other work had in each third, from its processor time at each look: the time grows with it."""
    some = max(1, len(used) // 3)
    parts = [used[number * some : (number + 1) * some + 1] for number in range(3)]
    return ", ".join(f"{(part[-1] - part[0]) / max(1, len(part) - 1) / LOOK_SECONDS:.1f}" for part in parts if part)


def _report(crowd: Crowd, begun: float, ended: float, memory: dict[str, list[float]], verdict: Verdict) -> int:
    third = (ended - begun) / 3
    thirds = [crowd.said(begun + third * number, begun + third * (number + 1)) for number in range(3)]
    late = [times(said)[1] for said in thirds]
    say(f"{sum(map(len, thirds))} messages, {sum(map(len, thirds)) / (ended - begun):.1f} a second")
    say(f"95 % within {late[0]:.0f} ms in the first third, {late[1]:.0f} in the second, {late[2]:.0f} in the last")
    wrong = [*verdict.wrong, *crowd.broken]
    if verdict.tried_again:
        wrong.append(f"{verdict.tried_again} messages had to be sent again: {verdict.kinds}")
    if late[2] > late[0] * TIME_GROWS:
        wrong.append(f"the time grew by {late[2] / late[0] - 1:.0%}")
    for part, sizes in memory.items():
        some = max(1, len(sizes) // 3)
        first, last = mean(sizes[:some]), mean(sizes[-some:])
        say(f"{part:>16}: {first:7.1f} MB in the first third, {last:7.1f} in the last ({last / first - 1:+.1%})")
        if last > first * MEMORY_GROWS and last - first > SMALL_MB:
            wrong.append(f"{part}: the memory grew by {last / first - 1:.1%}")
    (STATE / "memory.json").write_text(json.dumps(memory), "utf-8")
    say("\n".join(wrong[:20]) or "No error; memory and time stayed flat.")
    return int(bool(wrong))
