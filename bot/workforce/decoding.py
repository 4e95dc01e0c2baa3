"""Finds out how a text file is encoded, by its first bytes and by what they make of the rest."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
# What a letter becomes that could not be decoded.
BROKEN = "\ufffd"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


@dataclass(frozen=True)
class Decoding:
    """How a file is encoded, and how many lines it has at most; `name` is what people call the encoding."""

    encoding: str
    lines: int

    @property
    def name(self) -> str:
        """The encoding as people know it: "UTF-8"."""
        return _NAMES.get(self.encoding, "UTF-16")


def decoding_of(path: Path) -> Decoding:
    """The encoding of a file, read once from end to end in pieces: UTF-8, UTF-16, or else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(CHUNK)
    encoding = _by_mark(start) or _by_zeros(start)
    lines, right, wrong = _counted(path)
    if encoding is None:
        # A file of UTF-8 with a few letters spoilt stays UTF-8: only the rows with those letters are lost.
        encoding = "utf-8" if right > wrong or not wrong else "cp1252"
    return Decoding(encoding, lines)


def _by_mark(start: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def _by_zeros(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    sample = start[:4096]
    if len(sample) < 4:
        return None
    odd, even = sample[1::2].count(0) / len(sample[1::2]), sample[::2].count(0) / len(sample[::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else None


def _counted(path: Path) -> tuple[int, int, int]:
    """The ends of lines, and the letters beyond ASCII that are right and wrong as UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    lines = right = wrong = 0
    unended = False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            lines += chunk.count(b"\n")
            unended = not chunk.rstrip(b"\0").endswith(b"\n")
            text = decoder.decode(chunk)
            broken = text.count(BROKEN)
            right += len(text) - len(text.encode("ascii", "ignore")) - broken
            wrong += broken
    return lines + unended, right, wrong + len(decoder.decode(b"", final=True))
