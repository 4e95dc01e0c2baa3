"""Nasty texts of every kind of `patterns.yml`, the same ones for the same chance."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

PATTERNS = Path(__file__).with_name("patterns.yml")
ROOT = Path(__file__).resolve().parents[3]
MOST_SPRINKLED = 40
FACTORS = (4409, 6173, 7919, 8837, 9277)
ORDINARY = (
    "what is the skills pledge", "can I get a maths course paid for", "who can help me in Rotherham", "does it cost anything",
    "am I too old for an apprenticeship at 47", "what does ESOL mean", "yes", "I don't know", "tell me more", "hello",
)


@lru_cache
def patterns() -> dict[str, dict[str, list[Any]]]:
    """What each kind is made of."""
    found: dict[str, dict[str, list[Any]]] = yaml.safe_load(PATTERNS.read_text("utf-8"))
    return found


@lru_cache
def rasas_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The intents and the slots of this assistant."""
    intents: list[str] = []
    slots: list[str] = []
    for path in sorted((ROOT / "bot/domain").rglob("*.yml")):
        domain = yaml.safe_load(path.read_text("utf-8")) or {}
        intents += [name if isinstance(name, str) else next(iter(name)) for name in domain.get("intents", [])]
        slots += list(domain.get("slots", {}))
    return tuple(intents), tuple(slots)


def hostile(kind: str, random: Random, values: dict[str, str]) -> str:
    """One text of a kind; `values` fills in what stands between @ signs."""
    how = patterns()[kind]
    if "repeat" in how:
        text, length = random.choice(how["repeat"]), random.choice(how["lengths"])
        return (text * (length // len(text) + 1))[:length]
    text = random.choice(how["texts"])
    if "characters" in how and random.random() < 0.7:
        text = _sprinkled(random.choice([text, *ORDINARY]), how["characters"], random)
    elif random.random() < 0.4:
        text = f"{text} {random.choice(ORDINARY)}" if random.random() < 0.7 else f"{random.choice(ORDINARY)} {text}"
    return filled(text, random, values)


def filled(text: str, random: Random, values: dict[str, str]) -> str:
    """A text with its places filled in."""
    intents, slots = rasas_names()
    every = {"INTENT": random.choice(intents), "SLOT": random.choice(slots), **values}
    for name, value in every.items():
        text = text.replace(f"@{name}@", value)
    return text


def two_numbers(random: Random) -> tuple[str, str, str]:
    """Two numbers and their product."""
    a, b = random.sample(FACTORS, 2)
    return str(a), str(b), str(a * b)


def any_kind(random: Random) -> str:
    """One of the kinds."""
    return random.choice(sorted(patterns()))


def _sprinkled(text: str, ranges: list[str], random: Random) -> str:
    characters = list(text)
    for _ in range(random.randint(1, MOST_SPRINKLED)):
        first, _, last = random.choice(ranges).partition("-")
        characters.insert(random.randint(0, len(characters)), chr(random.randint(int(first, 16), int(last, 16))))
    return "".join(characters)
