"""A scripted assistant: it replies with the card that a message names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from tests.example_cards import CARDS, NOTE, message
from tests.scripted import ScriptedAgent


def at_once(cards: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One reply that holds all those cards, and those that follow them."""
    first, *rest = ({**one, "then": []} for card in cards for one in (card, *card.get("then", [])))
    return {**first, "then": rest}


class Assistant:
    """Replies with the card that a message names; `silent` makes turns fail, `delay` makes them slow."""

    def __init__(self) -> None:
        self.agent = ScriptedAgent(self._script)
        self.address = ""
        self.reset()

    def reset(self) -> None:
        self.cards: dict[str, Any] = {}
        self.silent, self.delay = False, 0.0
        self.agent.forget()

    async def _script(self, asked: Any) -> list[dict[str, Any]]:
        await asyncio.sleep(self.delay)
        cards = {**CARDS, **self.cards}
        return [] if self.silent else [message(cards.get(asked.text, NOTE))]

    def texts(self) -> list[str]:
        """What was asked, in order."""
        return [asked.text for asked in self.agent.asked]

    def senders(self) -> set[str]:
        """The conversations in which something was asked."""
        return {asked.sender_id for asked in self.agent.asked}
