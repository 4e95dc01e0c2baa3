"""An earlier answer of a check put right ("change my age to 24"), or another one tried out ("what if I were 24?")."""
from __future__ import annotations

import re
from typing import Any

from bot.guidance.eligibility.replies import parse
from bot.guidance.schema.eligibility import Circumstance
from bot.guidance.text import normalise
from bot.nlu.situation import Parse, Situation

_CHANGE = re.compile(
    r"^(?:(?:can|could) (?:i|you|we) |please |i(?:'d| would)? (?:want|need|like) to |let me |sorry,? |no,? |actually,? )*"
    r"(?:change|correct|update|edit|amend|alter|set|make|put)\b(?: that| down)?"
)
_WHAT_IF = re.compile(
    r"\b(?:what if|what about if|how about if|and if|suppose|supposing|imagine|say)\b"
    r"|\bwhat (?:would|does|will) (?:happen|change|it be|that change)(?: if)?\b"
    r"|\bwould (?:it|that|anything) (?:change|help|matter|be different|make (?:a|any) difference)"
    r"(?: (?:anything|things))?(?: if)?\b"
)
_WRONG = re.compile(
    r"^(?:(?:no|nah)[ ,.]+(?=(?:i|i'm|im|it|it's|its|my|actually|sorry|wait|he|she|make)\b)"
    r"|(?:sorry|wait|oops|actually|i meant|i mean|correction|my mistake|that'?s wrong)\b)[ ,.:]*|,? ?\bnot (?:a )?[\w£]+$"
    r"|^(?:he|she|they|it|i|my \w+)(?:'?s|'?re|'?m| is| are| am| was)? actually\b"
)
_AROUND_VALUE = re.compile(
    r"^(?:(?:from \S+ to|had been|i'm|i am|im|i|we|he's|hes|he|him|she's|shes|she|they're|theyre|they|them|my|her|his|their|back"
    r"|the|that|it|its|it's|is|was|were|am|are|be|to|as|into|instead|already|had|have|actually|really|only|just|now)\b|[ ,:=])+"
)
_ENDS = re.compile(r"(?: (?:instead|please|then|now|thanks))+$")
_NEGATED = re.compile(r"\b(?:no|not|never|hadn'?t|didn'?t|without)\b")
_HOLDS = re.compile(r"\b(?:had|have|got|held|hold|passed)\b")


def changed(at: Situation) -> Parse | None:
    """Return a reply of kind `change` or `what_if`; None where a message is neither, or no check is or was open."""
    if not at.memory.rule_sets:
        return None
    # As it was typed first: a slip put right may be no slip ("make it Rotheram").
    typed = dict.fromkeys((at.reading.text, at.reading.mended or at.reading.text))
    return next(filter(None, (_changed(at, text) for text in typed)), None)


def _changed(at: Situation, typed: str) -> Parse | None:
    text = typed.rstrip("?!. ")
    for pattern, kind in ((_WHAT_IF, "what_if"), (_CHANGE, "change")):
        found = pattern.search(text)
        if found and (meant := _meant(at, f"{text[: found.start()]} {text[found.end() :]}".strip())):
            return _reply(*meant, kind)
    meant = _meant(at, _WRONG.sub("", text).strip()) if _WRONG.search(text) else None
    # "Sorry, 21" to the question that is open is its answer, and changes nothing that was said before.
    return _reply(*meant, "change") if meant and meant[0] != at.memory.asked else None


def _reply(name: str, value: Any, kind: str) -> Parse:
    return {"intent": "reply", "reply": {"circumstance": name, "value": value, "kind": kind}}


def _meant(at: Situation, text: str) -> tuple[str, Any] | None:
    """Return the circumstance and its new value: the one that is named, else the only one that the words answer."""
    asked_of = at.circumstances()
    questions = {name: question for name, question in at.knowledge.questions.items() if name in asked_of}
    for name, question in questions.items():
        rest = _without_name(question, text)
        if rest is None:
            continue
        value = _value(at, question, rest)
        if value is None and question.kind == "yes_no" and _HOLDS.search(text):
            value = "no" if _NEGATED.search(text) else "yes"
        if value is not None:
            return name, value
    bare = _bare(text)
    meant = {
        name: value for name, question in questions.items()
        if question.kind != "yes_no" and not (question.wish and _HOLDS.search(text))
        and (value := _value(at, question, bare)) is not None
    }
    # Of several that could be meant, the one that was answered in this check.
    known = {name: value for name, value in meant.items() if name in at.memory.answered}
    one = meant if len(meant) == 1 else known
    return next(iter(one.items())) if len(one) == 1 else None


def _value(at: Situation, question: Circumstance, text: str) -> Any:
    reply = parse(question, text, at.knowledge, at.today) if text else None
    return reply.value if reply is not None and reply.kind == "value" else None


def _without_name(question: Circumstance, text: str) -> str | None:
    """Return a text without the name of a question and the words around it; None where it does not name it."""
    for name in sorted((normalise(one) for one in (question.title, *question.names)), key=len, reverse=True):
        found = re.search(rf"\b{re.escape(name)}\b", text)
        if found:
            return _bare(f"{text[: found.start()]} {text[found.end() :]}")
    return None


def _bare(text: str) -> str:
    return _ENDS.sub("", _AROUND_VALUE.sub("", re.sub(r"\s+", " ", text).strip())).strip(" ,.")

