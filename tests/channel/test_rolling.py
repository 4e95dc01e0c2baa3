"""A long conversation gets a fresh session now and then; that a check goes on is told in transcripts/long_check.yml."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.lock_store import InMemoryLockStore

from bot.channel.rolling import SessionRoller


class Agent:
    """Counts the sessions it is asked to start."""

    def __init__(self) -> None:
        self.kept = True
        self.started: list[str] = []
        self.tracker_store = self
        self.lock_store = InMemoryLockStore()

    async def exists(self, sender: str) -> bool:
        return self.kept

    async def execute_action(self, sender: str, action: str, *_: Any) -> None:
        assert action == "action_session_start"
        self.started.append(sender)


async def take_turns(roller: SessionRoller, agent: Agent, number: int, sender: str = "ann") -> None:
    for _ in range(number):
        await roller.after_turn(agent, sender)


async def test_a_fresh_session_begins_after_so_many_turns_and_again_after_as_many() -> None:
    agent, roller = Agent(), SessionRoller(turns=5)
    await take_turns(roller, agent, 4)
    assert agent.started == []
    await take_turns(roller, agent, 1)
    assert agent.started == ["ann"]
    await take_turns(roller, agent, 5)
    assert agent.started == ["ann", "ann"]


async def test_each_conversation_is_counted_by_itself() -> None:
    agent, roller = Agent(), SessionRoller(turns=5)
    await take_turns(roller, agent, 4, "ann")
    await take_turns(roller, agent, 4, "ben")
    assert agent.started == []


async def test_where_nothing_was_kept_no_session_begins() -> None:
    agent, roller = Agent(), SessionRoller(turns=5)
    agent.kept = False
    await take_turns(roller, agent, 12)
    assert agent.started == []


async def test_a_session_does_not_begin_beside_a_turn_and_begins_once() -> None:
    agent, roller = Agent(), SessionRoller(turns=1)
    async with agent.lock_store.lock("ann"):
        waiting = [asyncio.ensure_future(roller.after_turn(agent, "ann")) for _ in range(2)]
        await asyncio.sleep(0.01)
        assert agent.started == []
    await asyncio.gather(*waiting)
    assert agent.started == ["ann"]


async def test_a_reply_is_not_lost_where_no_session_can_begin(caplog: Any) -> None:
    agent, roller = Agent(), SessionRoller(turns=1)
    agent.exists = None  # type: ignore[assignment, method-assign]
    await take_turns(roller, agent, 2)
    assert agent.started == []
    assert "TypeError" in caplog.text
