"""Conversations have names that only this server can give, so that nobody reads another's by guessing."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path

import jwt

PREFIX = "chat-"
HOURS = 24
_ALGORITHM = "HS256"


class SessionRefused(Exception):
    """The session was not given by this server, was changed, or is over."""


class Sessions:
    """Gives out signed session names and reads them back; the first key signs, all of them verify."""

    def __init__(self, keys: list[str], hours: float = HOURS) -> None:
        self._keys = keys
        self._seconds = hours * 3600

    def new(self, seed: str | None = None) -> str:
        """A signed name for a new conversation, good for as long as a conversation is kept; the same seed, the same name."""
        now = time.time()
        name = secrets.token_urlsafe(18)
        if seed is not None:
            name = hmac.new(self._keys[0].encode(), f"session\n{seed}".encode(), hashlib.sha256).hexdigest()[:24]
        claims = {"sub": PREFIX + name, "iat": now, "exp": now + self._seconds}
        return jwt.encode(claims, self._keys[0], algorithm=_ALGORITHM)

    def sender(self, session: object) -> str:
        """The conversation's name in the tracker store; SessionRefused for what we did not sign or what is over."""
        if isinstance(session, str) and session.isascii():
            for key in self._keys:
                try:
                    claims = jwt.decode(
                        session, key, algorithms=[_ALGORITHM], options={"require": ["sub", "exp"], "verify_iat": False}
                    )
                    return str(claims["sub"])
                except jwt.PyJWTError:
                    continue
        raise SessionRefused


def signing_keys(state: Path) -> list[str]:
    """The keys of CHAT_SECRETS (newest first, comma between), else one made once in the state folder."""
    given = [key.strip() for key in os.environ.get("CHAT_SECRETS", "").split(",") if key.strip()]
    return given or [_own_key(state / "session.key")]


def _own_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_hex(32)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
