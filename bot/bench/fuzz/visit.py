"""One person's conversation: whatever is sent is counted, and whatever comes back is judged."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from bot.bench.fuzz import texts
from bot.bench.fuzz.judge import LONGEST_SECONDS, canary, wrong_with
from bot.bench.fuzz.wire import PATIENCE_SECONDS, Answer, Request, exchange, form, posted

COOKIE = "skills-session"
MARKER = "executed"


@dataclass(frozen=True)
class Place:
    """A running assistant: where people come to, a server behind it, and what a test may know of it."""

    at: str
    server: str
    state: Path
    seed: int
    # Sign sessions; to make some that are over.
    keys: tuple[str, ...]
    # Whether the channel for programs is there.
    programs: bool = False

    @property
    def marker(self) -> Path:
        """The file that is there only if something of a message was carried out."""
        return self.state.resolve() / MARKER


@dataclass(frozen=True)
class Wrong:
    """Something that should not have been: of which visit, what, and the request to send it again."""

    visit: str
    what: str
    again: str


@dataclass
class Visit:
    """The `number`th visit of a kind: with the same seed it does the same."""

    place: Place
    kind: str
    number: int
    statuses: Counter[int] = field(default_factory=Counter)
    wrongs: list[Wrong] = field(default_factory=list)
    slowest: float = 0.0
    longest: float = LONGEST_SECONDS

    def __post_init__(self) -> None:
        self.name = f"{self.kind}/{self.number}"
        seeded = f"{self.place.seed}/{self.name}"
        self.random = Random(seeded)
        self.canary = canary(seeded)
        a, b, product = texts.two_numbers(self.random)
        self.values = {"CANARY": self.canary, "FILE": str(self.place.marker), "A": a, "B": b}
        self.never = [product, "root:x:0:0", "<class '"]
        # Everybody has an address of their own, so that everyday limits hold and are not met.
        number = crc32(seeded.encode())
        self.source = f"127.{1 + number % 250}.{number // 250 % 250}.{1 + number // 62500 % 250}"
        self._ids = 0
        # Those that were given, which no line that is printed should hold.
        self.sessions: list[str] = []

    async def ask(
        self, request: Request, allowed: Collection[int] | None = None, *, at: str = "", counted: bool = True,
        own: Collection[str] = (), pieces: int = 1, pause: float = 0.0, patience: float = PATIENCE_SECONDS,
    ) -> Answer:
        """Send a request and judge the answer; where `allowed` is given its status has to be one of these."""
        answer = await exchange(at or self.place.at, request, self.source, pieces, pause, patience)
        if counted:
            self.statuses[answer.status] += 1
            self.slowest = max(self.slowest, answer.seconds)
        for what in wrong_with(request, answer, {self.canary, *own}, self.never, self.longest + (pieces - 1) * pause):
            self.wrong(what, request)
        if allowed is not None and answer.status not in allowed:
            expected = "/".join(map(str, sorted(allowed)))
            self.wrong(f"status {answer.status} in the place of {expected}: {answer.text[:80]!r}", request)
        return answer

    async def begin(self) -> str:
        """A new session."""
        answer = await self.ask(posted("/chat/session", {}), {200}, counted=False)
        self.sessions.append(str((answer.json() or {}).get("session")))
        return self.sessions[-1]

    async def say(
        self, session: str, text: Any, message_id: str | None = None, *, counted: bool = True, own: Collection[str] = (),
        headers: Mapping[str, str] | None = None, **more: Any,
    ) -> Answer:
        """Send a message of the chat; one that is taken has to get a whole turn."""
        body = {"session": session, "text": text, "message_id": message_id or self.new_id(), **more}
        request = posted("/chat/message", body, **(headers or {}))
        too_large = len(request.body or b"") > 64 * 1024
        return await self.ask(request, {413} if too_large else {200}, counted=counted, own=own)

    async def told(self, session: str) -> list[dict[str, Any]]:
        """The turns of a conversation as the server tells them."""
        request = Request("GET", "/chat/history", {"Authorization": f"Bearer {session}"})
        body = (await self.ask(request, {200}, counted=False)).json()
        return list(body["turns"]) if isinstance(body, dict) and isinstance(body.get("turns"), list) else []

    async def page(self, session: str) -> str:
        """The page without a script, with the conversation."""
        return (await self.ask(Request("GET", "/", {"Cookie": f"{COOKIE}={session}"}), {200}, counted=False)).text

    async def kept(self, session: str, **fields: str) -> Answer:
        """A part of the conversation to print or save."""
        return await self.ask(form("/chat/keep", {"session": session, **fields}), {200, 404}, counted=False)

    def text(self, kind: str) -> str:
        """A nasty text."""
        return texts.hostile(kind, self.random, self.values)

    def new_id(self) -> str:
        """A name for a message that this visit did not use yet."""
        self._ids += 1
        return f"fuzz-{self.canary}-{self._ids:04}"

    def wrong(self, what: str, request: Request | None = None) -> None:
        """Note that something is wrong."""
        self.wrongs.append(Wrong(self.name, what, again(self.place, request, self.sessions) if request else ""))


def again(place: Place, request: Request, sessions: Sequence[str] = ()) -> str:
    """A line for a shell that sends a request again; the sessions that were given are called SESSION."""
    if request.raw is not None:
        host, _, port = place.at.partition(":")
        return f"printf '%b' '{_escaped(request.raw)}' | nc {host} {port}"
    words = ["curl", "-sS", "-X", request.method, f"http://{place.at}{request.path}"]
    for name, value in request.headers.items():
        words += ["-H", f"{name}: {value}"]
    line = " ".join(map(shlex.quote, words))
    if request.body is not None:
        line += f" --data-binary @<(printf '%b' '{_escaped(request.body)}')"
    for session in filter(None, sessions):
        line = line.replace(session, "SESSION")
    return line


def _escaped(raw: bytes) -> str:
    # An octal number is what every shell's printf understands.
    return "".join(chr(each) if 32 <= each < 127 and chr(each) not in "'\\" else f"\\0{each:03o}" for each in raw)
