"""Kinds that are a form of the page without a script: nasty words in it, forms of other shapes, cookies that are none."""

from __future__ import annotations

import re

from bot.bench.fuzz import texts
from bot.bench.fuzz.said import shown
from bot.bench.fuzz.visit import COOKIE, Visit
from bot.bench.fuzz.wire import FORM, Answer, Request, form

MESSAGES = 6
_SESSION = re.compile(rf"{COOKIE}=\"?([^;\"]+)")
ENCODINGS = ("utf-8", "unicode_escape", "utf-7", "utf-16", "punycode", "idna", "rot13", "zlib", "x", "raw_unicode_escape")
COOKIES = (
    "{{{{7*7}}}}=1; {own}", "a/b=1; {own}", "a,b=<script>; {own}", "@=x; ;;;; =; {own}", "\"; {own}", "é=é; {own}",
    "expires=now; {own}",
    "{own}; {own}", "path=/; {own}; domain", "__Host-x=1;{own}", "x={long}; {own}", "$Version=1; {own}; $Path=/",
)
BROKEN = (
    "skills-session", "skills-session=", "skills-session=\"", "skills-session=a.b.c", "skills-session={{}}", "=", ";",
    "\x01", "é",
)
BODIES = (
    b"text=%ED%A0%80&nonce=%ED%A0%80", b"text=%ff%fe&nonce=%ff", b"\xff\xfe=\xff", b"text=a&text=b&nonce=&nonce=x",
    b"&&&==&=", b"text", b"=text", b"%", b"text=%zz%", b"text=hello;nonce=x", b"text[]=a&text[x]=b", b"text=" + b"+" * 50_000,
    b"&".join([b"a=1"] * 12_000), b"what=conversation&what=sheet&as=text&as=page", b"what[]=sheet",
    b"opinion=useful%00&message_id=x", b"message_id=" + b"x" * 9000 + b"&opinion=useful", b"nonce=\xed\xa0\x80&text=hello",
    b"text=hello\r\n\r\nGET / HTTP/1.1",
)
TYPES = (
    "multipart/form-data; boundary=cut", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=cut",
    "multipart/form-data; boundary=\"cut\"",
)


async def typed(visit: Visit) -> None:
    """Nasty words of every kind sent by form; what cannot be sent stays in the box, as text."""
    session, sent = "", 0
    for _ in range(MESSAGES):
        text = f"{visit.text(texts.any_kind(visit.random))} {visit.canary}"
        fields = {"text": text, **({"nonce": visit.text("injections")} if visit.random.random() < 0.5 else {})}
        cookie = {"Cookie": f"{COOKIE}={session}"} if session else {}
        request = form("/chat/say", fields, **cookie)
        answer = await visit.ask(request, {413} if len(request.body or b"") > 64 * 1024 else {303, 400})
        sent += answer.status == 303
        session = _given(answer) or session
        visit.sessions.append(session)
    if session:
        await shown(visit, session, sent)
        await visit.ask(form("/chat/start-again", {"anew": "yes"}, Cookie=f"{COOKIE}={session}"), {303})


async def odd_forms(visit: Visit) -> None:
    """Forms in parts, in odd encodings, with fields twice, to every place that takes one."""
    session = await visit.begin()
    for _ in range(MESSAGES):
        path = visit.random.choice(("/chat/say", "/chat/keep", "/chat/opinion", "/chat/start-again"))
        body = visit.random.choice(BODIES)
        headers = {"Content-Type": FORM, "Cookie": f"{COOKIE}={session}"}
        if visit.random.random() < 0.5:
            body = _in_parts(visit)
            headers["Content-Type"] = visit.random.choice(TYPES)
        await visit.ask(Request("POST", path, headers, body))


async def cookies(visit: Visit) -> None:
    """Cookies of other programs with any name beside ours, and ours in pieces: the page is there, and the conversation in it."""
    session = await visit.begin()
    await visit.say(session, f"hello {visit.canary}", counted=False)
    for _ in range(MESSAGES):
        if visit.random.random() < 0.3:
            await visit.ask(Request("GET", "/", {"Cookie": visit.random.choice(BROKEN)}), {200})
            continue
        cookie = visit.random.choice(COOKIES).format(own=f"{COOKIE}={session}", long="y" * 3000)
        request = Request("GET", "/", {"Cookie": cookie})
        answer = await visit.ask(request, {200})
        if visit.canary not in answer.text:
            visit.wrong("does not show the conversation of this browser", request)


def _in_parts(visit: Visit) -> bytes:
    encoding = visit.random.choice(ENCODINGS)
    value = visit.random.choice((b"\\ud800", b"hello", b"\xff\xfe\x00\xd8", b"+2AA-", b"xn--" + b"a" * 3000, b"a-" * 5000))
    parts = b"".join(
        b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\nContent-Type: text/plain; charset=%s\r\n\r\n%s\r\n'
        % (name, visit.random.choice((b"", b"", b'; filename="x"')), encoding.encode(), value)
        for name in (b"text", b"nonce", b"session", b"what", b"opinion", b"message_id")
    )
    return parts + visit.random.choice((b"--cut--\r\n", b"--cut", b""))


def _given(answer: Answer) -> str:
    found = _SESSION.search(answer.headers.get("set-cookie", ""))
    return found[1] if found else ""
