"""Secrets from files or the environment: refused where they are missing, short or not made by chance."""

from __future__ import annotations

import os
import secrets as chance
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SHORTEST = 32
FEWEST_DIFFERENT = 10
# Words that stand in examples, and so in the secrets of those who copied them.
EXAMPLES = ("example", "secret", "password", "change", "default", "skills", "0123456789")
VARIABLES = {
    "sessions": "SERVE_SESSIONS",
    "database": "SERVE_DATABASE_PASSWORD",
    "redis": "SERVE_REDIS_PASSWORD",
}


class SecretsRefused(Exception):
    """Secrets that cannot be used: a line for each; no line holds any of a secret."""


@dataclass(frozen=True)
class Secrets:
    """The keys that sign sessions, the newest first, and the passwords of both stores."""

    sessions: tuple[str, ...]
    database: str
    redis: str

    def __repr__(self) -> str:
        return "Secrets(...)"


def read_secrets(folder: Path, environment: Mapping[str, str]) -> Secrets:
    """The secrets of the environment, else of the files in the folder; SecretsRefused with all that is wrong."""
    found: dict[str, tuple[str, ...]] = {}
    problems: list[str] = []
    for name, variable in VARIABLES.items():
        where = variable if environment.get(variable, "").strip() else str(folder / name)
        try:
            text = environment.get(variable, "").strip() or (folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            problems.append(f"{where}: there is no such file, and no {variable}; `python -m bot secrets` makes one")
            continue
        found[name] = tuple(key.strip() for key in text.replace(",", "\n").splitlines() if key.strip())
        problems += [f"{where}: {problem}" for problem in _wrong(name, found[name])]
    if problems:
        raise SecretsRefused("\n".join(problems))
    return Secrets(found["sessions"], found["database"][0], found["redis"][0])


def _wrong(name: str, keys: tuple[str, ...]) -> Iterator[str]:
    if not keys:
        yield "is empty"
    if name != "sessions" and len(keys) > 1:
        yield "holds more than one line"
    for key in keys:
        if len(key) < SHORTEST:
            yield f"has {len(key)} characters; at least {SHORTEST} are needed"
        elif len(set(key)) < FEWEST_DIFFERENT or any(word in key.lower() for word in EXAMPLES):
            yield "looks like an example or a default; `python -m bot secrets` makes one by chance"
        elif not key.isalnum() or not key.isascii():
            yield "should have letters and digits only: it stands in addresses"


def make(folder: Path) -> list[str]:
    """Make the secrets that are missing, readable for their owner only; a line for each that was made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name in VARIABLES:
        if not (folder / name).exists():
            _write(folder / name, [chance.token_hex(SHORTEST)])
            made.append(f"made {folder / name}")
    return made


def rotate_sessions(folder: Path, kept: int = 2) -> str:
    """Have a new key sign sessions; those before are believed on, so that nobody loses a conversation."""
    before = (folder / "sessions").read_text("utf-8").split()
    _write(folder / "sessions", [chance.token_hex(SHORTEST), *before][:kept])
    return f"{folder / 'sessions'}: a new key signs, {min(len(before), kept - 1)} before it still believed"


def _write(path: Path, lines: list[str]) -> None:
    # Whole or not at all: a server that starts meanwhile must not read half a secret.
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    beside.replace(path)


def main(arguments: list[str]) -> int:
    """Make the secrets that are missing in SERVE_SECRETS (else .secrets), with --rotate a new key of sessions; the exit code."""
    rotate = arguments == ["--rotate"]
    if arguments and not rotate:
        print("usage: python -m bot secrets [--rotate]", file=sys.stderr)
        return 2
    folder = Path(os.environ.get("SERVE_SECRETS") or ".secrets")
    try:
        lines = [rotate_sessions(folder)] if rotate else make(folder) or [f"{folder}: nothing is missing"]
    except OSError as error:
        print(f"{folder}: {error.strerror}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0
