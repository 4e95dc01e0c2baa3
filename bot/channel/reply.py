"""One reply a turn: whatever the assistant says in a turn becomes one text and one card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Iterable, Mapping

from rasa.core.channels.channel import OutputChannel

Card = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What a person gets back: complete plain text, and the same content as a card."""

    text: str
    card: Card
    failed: bool = False
    # The person's own message as it is kept, where masking changed it.
    said: str | None = None


class TurnOutput(OutputChannel):
    """Keeps each message of a turn whole; Rasa's own channels send its text and its card as two."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "turn"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


def merged(messages: Iterable[Mapping[str, Any]]) -> Reply | None:
    """All messages of a turn as one reply, or None where there is nothing to read."""
    said = [message for message in messages if message.get("text") or message.get("custom")]
    if not said:
        return None
    text = "\n\n".join(message["text"] for message in said if message.get("text"))
    first, *rest = [_card(message) for message in said]
    return followed_by(Reply(text, first), rest)


def followed_by(reply: Reply, cards: Iterable[Card]) -> Reply:
    """The reply with further cards in the `then` of its card."""
    then = [*reply.card.get("then", []), *cards]
    return replace(reply, card={**reply.card, "then": then}) if then else reply


def note(text: str) -> Reply:
    """A short reply in plain words."""
    return Reply(text, note_card(text))


def note_card(text: str) -> Card:
    return {"card": "note", "text": text, "next": []}


def _card(message: Mapping[str, Any]) -> Card:
    custom = message.get("custom")
    if isinstance(custom, Mapping) and custom.get("card"):
        return dict(custom)
    buttons = message.get("buttons") or []
    return {**note_card(message.get("text") or ""), "next": [_choice(button) for button in buttons]}


def _choice(button: Mapping[str, Any]) -> dict[str, str]:
    # A payload of Rasa's ("/affirm") would come back as typed text: the title says the same.
    title = str(button.get("title", ""))
    payload = str(button.get("payload") or title)
    return {"title": title, "payload": title if payload.startswith("/") else payload}
