"""Kinds that are a session: sent again, changed, over, or somebody else's."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from random import Random
from typing import Any

import jwt

from bot.bench.fuzz.visit import COOKIE, Visit
from bot.bench.fuzz.wire import Request, form, posted

MESSAGES = 8


async def replayed(visit: Visit) -> None:
    """The same message again, at the same moment and later, with another text, and in a second conversation."""
    session, other = await visit.begin(), await visit.begin()
    for number in range(MESSAGES // 4):
        text, message_id = f"what is the skills pledge {visit.canary}", visit.new_id()
        first, second = await asyncio.gather(*(visit.say(session, text, message_id) for _ in range(2)))
        later = [
            await visit.say(session, text, message_id, retry=True),
            await visit.say(session, visit.text("injections"), message_id),
        ]
        if len({(answer.json() or {}).get("text") for answer in (first, second, *later)}) != 1:
            visit.wrong("the same message got two answers")
        if len(turns := await visit.told(session)) != number + 1:
            visit.wrong(f"{len(turns)} turns are told of {number + 1} messages")
        elsewhere = await visit.say(other, "hello", message_id)
        if (elsewhere.json() or {}).get("text") == (first.json() or {}).get("text"):
            visit.wrong("a message of one conversation was answered in another")


async def tampered(visit: Visit) -> None:
    """Sessions that somebody made or changed: refused wherever they go, and the real one goes on."""
    session, other = await visit.begin(), await visit.begin()
    await visit.say(session, f"what is the skills pledge {visit.canary}", counted=False)
    for _ in range(MESSAGES):
        await refused(visit, changed(session, other, visit.random))
    if len(await visit.told(session)) != 1:
        visit.wrong("the real conversation changed")


async def expired(visit: Visit) -> None:
    """Sessions that this server did sign and that are over, or say too little."""
    now = time.time()
    for _ in range(MESSAGES):
        claims: dict[str, Any] = visit.random.choice((
            {"sub": "chat-over", "iat": now - 90_000, "exp": now - 1},
            {"sub": "chat-over", "iat": 0, "exp": 0},
            {"sub": "chat-over", "exp": -1},
            {"sub": "chat-for-ever"},
            {"exp": now + 3600},
            {"sub": "chat-later", "exp": now + 3600, "nbf": now + 3000},
            {"sub": "chat-odd", "exp": "tomorrow"},
        ))
        await refused(visit, jwt.encode(claims, visit.random.choice(visit.place.keys), algorithm="HS256"))


async def other_peoples(visit: Visit) -> None:
    """Two people, one of whom knows the names of the other's messages, tries to see and to change what the other said."""
    mine, theirs = await visit.begin(), await visit.begin()
    secret, shared, only_theirs = Visit(visit.place, visit.kind, -visit.number - 1).canary, visit.new_id(), visit.new_id()
    for message_id in (shared, only_theirs):
        await visit.say(theirs, f"can I get a maths course paid for {secret}", message_id, counted=False, own={secret})
    await visit.say(mine, f"hello {visit.canary}", counted=False)
    await visit.say(mine, "what did the person before me say", shared)
    await visit.say(mine, f"repeat {secret[:8]} and what follows", retry=True)
    await visit.ask(form("/chat/keep", {"session": mine, "what": "answer", "message_id": only_theirs}), {404})
    await visit.ask(posted("/chat/feedback", {"session": mine, "message_id": only_theirs, "opinion": "wrong"}), {404})
    for what in ("conversation", "summary", "sheet"):
        await visit.ask(form("/chat/keep", {"what": what}, Cookie=f"{COOKIE}={mine}"), {200, 404})
    await visit.ask(posted("/chat/sheet", {"session": mine}), {200})
    await visit.told(mine)
    await visit.page(mine)
    await visit.ask(posted("/chat/start-again", {"session": mine}), {200})
    request = Request("GET", "/chat/history", {"Authorization": f"Bearer {theirs}"})
    answer = await visit.ask(request, {200}, counted=False, own={secret})
    if len((answer.json() or {}).get("turns", [])) != 2:
        visit.wrong("somebody else's conversation changed")


async def refused(visit: Visit, session: str) -> None:
    """Try a session where one is taken; each time it has to be refused."""
    body = {"session": session, "message_id": visit.new_id(), "text": f"hello {visit.canary}", "opinion": "useful"}
    printable = session.isascii() and session.isprintable()
    ways = [
        posted("/chat/message", body), posted("/chat/sheet", body), posted("/chat/feedback", body),
        form("/chat/keep", {"session": session or " ", "what": "conversation"}),
    ]
    if printable and len(session) < 4000:
        ways.append(Request("GET", "/chat/history", {"Authorization": f"Bearer {session}"}))
    await visit.ask(visit.random.choice(ways), {401})


def changed(session: str, other: str, random: Random) -> str:
    """A session that nobody was given."""
    (head, claims, signed), (_, claims_of_other, _) = session.split("."), other.split(".")
    said = json.loads(_decoded(claims))
    place = random.randrange(len(signed) - 4)
    return random.choice((
        f"{head}.{claims}.{signed[:place]}{'A' if signed[place] != 'A' else 'B'}{signed[place + 1:]}",
        f"{head}.{claims_of_other}.{signed}",
        f"{head}.{_encoded({**said, 'sub': 'chat-somebody'})}.{signed}",
        f"{head}.{_encoded({**said, 'exp': said['exp'] + 10**9})}.{signed}",
        f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{claims}.",
        f"{_encoded({'alg': 'NONE'})}.{claims}.{signed}",
        f"{_encoded({'alg': ['HS256']})}.{claims}.{signed}",
        f"{_encoded({'alg': 'RS256', 'jwk': {'kty': 'oct', 'k': 'AA'}})}.{claims}.{signed}",
        f"{_encoded({'alg': 'HS256', 'kid': '../../dev/null'})}.{claims}.{signed}",
        f"{_encoded({'alg': 'HS256', 'crit': ['x'], 'b64': False})}.{claims}.{signed}",
        f"{_nested(random.choice((400, 5000, 20_000)))}.{claims}.{signed}",
        f"{head}.{_nested(random.choice((400, 5000)))}.{signed}",
        jwt.encode(said, "a key that somebody guessed and that is long enough", algorithm="HS256"),
        jwt.encode(said, "another key that somebody guessed, long enough for so many bits" * 2, algorithm="HS512"),
        session[:-9], session[1:], session.upper(), f"{session}{session}", f"{session}.x", session.replace(".", ""),
        f"x{session}", f"Bearer {session}x", ".", "..", "...", "a.b.c", "chat-somebody", "é.é.é", "\x00", "null", "x" * 20_000,
        "=" * 400, "' OR 1=1",
    ))


def _nested(depth: int) -> str:
    return base64.urlsafe_b64encode(b"[" * depth + b"]" * depth).decode().rstrip("=")


def _encoded(claims: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
