"""What so many conversations an hour take, worked out from what a message costs here."""

from __future__ import annotations

import math
from dataclasses import dataclass

MESSAGES = 6  # in a conversation
AT_MOST = 0.6  # of the cores are busy, so that people do not queue
BUSIEST = 2.0  # the busiest minute against the mean of its hour
HOURS_KEPT = 24
HEAD = ("conversations an hour", "messages a second", "cores", "servers", "action servers", "memory", "kept")


@dataclass(frozen=True)
class Cost:
    """What was measured: processor time of a message and memory of one part, by kind of part; what a message leaves."""

    message_ms: dict[str, float]
    memory_mb: dict[str, float]
    kept_kb: float


@dataclass(frozen=True)
class Need:
    """What it takes in the busiest minute; memory and what is kept in gigabytes."""

    a_second: float
    cores: int
    servers: int
    action_servers: int
    memory: float
    kept: float


def need(conversations_an_hour: float, cost: Cost) -> Need:
    """What so many conversations an hour take, the same hour after hour."""
    a_second = conversations_an_hour * MESSAGES / 3600 * BUSIEST
    whole = sum(cost.message_ms.values()) / 1000
    servers, actions = (_parts(a_second, cost.message_ms[kind]) for kind in ("servers", "action servers"))
    sizes = {**dict.fromkeys(cost.memory_mb, 1), "servers": servers, "action servers": actions}
    return Need(
        a_second=a_second,
        cores=max(2, math.ceil(a_second * whole / AT_MOST)),
        servers=servers,
        action_servers=actions,
        memory=sum(cost.memory_mb[kind] * number for kind, number in sizes.items()) / 1000,
        kept=conversations_an_hour * MESSAGES * HOURS_KEPT * cost.kept_kb / 1e6,
    )


def table(cost: Cost) -> list[str]:
    """The need of 1,000 and of 100,000 conversations an hour, as a table in Markdown."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    for conversations in (1_000, 100_000):
        it = need(conversations, cost)
        lines.append(
            f"| {conversations:,} | {it.a_second:.1f} | {it.cores} | {it.servers} | {it.action_servers} |"
            f" {it.memory:.1f} GB | {it.kept:.1f} GB |"
        )
    return lines


def _parts(a_second: float, milliseconds: float) -> int:
    # Two at least: one goes on while the other is renewed.
    return max(2, math.ceil(a_second * milliseconds / 1000 / AT_MOST))
