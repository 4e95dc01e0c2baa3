"""Talks to the running assistant over its REST channel."""

from __future__ import annotations

import http.client
import json
from typing import Any

from bot.channel import switch
from bot.launch.settings import HOST

GREETING = "hello"


class NoAnswer(Exception):
    """The assistant did not answer, or only to say that something went wrong."""


def send(port: int, sender: str, text: str, seconds: float = 30.0) -> list[dict[str, Any]]:
    """The messages that the assistant sends back; NoAnswer where it sends none."""
    connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
    try:
        body = json.dumps({"sender": sender, "message": text})
        connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        messages = json.loads(response.read()) if response.status == 200 else []
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error)) from error
    finally:
        connection.close()
    if not isinstance(messages, list) or not messages:
        raise NoAnswer(f"status {response.status}, no message")
    return messages


def answers(port: int) -> bool:
    """Whether a real message gets a real answer: not silence, and not an apology."""
    try:
        messages = send(port, "start-check", GREETING)
    except NoAnswer:
        return False
    return switch.is_off() or not any(_apologises(message.get("custom") or {}) for message in messages)


def _apologises(card: dict[str, Any]) -> bool:
    """Whether a card only says that something failed; one that also says what the assistant can do is an answer."""
    return card.get("card") == "sorry" and not card.get("can")
