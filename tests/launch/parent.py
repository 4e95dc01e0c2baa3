"""A parent with two children that would sleep for ever; prints their process numbers and waits."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.launch.family import Ended, Family, Stopped

logs = Path(sys.argv[1])
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]

with Family() as family:
    family.start("first", SLEEP, os.environ, logs / "first.log")
    family.start("second", SLEEP, os.environ, logs / "second.log")
    print(*family.pids().values(), flush=True)
    try:
        family.wait(600)
    except Ended as ended:
        sys.exit(str(ended))
    except Stopped:
        print("stopped")
