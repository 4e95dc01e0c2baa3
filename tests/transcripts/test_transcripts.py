"""Conversations, as written in the files beside this one, held with the real assistant over REST."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
import yaml

FILES = sorted(Path(__file__).parent.glob("*.yml"))
CONVERSATIONS = [
    pytest.param(conversation, id=f"{file.stem}: {conversation['name']}")
    for file in FILES
    for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))
]
# What a turn may expect; a misspelt key would be a test that cannot fail.
KEYS = {"say", "card", "topic", "facet", "special", "text_has", "text_lacks", "text_has_any", "then", "outcome",
        "route_ids_any", "circumstance"}


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_a_conversation_goes_as_written(conversation: dict[str, Any], assistant: Any) -> None:
    sender = f"transcript-{uuid.uuid4()}"
    for turn in conversation["turns"]:
        assert set(turn) <= KEYS, f"unknown keys: {set(turn) - KEYS}"
        messages = assistant.say(turn["say"], sender)
        assert len(messages) == 1, f"{turn['say']!r} got {len(messages)} messages"
        differences = list(_differences(turn, messages[0]["text"], messages[0]["custom"]))
        assert not differences, f"{turn['say']!r}: {'; '.join(differences)}\n---\n{messages[0]['text']}"


def _differences(turn: dict[str, Any], text: str, card: dict[str, Any]) -> Any:
    follow = [then["card"] for then in card.get("then", [])]
    expected = {"card": card["card"], "topic": card.get("topic"), "outcome": card.get("outcome"),
                "circumstance": card.get("circumstance")}
    for key, found in expected.items():
        if key in turn and found not in ([turn[key]] if isinstance(turn[key], str) else turn[key]):
            yield f"{key} is {found!r}, not {turn[key]!r}"
    asked = turn.get("special") or turn.get("facet")
    if asked and card.get("facet") not in ([asked] if isinstance(asked, str) else asked):
        yield f"facet is {card.get('facet')!r}, not {asked!r}"
    if "then" in turn and follow != turn["then"]:
        yield f"then came {follow}, not {turn['then']}"
    lowered = text.lower()
    yield from (f"{words!r} is missing" for words in turn.get("text_has", []) if words.lower() not in lowered)
    yield from (f"{words!r} is there" for words in turn.get("text_lacks", []) if words.lower() in lowered)
    some = turn.get("text_has_any", [])
    if some and not any(words.lower() in lowered for words in some):
        yield f"none of {some} is there"
    wanted = turn.get("route_ids_any", [])
    routes = {route.get("id") for route in card.get("routes", [])}
    if wanted and not routes & set(wanted):
        yield f"routes are {sorted(map(str, routes))}, none of {wanted}"
