"""Kinds that are no proper request: bytes that no browser would send, and places where nothing is."""

from __future__ import annotations

import json

from bot.bench.fuzz.visit import Visit
from bot.bench.fuzz.wire import Request, posted

MESSAGES = 6
HOST = b"Host: x\r\n"
END = b"Connection: close\r\n\r\n"
POST = b"POST /chat/message HTTP/1.1\r\n" + HOST
BYTES = (
    b"GET /chat/\xff\xfe HTTP/1.1\r\n" + HOST + END,
    b"GET /chat/labels?\xed\xa0\x80=\xff HTTP/1.1\r\n" + HOST + END,
    b"GET /chat/\xc3\xa9 HTTP/1.1\r\n" + HOST + END,
    b"GET http://[/chat/labels HTTP/1.1\r\n" + HOST + END,
    b"GET //[::1/ HTTP/1.1\r\n" + HOST + END,
    b"GET /chat/%ff%00%0d%0aSet-Cookie:x HTTP/1.1\r\n" + HOST + END,
    b"GET /chat/../../etc/passwd HTTP/1.1\r\n" + HOST + END,
    b"GET /chat/..%2f..%2fsettings.yml HTTP/1.1\r\n" + HOST + END,
    b"GET  / HTTP/1.1\r\n" + HOST + END,
    b"GET / HTTP/9.9\r\n" + HOST + END,
    b"GET /chat/labels HTTP/1.1\r\nHost:\r\n" + END,
    b"GET /chat/labels HTTP/1.1\r\nHost: evil.example\"><script>\r\n" + END,
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + HOST + END,
    b"GET /chat/labels HTTP/1.1\r\nno colon at all\r\n" + HOST + END,
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + b"X: \xff\xfe\x80\r\nAccept: \xff\r\nOrigin: \xff\r\n" + END,
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 30_000 + b"\r\n" + END,
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 90) for n in range(120)) + END,
    b"GET /chat/" + b"a" * 9000 + b".js HTTP/1.1\r\n" + HOST + END,
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + b"Expect: a miracle\r\nContent-Length: 1\r\n" + END + b"x",
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + b"If-None-Match: \xff\"\r\nRange: bytes=9-1,0-\r\n" + END,
    b"GET /chat/labels HTTP/1.1\r\n" + HOST + b"X-Forwarded-For: '; DROP TABLE x\r\nForwarded: for=\"_\xff\"\r\n" + END,
    POST + b"Content-Length: -5\r\n" + END + b"abc",
    POST + b"Content-Length: abc\r\n" + END + b"abc",
    POST + b"Content-Length: " + b"9" * 5000 + b"\r\n" + END + b"abc",
    POST + b"Content-Length: 999999999999\r\n" + END + b"abc",
    POST + b"Content-Length: 3\r\nContent-Length: 4\r\n" + END + b"abcd",
    POST + b"Content-Length: +3\r\n" + END + b"abc",
    POST + b"Transfer-Encoding: gzip\r\n" + END + b"abc",
    POST + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n" + END + b"0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n" + END + b"zz\r\nabc\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n" + END + b"-5\r\nabc\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n" + END + b"f" * 90 + b"\r\nabc",
    POST + b"Transfer-Encoding: chunked\r\n" + END + b"2\r\n{}\r\n0\r\n\r\n",
    POST + b"Upgrade: websocket\r\nContent-Length: 2\r\n" + END + b"{}",
    b"DELETE /chat/message HTTP/1.1\r\n" + HOST + END,
    b"TRACE / HTTP/1.1\r\n" + HOST + b"Cookie: skills-session=x\r\n" + END,
    b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + END,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\r\n\r\nGET /chat/labels HTTP/1.1\r\n" + HOST + END,
    b"\x00\x01\x02\x03\r\n\r\n",
    b"hello\r\n\r\n",
)
PLACES = (
    "/webhooks/rest/webhook", "/webhooks/widget/webhook", "/model/parse", "/model/train", "/status", "/version", "/domain",
    "/conversations/x/tracker", "/conversations/default/execute", "/chat", "/chat/", "/chat//message", "/chat/message/",
    "/chat/message/x", "/chat/Message", "/chat/.env", "/chat/widget.py",
    "/chat/openapi.yml", "/chat/skills-chat.js.map", "/.git/config", "/settings.yml", "/docs",
    "/admin", "/?x={{7*7}}",
    "/chat/labels?text=/restart", "/chat/message?session=x", "/chat/demo?<script>", "/chat/%2e%2e/status", "/%2f/chat/labels",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO", "get")
SENDERS = (
    None, "", "x", "chat-x", "\ud800", "\x00", "x" * 300, 0, -1, True, 1.5, [], {}, "/restart", "../x", "default",
    "{{7*7}}", "a\nb",
)


async def bad_bytes(visit: Visit) -> None:
    """Requests that nobody should read, to the proxy and to a server itself; whoever asks next is answered at once."""
    for _ in range(MESSAGES):
        request = Request(raw=visit.random.choice(BYTES))
        at = visit.random.choice((visit.place.at, visit.place.server))
        answer = await visit.ask(request, at=at, patience=15.0)
        if answer.status not in (200, 304, 400, 401, 404, 405, 413, 417):
            visit.wrong(f"status {answer.status}", request)
        await visit.ask(Request("GET", "/chat/labels"), {200}, at=at, counted=False)


async def places(visit: Visit) -> None:
    """Paths and methods that are not for people: refused, and the page goes on."""
    for _ in range(MESSAGES):
        method, path = visit.random.choice(METHODS), visit.random.choice(PLACES)
        body = json.dumps({"sender": "x", "message": "/restart", "text": "/restart"}).encode() if method == "POST" else None
        request = Request(method, path, {"Content-Type": "application/json"} if body else {}, body)
        allowed = {200, 204, 304, 400, 401, 403, 404, 405, 413}
        await visit.ask(request, allowed)


async def programs(visit: Visit) -> None:
    """What programs send: any sender, any metadata; where the channel for them is off, it is refused."""
    for _ in range(MESSAGES):
        body = {
            "sender": visit.random.choice((*SENDERS, f"program-{visit.canary}")),
            "message": visit.random.choice((visit.text("intents"), visit.text("surrogates"), None, 5, ["x"], {})),
            "metadata": visit.random.choice((None, {}, [], "x", {"is_external": True}, {"\ud800": "\ud800"}, [[[]]])),
            "input_channel": visit.random.choice((None, "widget", {"a": 1}, "x" * 500, "cmdline")),
        }
        path = f"/webhooks/rest/webhook{visit.random.choice(('', '?stream=true', '?token=x', '?stream=%ff'))}"
        request = posted(path, body)
        allowed = {200, 400} if visit.place.programs else {404}
        answer = await visit.ask(request, allowed, at=visit.place.server)
        if answer.status == 200 and '"sorry"' in answer.text and '"can":[]' in answer.text:
            visit.wrong(f"is an apology: {answer.text[:120]!r}", request)
