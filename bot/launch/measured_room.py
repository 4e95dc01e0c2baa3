"""Room for the measurements of a server that measures together with others, had before the first of them is written.

They are kept in files that are written to like memory. Where the disk is full, a page of such a file that was never
written cannot be had, and the kernel then ends the process at once (SIGBUS).
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

SHARED = "PROMETHEUS_MULTIPROC_DIR"
# What prometheus_client keeps in files of their own; a few hundred different measurements take a tenth of this.
KINDS, SIZE = ("counter", "histogram", "gauge_mostrecent"), 1 << 18


def reserve(environment: MutableMapping[str, str]) -> bool:
    """Have room for all that this process will measure; where there is none it measures alone, in memory, and False."""
    folder = environment.get(SHARED)
    if not folder:
        return True
    files = [Path(folder) / f"{kind}_{os.getpid()}.db" for kind in KINDS]
    try:
        for path in files:
            with path.open("w+b") as file:
                os.posix_fallocate(file.fileno(), 0, SIZE)
    except OSError as error:
        for path in files:
            path.unlink(missing_ok=True)
        print(f"Measurements: no room in {folder} ({error.strerror}); this server measures for itself", file=sys.stderr)
        del environment[SHARED]
        return False
    return True
