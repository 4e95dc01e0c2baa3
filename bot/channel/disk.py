"""How much room is left where the assistant writes: said before it is none."""

from __future__ import annotations

import logging
import os
from pathlib import Path

logger = logging.getLogger(__name__)
LITTLE = 100
MEGABYTE = 1_000_000


def say_where_little_is_left(folder: Path) -> bool:
    """Whether little is left, with a line for whoever runs it."""
    try:
        found = os.statvfs(folder)
    except OSError:  # where the folder is not there, whoever writes makes it
        return False
    left = found.f_bavail * found.f_frsize / MEGABYTE
    if left < LITTLE:
        logger.warning("disk: %.0f MB are left in %s; make room: once it is full, nobody is answered", left, folder)
    return left < LITTLE
