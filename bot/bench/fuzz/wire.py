"""Requests as bytes, so that nothing is put right on the way, and what came back."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

PATIENCE_SECONDS = 60.0
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """What is sent: a method, a path, headers and a body; or `raw`, the very bytes, where no client would write them."""

    method: str = "GET"
    path: str = "/"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    raw: bytes | None = None

    def to(self, at: str) -> bytes:
        """The bytes for a server at host:port."""
        if self.raw is not None:
            return self.raw
        headers = {"Host": at, **self.headers, "Connection": "close"}
        if self.body is not None:
            headers["Content-Length"] = str(len(self.body))
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{head}\r\n".encode("utf-8", "surrogateescape") + (self.body or b"")


@dataclass(frozen=True)
class Answer:
    """What came back; status 0: nothing that can be read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON, None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def posted(path: str, body: Any, **headers: str) -> Request:
    """A POST of JSON; what is bytes already goes as it is."""
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request("POST", path, {"Content-Type": JSON, **headers}, written)


def form(path: str, fields: Mapping[str, str] | bytes, **headers: str) -> Request:
    """A POST of a form; what is bytes already goes as it is."""
    written = fields if isinstance(fields, bytes) else urlencode(fields, errors="replace").encode()
    return Request("POST", path, {"Content-Type": FORM, **headers}, written)


async def exchange(
    at: str, request: Request, source: str | None = None, pieces: int = 1, pause: float = 0.0, seconds: float = PATIENCE_SECONDS
) -> Answer:
    """Send a request to host:port and read the answer, or until the server hangs up.

    `source`: from which address of this machine; `pieces` with a `pause` between them: how the body comes.
    """
    host, _, port = at.partition(":")
    begun = time.monotonic()
    came = bytearray()
    try:
        local = (source, 0) if source else None
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port), local_addr=local), seconds)
    except (OSError, asyncio.TimeoutError):
        return Answer(0, {}, b"", time.monotonic() - begun)
    try:
        await asyncio.wait_for(_talk(reader, writer, _cut(request.to(at), pieces), pause, came), seconds)
    except (OSError, asyncio.TimeoutError):
        pass  # what came before counts
    finally:
        writer.close()
    return _read(bytes(came), time.monotonic() - begun)


async def _talk(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, parts: list[bytes], pause: float, came: bytearray
) -> None:
    hearing = asyncio.ensure_future(_hear(reader, came))
    try:
        for number, part in enumerate(parts):
            if number:
                await asyncio.sleep(pause)
            writer.write(part)
            await writer.drain()
    except OSError:
        pass  # it has heard enough: perhaps it says why
    try:
        await hearing
    finally:
        hearing.cancel()


async def _hear(reader: asyncio.StreamReader, came: bytearray) -> None:
    # nginx waits some seconds for what somebody may still send: not for us.
    while not _is_whole(came) and (piece := await reader.read(65536)):
        came += piece


def _is_whole(came: bytearray) -> bool:
    head, end, body = bytes(came).partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return bool(end and length and len(body) >= int(length[1]))


def _cut(raw: bytes, pieces: int) -> list[bytes]:
    """The head and the first part of the body, then the other parts."""
    if pieces <= 1:
        return [raw]
    head, end, body = raw.partition(b"\r\n\r\n")
    size = max(1, -(-len(body) // pieces))
    first, *others = [body[at: at + size] for at in range(0, len(body), size)] or [b""]
    return [head + end + first, *others]


def _read(raw: bytes, seconds: float) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100"):
        return _read(body, seconds)
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    status = int(words[1]) if words[0].startswith("HTTP/") and len(words) > 1 and words[1].isdecimal() else 0
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(status, headers, body, seconds)
