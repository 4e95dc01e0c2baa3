"""What `openapi.yml` says of an answer: which statuses and media types a path has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[2] / "channel" / "openapi.yml"
# What is no proper request gets one of these wherever it goes.
IMPROPER = frozenset({400, 404, 405, 408, 413, 417})


@lru_cache
def document() -> dict[str, Any]:
    """The whole description."""
    found: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)
    return found


@lru_cache
def described(method: str, path: str) -> Mapping[int, frozenset[str]]:
    """The media types by status of a method and path; empty where nothing is there."""
    plain = path.partition("?")[0].rstrip("/") or "/"
    item = document()["paths"].get(plain) or next(
        (item for name, item in document()["paths"].items() if "{" in name and re.fullmatch(_pattern(name), plain)), {}
    )
    # A HEAD is a GET of which only the beginning is sent.
    answers = item.get("get" if method == "HEAD" else method.lower(), {}).get("responses", {})
    return {int(status): frozenset(_whole(answer).get("content", {})) for status, answer in answers.items()}


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    name = answer.get("$ref", "").rpartition("/")[2]
    return document()["components"]["responses"][name] if name else answer


def _pattern(path: str) -> str:
    return re.sub(r"\\\{\w+\\\}", "[a-z-]+\\.[a-z]+", re.escape(path))
