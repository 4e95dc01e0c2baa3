"""What requirements.lock installs and for whom, and why, as the comments of requirements.in and requirements.overrides say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOCK, ASKED, OVERRIDES = "requirements.lock", "requirements.in", "requirements.overrides"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
_VIA = re.compile(r"^\s+# via (.*)$")
_LINE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?([^#]*?)\s*(?:#\s*(.*))?$")
# An override with this in it leaves a package out.
NEVER = 'sys_platform == "never"'


@dataclass(frozen=True)
class Locked:
    """A package as it is installed: by whom it is required, and why we ask for it ourselves, if we do."""

    name: str
    version: str
    required_by: tuple[str, ...]
    reason: str | None


def locked(root: Path) -> list[Locked]:
    """Every package of the lock, by name; ValueError where we ask for one without saying why."""
    reasons = dict(_reasons(root / ASKED))
    silent = sorted(name for name, reason in reasons.items() if not reason)
    if silent:
        raise ValueError(f"{ASKED}: {', '.join(silent)}: say why, in a comment behind it")
    return [
        Locked(name, version, tuple(each for each in via if not each.startswith("-")), reasons.get(name))
        for name, version, via in _pinned(root / LOCK)
    ]


def left_out(root: Path) -> list[tuple[str, str]]:
    """Each package that others ask for and that is not installed, with the reason."""
    lines = (root / OVERRIDES).read_text("utf-8").splitlines()
    found = [(_LINE.match(line), line) for line in lines if NEVER in line]
    return [(match[1], match[3] or "") for match, _ in found if match]


def normal(name: str) -> str:
    """The name of a package as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pinned(lock: Path) -> Iterator[tuple[str, str, list[str]]]:
    found: tuple[str, str] | None = None
    for line in lock.read_text("utf-8").splitlines():
        pinned, via = _PINNED.match(line), _VIA.match(line)
        if pinned:
            found = normal(pinned[1]), pinned[2]
        elif via and found:
            yield (*found, [each.strip() for each in via[1].split(",")])


def _reasons(asked: Path) -> Iterator[tuple[str, str]]:
    for line in asked.read_text("utf-8").splitlines():
        match = _LINE.match(line)
        if match and not line.startswith("#"):
            yield normal(match[1]), (match[3] or "").strip()
