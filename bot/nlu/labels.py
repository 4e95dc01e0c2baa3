"""The labels of training examples: ask/cost, ask/skills-pledge.sectors, refer/digital, check, chat/greet ..."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Label:
    """A label taken apart; `kind` is the part after the slash that is not a facet or special."""

    name: str
    family: str
    kind: str | None = None
    facet: str | None = None
    topic: str | None = None
    special: str | None = None


@lru_cache(maxsize=4096)
def read_label(name: str) -> Label:
    """Return a label taken apart; a name without a slash is a family by itself."""
    family, _, rest = name.partition("/")
    if family != "ask" or not rest:
        return Label(name, family, kind=rest or None)
    topic, _, special = rest.partition(".")
    if special:
        return Label(name, family, topic=topic, special=special)
    return Label(name, family, facet=rest)


def is_ours(labels: Iterable[str]) -> bool:
    """Say whether labels are the assistant's own, and not those of other Rasa data."""
    return any(read_label(name).family == "ask" and read_label(name).facet for name in labels)
