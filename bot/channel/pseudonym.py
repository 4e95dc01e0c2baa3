"""A name for something that tells two of it apart and says nothing else, to whoever has not the signing key."""

from __future__ import annotations

import hashlib
import hmac

from bot.channel.sessions import signing_keys
from bot.channel.store import state_folder

LENGTH = 16


def pseudonym(purpose: str, name: str) -> str:
    """The same 16 letters and digits for the same name and purpose, as long as the signing key is the same."""
    key = signing_keys(state_folder())[0]
    return hmac.new(key.encode(), f"{purpose}\n{name}".encode(), hashlib.sha256).hexdigest()[:LENGTH]
