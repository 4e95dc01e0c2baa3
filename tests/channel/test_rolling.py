"""A long conversation gets a fresh session now and then, never inside a check."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from bot.channel.rolling import SessionRoller


class Agent:
    """Counts the sessions it is asked to start."""

    def __init__(self) -> None:
        self.form: str | None = None
        self.started: list[str] = []
        self.tracker_store = self

    async def retrieve(self, sender: str) -> Any:
        return SimpleNamespace(active_loop_name=self.form)

    async def execute_action(self, sender: str, action: str, *_: Any) -> None:
        assert action == "action_session_start"
        self.started.append(sender)


def take_turns(roller: SessionRoller, agent: Agent, number: int, sender: str = "ann") -> None:
    app = SimpleNamespace(ctx=SimpleNamespace(agent=agent), add_task=asyncio.run)
    for _ in range(number):
        roller.after_turn(app, sender)


def test_a_fresh_session_begins_after_so_many_turns_and_again_after_as_many() -> None:
    agent, roller = Agent(), SessionRoller(turns=5)
    take_turns(roller, agent, 4)
    assert agent.started == []
    take_turns(roller, agent, 1)
    assert agent.started == ["ann"]
    take_turns(roller, agent, 5)
    assert agent.started == ["ann", "ann"]


def test_each_conversation_is_counted_by_itself() -> None:
    agent, roller = Agent(), SessionRoller(turns=5)
    take_turns(roller, agent, 4, "ann")
    take_turns(roller, agent, 4, "ben")
    assert agent.started == []


def test_an_open_check_is_not_cut_and_the_session_begins_once_it_is_over() -> None:
    agent, roller = Agent(), SessionRoller(turns=5)
    agent.form = "check_form"
    take_turns(roller, agent, 7)
    assert agent.started == []
    agent.form = None
    take_turns(roller, agent, 1)
    assert agent.started == ["ann"]
