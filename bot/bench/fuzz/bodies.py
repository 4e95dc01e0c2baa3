"""Kinds that are a body: wrong types, nested without end, no JSON, in odd encodings, too large."""

from __future__ import annotations

import json
from typing import Any

from bot.bench.fuzz.visit import Visit
from bot.bench.fuzz.wire import FORM, Answer, posted

MESSAGES = 10
PATHS = ("/chat/message", "/chat/feedback", "/chat/sheet", "/chat/start-again", "/chat/session")
ANYTHING: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 2**63, -(2**63), 2**64, 10**400, 1e-320, "", " ", "null", "x" * 3000, [], [None], {},
    {"": ""}, ["what is the skills pledge"], {"text": "hello"}, {"$gt": ""}, "\x00", "\ud800", "\U0010ffff", "chat-x", "../..",
    "/restart", [[[[[]]]]], {"toString": "x", "__class__": "y"}, "useful", "not_useful", 1.5, "2008-01-01",
)
TYPES = ("application/json", "text/plain", FORM, "application/json; charset=utf-16", "multipart/form-data", "x", "", "a/b;c")
DEPTHS = (10, 400, 900, 960, 990, 1000, 1020, 1023, 1024, 1025, 3000, 30000)
FIELDS = ("text", "session", "message_id", "opinion", "reason", "more", "")
NESTS = (("[", "]"), ('{"a":', "}"), ('[{"a":', "}]"))


async def wrong_types(visit: Visit) -> None:
    """Fields of every kind but the right one, left out, or more than there are."""
    session = await visit.begin()
    await visit.say(session, f"hello {visit.canary}", counted=False)
    for _ in range(MESSAGES):
        path = visit.random.choice(PATHS)
        body: dict[str, Any] = {
            "session": session, "message_id": visit.new_id(), "text": f"hello {visit.canary}", "retry": False,
            "opinion": "useful", "reason": None,
        }
        for name in visit.random.sample(sorted(body), visit.random.randint(1, 3)):
            if visit.random.random() < 0.2:
                body.pop(name)
            else:
                body[name] = visit.random.choice(ANYTHING)
        if visit.random.random() < 0.1:
            body[str(visit.random.choice(ANYTHING))] = visit.random.choice(ANYTHING)
        body = visit.random.choice(ANYTHING) if visit.random.random() < 0.1 else body
        if path == "/chat/start-again" and isinstance(body, dict) and body.get("session") == session:
            session = await _fresh(visit, await visit.ask(posted(path, body)))
        else:
            await visit.ask(posted(path, body))


async def nested(visit: Visit) -> None:
    """Lists and objects within each other, in the place of the body or of a field."""
    session = await visit.begin()
    for _ in range(MESSAGES):
        depth, (opening, closing) = visit.random.choice(DEPTHS), visit.random.choice(NESTS)
        depth = min(depth, 60_000 // len(opening + closing))
        whole = opening * depth + "1" + closing * (depth if visit.random.random() < 0.8 else depth // 2)
        path, field = visit.random.choice(PATHS), visit.random.choice(FIELDS)
        fields = {"session": session, "message_id": visit.new_id(), "text": "hello", "opinion": "useful"}
        others = ",".join(f"{json.dumps(name)}:{json.dumps(value)}" for name, value in fields.items() if name != field)
        if path != "/chat/start-again":
            await visit.ask(posted(path, (f'{{{others},"{field}":{whole}}}' if field else whole).encode()))


async def no_json(visit: Visit) -> None:
    """What is nearly JSON, or quite something else, or says that it is."""
    session = await visit.begin()
    for _ in range(MESSAGES):
        good = json.dumps({"session": session, "message_id": visit.new_id(), "text": f"hello {visit.canary}"})
        broken = visit.random.choice((
            good[: visit.random.randint(0, len(good) - 1)].encode(),
            good.encode() + b"}",
            good.replace('"', "'").encode(),
            good.replace("}", ",}").encode(),
            b"\xef\xbb\xbf" + good.encode(),
            good.encode("utf-16"),
            good.encode("utf-32-be"),
            good.replace("hello", "h\u00e9llo").encode("latin-1"),
            good.replace("hello", "h\ud800llo").encode("utf-8", "surrogatepass"),
            good.encode() + b"\x00" * 20,
            b"/* */" + good.encode(),
            b'{"text": NaN, "session": Infinity}',
            b'{"session":"x","session":' + json.dumps(session).encode() + b',"message_id":"fuzz-twice-0001","text":"hello"}',
            bytes(visit.random.randrange(256) for _ in range(visit.random.randint(0, 2000))),
            b"", b" ", b"\x00", b"[" * 20_000, b'"' + b"\\u" * 10_000 + b'"', b"1" * 60_000, b'{"a":' + b"9" * 60_000 + b"}",
            b"text=hello&session=" + session.encode(),
            b"<?xml version='1.0'?><text>hello</text>",
            b"\x1f\x8b\x08\x00" + good.encode(),
            good.encode() + b" " * 70_000,
        ))
        headers = {"Content-Type": visit.random.choice(TYPES)}
        if visit.random.random() < 0.2:
            headers["Content-Encoding"] = visit.random.choice(("gzip", "br", "deflate, gzip", "x"))
        await visit.ask(posted(visit.random.choice(PATHS), broken, **headers))


async def _fresh(visit: Visit, answer: Answer) -> str:
    body = answer.json()
    return str(body.get("session")) if isinstance(body, dict) and body.get("session") else await visit.begin()
