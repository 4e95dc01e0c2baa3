"""The operator's picture: read from a file, and taken for what it is, not for what it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator
from xml.etree import ElementTree

from bot.guidance.schema.base import Record

LARGEST = 100 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}svg"
# What can run or bring in something else when the picture is opened on its own.
REFUSED = ("script", "foreignObject", "iframe", "handler")


class Logo(Record):
    """A picture as it is served: under its name, with its media type."""

    name: str
    media_type: str
    content: bytes

    class Config(Record.Config):
        # Of a picture every byte counts, white space at its ends too.
        anystr_strip_whitespace = False


def read_logo(path: Path) -> Logo:
    """The picture in a file; ValueError says in words why it is none of ours."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror})") from error
    if size > LARGEST:
        raise ValueError(f"{path} has {size / 1024:.0f} KB; at most {LARGEST // 1024} KB are allowed")
    if content.startswith(PNG):
        return Logo(name="logo.png", media_type="image/png", content=content)
    wrong = list(_wrong_in_svg(content))
    if wrong:
        raise ValueError(f"{path} {', '.join(wrong)}; a PNG, or an SVG that holds pictures only, is allowed")
    return Logo(name="logo.svg", media_type="image/svg+xml", content=content)


def _wrong_in_svg(content: bytes) -> Iterator[str]:
    if b"<!ENTITY" in content:
        yield "defines entities"
        return
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        yield "is neither a PNG nor an SVG"
        return
    if root.tag != SVG:
        yield "is neither a PNG nor an SVG"
        return
    tags = {_local(element.tag) for element in root.iter() if isinstance(element.tag, str)}
    names = {_local(name) for element in root.iter() for name in element.attrib}
    yield from (f"holds <{tag}>" for tag in sorted(tags.intersection(REFUSED)))
    yield from (f"holds {name}=" for name in sorted(names) if name.lower().startswith("on"))


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
