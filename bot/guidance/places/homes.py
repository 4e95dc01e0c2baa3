"""Which of the places that a message names are meant: where somebody lives, and not where they used to."""

from __future__ import annotations

import re

from bot.guidance.places.find import PlaceHit

_NOT_HOME = re.compile(
    r"(?:\bnot|n't (?:live|work) in|n't in|\bused to (?:live|be|work) in|\bmov(?:ed|ing) from|\bleft|\bno longer in)(?: the)? $"
)
_HOME = re.compile(
    r"\b(?:live|lives|living|home is|home in|resident|based|moved to|moving to|from \S+ to)(?: now)?(?: in| at| near)? $"
)


def meant_first(normal: str, hits: list[PlaceHit]) -> list[PlaceHit]:
    """The places of a normalised message that are meant: where somebody lives first, where they do not left out."""
    kept = [hit for hit in hits if not _NOT_HOME.search(normal[: hit.start])] or hits
    return sorted(kept, key=lambda hit: not _HOME.search(normal[: hit.start]))
