"""Talks to a server as the chat page does, to know whether it really answers."""

from __future__ import annotations

import http.client
import json
import secrets
from typing import Any

from bot.launch.ready import GREETING, NoAnswer

# A greeting, and a question with a slip in it: whoever comes first need not wait for what is read at the first of them.
MESSAGES = (GREETING, "what is trane to gain")


def chat_answers(at: str, seconds: float = 10.0) -> bool:
    """Whether the server at host:port answers real messages; of the conversation nothing is left."""
    try:
        session = _post(at, "session", {}, seconds)["session"]
        messages = [{"session": session, "text": text, "message_id": secrets.token_hex(16)} for text in MESSAGES]
        replies = [_post(at, "message", message, seconds) for message in messages]
        _post(at, "start-again", {"session": session}, seconds)
    except (NoAnswer, KeyError):
        return False
    return all(reply.get("text") and not reply.get("failed", True) for reply in replies)


def _post(at: str, path: str, body: dict[str, Any], seconds: float) -> dict[str, Any]:
    connection = http.client.HTTPConnection(at, timeout=seconds)
    try:
        connection.request("POST", f"/chat/{path}", json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read()) if response.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(str(error)) from error
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise NoAnswer(f"status {response.status}")
    return answer
