"""Says of one message whether it was understood, against what its writer noted down beforehand."""

from __future__ import annotations

from typing import Any

from bot.guidance.knowledge import Knowledge

# What can become of a message. CONFIDENT is the worst: a sourced answer to another question than the one asked.
RIGHT, ASKED, HALF, CONFIDENT, REFUSED, MISREAD = "right", "asked", "half", "wrong-confident", "refused", "misread"
VERDICTS = (RIGHT, HALF, ASKED, MISREAD, REFUSED, CONFIDENT)
# A message out of scope is well met by any of these.
_TURNED_AWAY = ("out_of_scope", "broken", "chat", "care")

Asked = tuple[str, str]


def verdict(noted: dict[str, Any], parse: dict[str, Any], knowledge: Knowledge) -> str:
    """One of VERDICTS; `noted` is an entry of a set (`expect`, or `intent`), `parse` what the assistant took it for."""
    if "expect" in noted:
        return _of_questions(noted, parse, knowledge)
    return _of_intent(noted, parse)


def _of_questions(noted: dict[str, Any], parse: dict[str, Any], knowledge: Knowledge) -> str:
    """The verdict where questions were asked: each of them has readings that are equally right."""
    each = [entry.get("any") or [entry] for entry in noted["expect"]]
    others = [{**noted, "intent": one["intent"]} for readings in each for one in readings if "intent" in one]
    if any(_of_intent(other, parse) == RIGHT for other in others):
        return RIGHT
    wanted = [{_key(one) for one in readings if "topic" in one} for readings in each]
    intent = parse["intent"]["name"]
    if intent == "unclear":
        return ASKED
    if intent != "ask":
        return REFUSED if intent == "out_of_scope" else MISREAD
    if compared := parse.get("compare"):
        return RIGHT if noted.get("compare") and set(noted["compare"]) <= set(compared) else CONFIDENT
    heard = _heard(parse, knowledge)
    if heard and all(topic is None for topic, _ in heard):
        # "Which scheme do you mean?"
        return ASKED
    if heard[: len(wanted)] and all(one in right for one, right in zip(heard, wanted)) and len(heard) >= len(wanted):
        return RIGHT
    found = any(one in right for one in heard for right in wanted)
    return HALF if len(wanted) > 1 and found else CONFIDENT


def _of_intent(noted: dict[str, Any], parse: dict[str, Any]) -> str:
    wanted, _, kind = noted["intent"].partition("/")
    intent = parse["intent"]["name"]
    if wanted == "out_of_scope" and intent in _TURNED_AWAY:
        return RIGHT
    if wanted != intent:
        return {"unclear": ASKED, "ask": CONFIDENT, "out_of_scope": REFUSED}.get(intent, MISREAD)
    said = parse.get({"refer": "need", "command": "kind"}.get(wanted, ""))
    if wanted == "check":
        said, kind = parse.get("scheme"), noted.get("scheme") or ""
    # What was left open is asked back, and no wrong guess.
    return RIGHT if not kind or said in (kind, None) else MISREAD


def _heard(parse: dict[str, Any], knowledge: Knowledge) -> list[Asked]:
    """The questions that were heard, in order; a word of the glossary is a question about its topic."""
    if term := parse.get("term"):
        topic = knowledge.glossary[term].topic
        return [(topic, "what")] if topic else []
    return [(one["topic"], one.get("special") or one.get("facet")) for one in parse.get("questions") or []]


def _key(reading: dict[str, Any]) -> Asked:
    return reading["topic"], reading.get("special") or reading["facet"]
