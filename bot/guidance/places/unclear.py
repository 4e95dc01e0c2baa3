"""Which of the places found need a word back: a name that several share, and one far from what was typed."""

from __future__ import annotations

from bot.guidance.places.find import PlaceHit
from bot.guidance.places.slips import is_far
from bot.guidance.text import normalise


def candidates(hits: list[PlaceHit]) -> list[PlaceHit]:
    """The hits of the first name that stands for several places; empty when every name is clear."""
    for hit in hits:
        same = [other for other in hits if (other.start, other.end) == (hit.start, hit.end)]
        if len(same) > 1:
            return same
    return []


def doubtful(text: str, hits: list[PlaceHit], known: str | None = None) -> tuple[str, PlaceHit] | None:
    """The first place taken for what was typed although it is far from it, with the typed words; None when all are near.

    Any slip is far enough where another place is known already.
    """
    normal = normalise(text)
    typed = [(normal[hit.start : hit.end], hit) for hit in hits if not hit.exact]
    return next(((said, hit) for said, hit in typed if is_far(said, hit.name) or known not in (None, hit.id)), None)
