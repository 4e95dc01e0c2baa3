"""Kinds that are a text: said in a conversation, read again there, printed and saved."""

from __future__ import annotations

import re
from typing import Any

from bot.bench.fuzz import texts
from bot.bench.fuzz.markup import words_of
from bot.bench.fuzz.visit import Visit

MESSAGES = 8
# What a person sees of a message may lack what cannot be seen.
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffd]+")


async def said(visit: Visit) -> None:
    """Eight nasty messages of the visit's kind among the person's own words, and what is then shown of them."""
    session = await visit.begin()
    accepted = 0
    for _ in range(MESSAGES):
        text = visit.text(visit.kind)
        if visit.random.random() < 0.7:
            text = f"{text} {visit.canary}"
        answer = await visit.say(session, text)
        accepted += answer.status == 200
    await shown(visit, session, accepted)


async def shown(visit: Visit, session: str, most: int) -> None:
    """Look at all that is shown of a conversation of at most so many messages."""
    turns = await visit.told(session)
    if len(turns) > most:
        visit.wrong(f"{len(turns)} turns are told of {most} messages")
    page = await visit.page(session)
    paper = await visit.kept(session, what="conversation")
    await visit.kept(session, what="conversation", **{"as": "text"})
    if turns:
        await visit.kept(session, what="answer", message_id=str(visit.random.choice(turns)["message_id"]))
    for html in (page, paper.text if turns else page):
        missing = [turn["said"] for turn in turns if _seen(turn["said"]) not in _seen(words_of(html))]
        if missing:
            visit.wrong(f"is not shown as it was said: {missing[0][:100]!r}")


async def looks_like_rasa(visit: Visit) -> None:
    """What Rasa would read as an intent, a slot or a command gets what the same words get, and nothing is set by it."""
    for _ in range(MESSAGES // 2):
        text = texts.hostile("intents", visit.random, visit.values)
        plain = text.strip().lstrip("/ ")
        mine, twin = await visit.begin(), await visit.begin()
        for session in (mine, twin):
            await visit.say(session, "what is the skills pledge", counted=False)
        answers = [await visit.say(mine, text), await visit.say(twin, plain)]
        bodies = [_without_ids(answer.json()) for answer in answers]
        if bodies[0] != bodies[1]:
            visit.wrong(f"{text!r} gets {_short(bodies[0])!r}, the same words without a slash {_short(bodies[1])!r}")
        if len(turns := await visit.told(mine)) != 2:
            visit.wrong(f"{text!r} leaves {len(turns)} of 2 turns")
        elif turns[1]["said"].lstrip().startswith("/"):
            visit.wrong(f"{text!r} is kept as {turns[1]['said']!r}")
        followed = [_without_ids((await visit.say(session, "does it cost anything", counted=False)).json())
                    for session in (mine, twin)]
        if followed[0] != followed[1]:
            visit.wrong(f"{text!r} changes what follows")


def _without_ids(turn: Any) -> Any:
    return {name: turn.get(name) for name in ("text", "custom")} if isinstance(turn, dict) else turn


def _short(turn: Any) -> str:
    return str((turn or {}).get("text"))[:60]


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)
