"""Ports on this machine: whether one is taken, and one that is free."""

from __future__ import annotations

import socket

from bot.launch.settings import HOST


def taken(port: int) -> bool:
    """Whether something else already listens there (or the port may not be used)."""
    with socket.socket() as probe:
        # As the server binds: a connection that is only fading away does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except OSError:
            return True
    return False


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something takes connections there."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
