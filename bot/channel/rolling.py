"""Long conversations stay quick: every few turns a fresh Rasa session begins, with the slots carried over.

Rasa reads, copies and replays the whole session several times a turn. The person notices nothing, a check that is open
goes on, and the earlier turns stay in the store for the page to show again.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any

from rasa.shared.core.constants import ACTION_SESSION_START_NAME

from bot.channel.reply import TurnOutput

logger = logging.getLogger(__name__)
TURNS = 5
CONVERSATIONS = 10_000


class SessionRoller:
    """Counts the turns of each conversation and starts a fresh session when they are many."""

    def __init__(self, turns: int = TURNS) -> None:
        self._turns = turns
        self._taken: Counter[str] = Counter()

    async def after_turn(self, agent: Any, sender: str) -> None:
        """Count a turn that was answered; where there were many, start a fresh session before the next.

        A turn that comes in meanwhile would wait a whole second for Rasa's lock, so that the reply waits instead:
        one in five takes some milliseconds longer.
        """
        self._taken[sender] += 1
        if len(self._taken) > CONVERSATIONS:
            self.forget(next(iter(self._taken)))
        if agent is None or self._taken[sender] < self._turns:
            return
        try:
            await self.roll(agent, sender)
        except Exception as error:  # the reply is there already: it must not be lost for this
            logger.error("rolling: %s, trying again after the next turn", type(error).__name__)

    async def roll(self, agent: Any, sender: str) -> None:
        """Start a fresh session for a conversation that has been kept."""
        # execute_action takes no lock of its own; beside a turn, that turn's events would be kept twice.
        async with agent.lock_store.lock(sender):
            if self._taken[sender] < self._turns:
                return
            # Of blank messages nothing is kept, and nothing should begin.
            if await agent.tracker_store.exists(sender):
                await agent.execute_action(sender, ACTION_SESSION_START_NAME, TurnOutput(), None, 1.0)
            self.forget(sender)

    def forget(self, sender: str) -> None:
        """Begin to count anew."""
        self._taken.pop(sender, None)
