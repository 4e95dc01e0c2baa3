"""What the value of a setting may be; each function gives it back, or says in a ValueError what is wrong and allowed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.channel.contrast import contrast

# What words and marks need, and what the edge of a button needs (WCAG 2.2, 1.4.3 and 1.4.11).
WORDS, EDGES = 4.5, 3.0
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(rf"https://{_HOST}(?::\d{{1,5}})?|http://(?:localhost|127\.0\.0\.1)(?::\d{{1,5}})?")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PATH = re.compile(r"/(?!/)[\w.~%/-]*(?:#[\w-]+)?", re.ASCII)
_PHONE = re.compile(r"tel:\+?[0-9](?:[ -]?[0-9]){2,19}")
_ADDRESS = re.compile(rf"mailto:[A-Za-z0-9._%+-]{{1,64}}@{_HOST}", re.ASCII)
LONGEST_LINK = 500


@dataclass(frozen=True)
class Ground:
    """The colours around the brand colour in skills-chat.css: the text on it, the cards and the page behind it."""

    text: str
    card: str
    page: str


LIGHT = Ground(text="#ffffff", card="#ffffff", page="#f2f5f3")
DARK = Ground(text="#06211e", card="#19221f", page="#0f1615")


def plain_text(value: object, longest: int) -> str:
    """A line of plain text of at most so many characters."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise ValueError("should be text")
    text = str(value).strip()
    if not text:
        raise ValueError("is empty; write null for the words that come with the assistant")
    if "<" in text or ">" in text:
        raise ValueError("holds < or >; plain text is allowed, and no HTML")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for character in text):
        raise ValueError("holds a line break or another character that is not text; one line of plain text is allowed")
    if len(text) > longest:
        raise ValueError(f"has {len(text)} characters; at most {longest} are allowed")
    return text


def colour(value: object, ground: Ground) -> str:
    """A colour as #rrggbb in small letters that people can tell from what is around it."""
    written = str(value).strip().lower()
    if not _COLOUR.fullmatch(written):
        raise ValueError(f"{value!r} is no colour written as #rrggbb, such as '#0b4f4a' (in quotes: # begins a comment)")
    needed = (("the text on it", ground.text, WORDS), ("the cards it is written on", ground.card, WORDS),
              ("the page behind it", ground.page, EDGES))
    low = [
        f"{contrast(written, around):.2f} to 1 with {what} ({around}), at least {least:g} to 1 is needed"
        for what, around, least in needed if contrast(written, around) < least
    ]
    if low:
        by_day = contrast(ground.page, "#000000") > contrast(ground.page, "#ffffff")
        raise ValueError(f"{written} has a contrast of {'; of '.join(low)}; take a {'darker' if by_day else 'lighter'} one")
    return written


def origin(value: object) -> str:
    """An origin as browsers name it: small letters, and no port where it is the usual one."""
    written = str(value).strip().lower()
    if not _ORIGIN.fullmatch(written) or not _is_port(written.rpartition(":")[2]):
        raise ValueError(
            f"{value!r} is no origin; allowed are https://host and https://host:port, without path, * or slash at the end,"
            " and http://localhost or http://127.0.0.1 for trying out"
        )
    usual = ":443" if written.startswith("https:") else ":80"
    return written[: -len(usual)] if written.endswith(usual) else written


def _is_port(text: str) -> bool:
    return not text.isdecimal() or 1 <= int(text) <= 65535


def privacy_link(value: object) -> str:
    """An https address or a path on this server."""
    written = str(value).strip()
    if len(written) <= LONGEST_LINK and (_PATH.fullmatch(written) or _is_https(written)):
        return written
    raise ValueError(f"{value!r} is no link to a notice; an https address or a path on this server (/privacy) is allowed")


def person_link(value: object) -> str:
    """A phone number (tel:), an https address or a mailto: with nothing but the address."""
    written = str(value).strip()
    if _PHONE.fullmatch(written):
        return re.sub("[ -]", "", written)
    if len(written) <= LONGEST_LINK and (_ADDRESS.fullmatch(written.lower()) or _is_https(written)):
        return written
    raise ValueError(f"{value!r} leads to nobody; allowed are tel:+441144960000, https://... and mailto:name@host")


def _is_https(written: str) -> bool:
    if re.search(r"[\s\"'<>\\^`{|}]", written) or not written.isascii():
        return False
    try:
        parts = urlsplit(written)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    return parts.scheme == "https" and "@" not in parts.netloc and port_is_right and bool(re.fullmatch(_HOST, host))
