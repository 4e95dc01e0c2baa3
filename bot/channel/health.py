"""Whether this server is alive (`GET /health`), and whether it can answer people (`GET /ready`), part by part."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Optional
from urllib.parse import urljoin

import aiohttp
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel import switch
from bot.channel.http import HEADERS, as_json
from bot.channel.rates import InRedis
from bot.channel.store import NOBODY, conversation_store
from bot.guidance.live import current, refused_edit

# Nobody who asks whether a server is ready waits longer than this for an answer.
SECONDS = 2.0

Part = dict[str, Any]


def add_to(blueprint: Blueprint) -> None:
    """Serve both."""
    blueprint.add_route(health, "health", methods=["GET"], name="health")
    blueprint.add_route(ready, "ready", methods=["GET"], name="ready")


async def health(request: Request) -> HTTPResponse:
    """That the process answers at all; it looks at nothing else, so that nobody ends it for what another part does."""
    return as_json({"status": "ok"})


async def ready(request: Request) -> HTTPResponse:
    """200 where every part is there, 503 where one is missing; a chat that is turned off is ready to say so."""
    agent = getattr(request.app.ctx, "agent", None)
    actions, conversations, limits = await asyncio.gather(
        _in_time(_actions(agent)), _in_time(_conversations(agent)), _in_time(_limits(request)),
    )
    parts: dict[str, Part] = {
        "model": _model(agent),
        "knowledge": _knowledge(),
        "actions": {"ready": actions},
        "conversations": _kept(agent, conversations),
    }
    is_ready = all(part["ready"] for part in parts.values())
    # Without Redis each server counts for itself: no reason to answer nobody.
    counted = "together" if limits else "alone"
    body = {"ready": is_ready, "chat": "off" if switch.is_off() else "on", **parts, "limits": {"counted": counted}}
    return response.json(body, status=200 if is_ready else 503, headers=HEADERS)


async def _in_time(look: Awaitable[bool]) -> bool:
    """What was found, or False where looking failed or took too long."""
    try:
        return await asyncio.wait_for(look, SECONDS)
    except Exception:  # whatever it is, the part is not there; what exactly stands in its own log
        return False


def _model(agent: Any) -> Part:
    asked = getattr(agent, "is_ready", None)
    is_ready = bool(asked and asked())
    return {"ready": is_ready, "name": agent.model_name if is_ready else None}


def _knowledge() -> Part:
    try:
        part: Part = {"ready": True, "version": current().version}
        edit = refused_edit()
        # The version before it goes on: no reason to answer nobody.
        return part if edit is None else {**part, "refused": edit}
    except Exception:  # it was never whole since this process began
        return {"ready": False, "version": None}


def _kept(agent: Any, is_ready: bool) -> Part:
    problem = getattr(getattr(conversation_store(agent), "keeping", None), "problem", None)
    return {"ready": is_ready} if is_ready or not problem else {"ready": False, "why": problem}


async def _actions(agent: Any) -> bool:
    endpoint = getattr(agent, "action_endpoint", None)
    if endpoint is None:
        return False
    async with endpoint.session() as session:
        async with session.get(_beside(endpoint.url), timeout=aiohttp.ClientTimeout(total=SECONDS)) as answer:
            return bool(answer.status == 200)


def _beside(webhook: str) -> str:
    """The address at which an action server says that it is well, beside the one at which it is called."""
    return urljoin(webhook, "health")


async def _conversations(agent: Any) -> bool:
    store = conversation_store(agent)
    if store is None:
        return agent is not None and isinstance(await agent.tracker_store.exists(NOBODY), bool)
    # SQLite has one connection for all, in whose transactions no other thread may come; a server may keep us waiting.
    if store.engine.dialect.name == "sqlite":
        return store.can_keep()
    return await asyncio.get_running_loop().run_in_executor(None, store.can_keep)


async def _limits(request: Request) -> bool:
    """Whether this server counts together with others."""
    counts: Optional[object] = getattr(getattr(request.app.ctx, "limits", None), "counts", None)
    return isinstance(counts, InRedis) and await counts.answers()
