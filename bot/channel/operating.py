"""What those who run the assistant need of a server, put in place together: health, measurements, logs, limits, counts."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from sanic import Blueprint

from bot.channel import counts, health, instead, logs, metrics
from bot.channel.limit_settings import LimitSettings
from bot.channel.limits import Draw, Limits

# Where several servers run side by side, `make serve` says here where they count together.
REDIS = "REDIS_URL"


def add_to(blueprint: Blueprint) -> None:
    """Serve what operators ask for, and end in order what `begin` begins."""
    health.add_to(blueprint)
    metrics.add_to(blueprint)
    # Until it answers, nobody has said anything yet, and who starts it wants to read why it does not.
    blueprint.listener("after_server_start")(logs.begin)
    blueprint.listener("before_server_stop")(_end)


def begin(app: Any, settings: LimitSettings, draw: Draw) -> None:
    """Put limits and pages for failures in place, and write counts from time to time; called before the server starts."""
    instead.have_pages(app, draw)
    Limits(settings, draw, os.environ.get(REDIS)).register(app)
    app.ctx.counting = asyncio.get_running_loop().create_task(counts.write_regularly(app))


async def _end(app: Any, _loop: Any) -> None:
    app.ctx.counting.cancel()
    # Until the last of them is written.
    await asyncio.wait([app.ctx.counting])
