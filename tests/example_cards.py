"""One full reply for each kind of card, as the actions send it: those of the demo page; what they say is made up."""

from __future__ import annotations

from typing import Any

import yaml

from bot.channel.shown import DEMO

Message = dict[str, Any]

CARDS: dict[str, Message] = yaml.safe_load(DEMO.read_text("utf-8"))
ANSWER, STEPS, QUESTION, NOTE, SUMMARY = (CARDS[kind] for kind in ("answer", "steps", "question", "note", "summary"))
REPORT, PAGE = ANSWER["sources"]
ROUTE, OLD_ROUTE = CARDS["referral"]["routes"]


def offers(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": title} for title in titles]


def message(card: Message) -> Message:
    """The card as an action sends it: with its text."""
    first = card.get("short") or card.get("sentence") or card.get("text") or card.get("ask") or card["title"]
    return {"text": f"{card.get('title', '')} {first}".strip(), "custom": card}
