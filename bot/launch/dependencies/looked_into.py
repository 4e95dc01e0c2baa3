"""Runs a module as `python -m` does, and writes which files were imported when it is asked to: the real process tells.

    python -m bot.launch.dependencies.looked_into WHERE MODULE [its arguments]

It is asked by a file WHERE.ask.
"""

from __future__ import annotations

import runpy
import sys
import threading
import time
from pathlib import Path

LOOK_SECONDS = 0.2


def main(arguments: list[str]) -> None:
    """Run the module to its end."""
    where, module, *words = arguments
    threading.Thread(target=_wait, args=(Path(where),), daemon=True).start()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _wait(where: Path) -> None:
    asked, beside = where.with_name(f"{where.name}.ask"), where.with_name(f"{where.name}.new")
    while not asked.exists():
        time.sleep(LOOK_SECONDS)
    files = {str(getattr(module, "__file__", None) or "") for module in [*sys.modules.values()]}
    beside.write_text("\n".join(sorted(files - {""})), "utf-8")
    beside.replace(where)


if __name__ == "__main__":
    main(sys.argv[1:])
