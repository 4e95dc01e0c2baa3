"""Has the content checked in a process of its own, so that the launcher stays small."""

from __future__ import annotations

import subprocess

from bot.launch.settings import CannotStart, Settings, part_environment, python


def checked(settings: Settings) -> str:
    """The fingerprint of what a model is made from; CannotStart with every wrong line of the content."""
    result = subprocess.run(
        python("-m", "bot", "check", "--made-from"),
        env=part_environment(settings),
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise CannotStart(f"{result.stderr.strip()}\nThe content is not right: put these lines right and try again.")
    return result.stdout.strip()
