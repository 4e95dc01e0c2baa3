"""See whether a message shows a person in danger, before anything else is read into it."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.guidance.text import fold, normalise, words

HARMLESS = "harmless"
OTHER_PERSON = "_other"
ANY_WORDS = r"(?:\S+ ){0,3}"
NOTHING = re.compile(r"(?!)")


class CrisisWords:
    """Patterns of words by kind of danger, most urgent first, and the harmless phrases that look like them."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        """Take the lines of knowledge/crisis.yml, whose first comment explains their small grammar."""
        self._harmless = _any_of(patterns.get(HARMLESS, ()))
        self._kinds = {kind: _any_of(lines) for kind, lines in patterns.items() if kind != HARMLESS}

    def kind_of(self, text: str) -> str | None:
        """Return the kind of danger that a text shows, None where it shows none."""
        plain = "".join(f" {fold(word.text)}" for word in words(normalise(text))) + " $ "
        plain = self._harmless.sub("# ", plain)
        found = [kind for kind, pattern in self._kinds.items() if pattern.search(plain)]
        # "My friend says he will kill himself" has words of both; it is the friend who is in danger.
        others = [kind for kind in found if kind.endswith(OTHER_PERSON)]
        return (others or found or [None])[0]


def _any_of(lines: Sequence[str]) -> re.Pattern[str]:
    """Return one expression for many lines, over words that each end with a space."""
    return re.compile("(?<= )(?:" + "|".join(map(_line, lines)) + ")") if lines else NOTHING


def _line(line: str) -> str:
    return "".join(ANY_WORDS if piece == "*" else _piece(piece) for piece in line.split())


def _piece(piece: str) -> str:
    options = sorted({re.escape(option if option == "$" else fold(option)) for option in piece.rstrip("?").split("|")})
    return f"(?:(?:{'|'.join(options)}) )" + ("?" if piece.endswith("?") else "")
