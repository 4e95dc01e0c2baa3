"""`make scale-test` and `make soak`: the words, what is printed, and what counts as failed."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from dataclasses import asdict
from pathlib import Path

from bot.bench.scale import capacity, curve
from bot.bench.scale.crowd import Crowd, alone, times
from bot.bench.scale.judge import judge
from bot.bench.scale.kills import Kill, kill_in_turn
from bot.bench.scale.served import Served
from bot.bench.scale.stopping import stop_while_talking
from bot.bench.scale.usage import CLIENTS
from bot.launch.progress import say
from bot.launch.settings import CannotStart

STATE = Path(".state/scale")
CLIENTS_AT_ONCE, SETTLED_SECONDS, CURVE_SECONDS = 64, 10.0, 30.0
SHORTER = 3.0  # how many times shorter with `short`


def scale_test(arguments: list[str]) -> int:
    """Kill everything in turn under load, renew it, end it in the middle, and measure the curve; 1 where something is wrong.

    `short`: everything takes a third of its time; `kills` or `curve`: only that part.
    """
    shorter = SHORTER if "short" in arguments else 1.0
    parts = [word for word in arguments if word in ("kills", "curve")] or ["kills", "curve"]
    shutil.rmtree(STATE, ignore_errors=True)
    wrong: list[str] = []
    if "kills" in parts:
        wrong += _kills(SETTLED_SECONDS / shorter)
    if "curve" in parts:
        wrong += _curve(CURVE_SECONDS / shorter)
    say("\n" + ("\n".join(wrong[:20]) or "Nobody got another's answer, and nothing was lost or answered twice."))
    return int(bool(wrong))


def soak(arguments: list[str]) -> int:
    """Have people talk for half an hour at 60 % of the highest load, or for so many minutes; 1 where it was not flat."""
    from bot.bench.scale.soak import soak_for

    return soak_for(float(arguments[0]) if arguments else 30.0)


def _kills(settled: float) -> list[str]:
    say(f"Starting 2 servers, 2 action servers, nginx, PostgreSQL and Redis; {CLIENTS_AT_ONCE} people will talk")
    with Served(STATE / "kills") as served:
        return asyncio.run(_killed(served, settled))


async def _killed(served: Served, settled: float) -> list[str]:
    await alone(served.at)
    right = await alone(served.at)
    crowd = Crowd(served.at, CLIENTS_AT_ONCE)
    talking = asyncio.create_task(crowd.run())
    await asyncio.sleep(settled)
    kills = [*await kill_in_turn(served, settled), await _renew(served)]
    crowd.stop()
    await talking
    for kill, following in zip(kills, [*[each.at for each in kills[1:]], time.time()]):
        said = crowd.said(kill.at, following)
        again = sum(bool(each.failures) for each in said)
        say(f"{kill.what:>21}: {len(said):5} messages, {again:3} tried again, 95 % within {times(said)[1]:.0f} ms")
    verdict = judge(crowd.talks, right)
    say(f"{verdict.answered} messages answered, {verdict.tried_again} after a second try ({verdict.kinds or 'none'})")
    stopped = await stop_while_talking(served, CLIENTS_AT_ONCE)
    return [*verdict.wrong, *crowd.broken, *stopped]


async def _renew(served: Served) -> Kill:
    """Have every part renewed while people talk, as for a new model."""
    at, begun = time.time(), time.monotonic()
    done = await asyncio.to_thread(served.run, "renew")
    if done.returncode:
        raise CannotStart(done.stdout + done.stderr)
    say(f"  renewed every part in {time.monotonic() - begun:.1f} s")
    return Kill("renewing", at, time.monotonic() - begun)


def _curve(seconds: float) -> list[str]:
    points = []
    for servers in (1, 2, 4):
        say(f"Measuring with {servers} server{'s' if servers > 1 else ''}")
        points.append(curve.measured(STATE, servers, CLIENTS_AT_ONCE, seconds))
    curve.show(points)
    cheapest = min(points, key=lambda point: point.whole_cost_ms)
    message = {kind: value for kind, value in cheapest.cost_ms.items() if kind != CLIENTS}
    say("\n" + "\n".join(capacity.table(capacity.Cost(message, cheapest.memory_mb, cheapest.kept_kb))))
    (STATE / "curve.json").write_text(json.dumps([asdict(point) for point in points], indent=1), "utf-8")
    return [problem for point in points for problem in point.wrong]
