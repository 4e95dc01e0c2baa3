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
# As much longer than a session lasts, the clock may have been ahead when it was given out. One that lasts longer still was
# given out by a clock that was days ahead: its conversation is deleted, and it would be good for as long.
LONGEST_SECONDS = 2 * HOURS * 3600
# A key with fewer letters was cut short, by a full disk say; anybody could guess it.
SHORTEST_KEY = 32
_ALGORITHM = "HS256"


class SessionRefused(Exception):
    """The session was not given by this server, was changed, or is over."""


class Sessions:
    """Gives out signed session names and reads them back; the first key signs, all of them verify."""

    def __init__(self, keys: list[str], hours: float = HOURS) -> None:
        self._keys = keys
        self._seconds = hours * 3600

    def nonce(self) -> str:
        """A name for one shown page, which nobody can make up."""
        name = secrets.token_urlsafe(12)
        return f"{name}.{_seal(self._keys[0], 'nonce', name)}"

    def new(self, nonce: str | None = None) -> str:
        """A signed name for a new conversation, good for as long as a conversation is kept; for the same nonce the same name.

        Of a nonce that was not given here nothing follows: two people who make up the same one would share a conversation.
        """
        now = time.time()
        given = nonce is not None and self._gave(nonce)
        name = _seal(self._keys[0], "session", str(nonce)) if given else secrets.token_urlsafe(18)
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
                except jwt.PyJWTError:
                    continue
                if claims["exp"] - time.time() > LONGEST_SECONDS:
                    break
                return str(claims["sub"])
        raise SessionRefused

    def _gave(self, nonce: str) -> bool:
        name, _, seal = nonce.partition(".")
        return any(hmac.compare_digest(seal.encode(), _seal(key, "nonce", name).encode()) for key in self._keys)


def signing_keys(state: Path) -> list[str]:
    """The keys of CHAT_SECRETS (newest first, comma between), else one made once in the state folder."""
    given = [key.strip() for key in os.environ.get("CHAT_SECRETS", "").split(",") if key.strip()]
    return given or [_own_key(state / "session.key")]


def _seal(key: str, kind: str, name: str) -> str:
    return hmac.new(key.encode(), f"{kind}\n{name}".encode(), hashlib.sha256).hexdigest()[:24]


def _own_key(path: Path) -> str:
    key = _read(path)
    if len(key) >= SHORTEST_KEY:
        return key
    # Whole or not at all, and the first of several processes that make one wins.
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        if key or path.exists():
            beside.replace(path)
        else:
            os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink(missing_ok=True)
    return _read(path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
