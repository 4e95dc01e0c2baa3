"""Fixed forms of words about who helps, and where: "near me", "which partnership covers Leeds", "anywhere"."""
from __future__ import annotations

import re

from bot.guidance.text import folded

_ASKS_WHO_HELPS = re.compile(
    r"\b(?:who|where|anyone|anybody|someone|somebody)\b.{0,25}\b(?:help|helps|teach|teaches|advise|advises|support|supports)\b"
)
_NEAR_ME = re.compile(
    r"\b(?:near(?:by|est)?|close)(?: to)? (?:me|us|here|my \w+|where (?:i|we) (?:live|work))\b|\bnearby\b|\blocal(?:ly)?\b"
    r"|\bin (?:my|our|this) (?:area|town|city|village|county|region)\b|\b(?:a?round) (?:here|my way|our way)\b"
)
_WHICH_PARTNERSHIP = re.compile(
    r"\b(?:which|what|is there an?|was there an?|who(?:'s| is| was)|name of) .{0,25}\bpartnerships?\b"
    r"|\bpartnerships? (?:for|in|of|near)\b"
)
_COVERS = re.compile(
    r"\b(?:do|does|can|are|is|did) (?:you|u|it|they|this|we|that)\b.{0,20}"
    r"\b(?:cover|covers|covered|covering|serve|serves|help in|work in)\b"
)
_IS_THERE_ONE = re.compile(
    r"\b(?:is|are|was|were) there (?:one|any|some|anything|something|anybody|anyone)\b|\bgot (?:one|any) in\b"
)
_ASKS_TO_RING = re.compile(
    r"\b(?:who|whom|someone|somebody|anyone|anybody|person|number|line)\b.{0,30}"
    r"\b(?:ring|phone|telephone|call(?! (?:a|an|the|it|them|this|that)\b))\b"
    r"|\b(?:phone|telephone|contact|helpline) (?:numbers?|lines?)\b"
    r"|\b(?:ring|phone) (?:up )?(?:someone|somebody|anyone|anybody|a person)\b"
)
_ANYWHERE = {
    folded(text)
    for text in ("anywhere", "anywhere in england", "any where", "it doesnt matter", "doesnt matter", "it does not matter",
                 "dont mind", "i dont mind", "everywhere", "skip", "skip that", "rather not say", "id rather not say",
                 "dont want to say", "none of your business", "dont know", "i dont know", "not sure", "no idea",
                 "all of england", "england", "no")
}


def asks_who_helps(text: str) -> bool:
    """Say whether a text asks for somebody who helps: "who can help with reading", not what helps."""
    return bool(_ASKS_WHO_HELPS.search(text))


def asks_near(text: str) -> bool:
    """Say whether a text asks for what is near, without saying where that is."""
    return bool(_NEAR_ME.search(text))


def asks_to_ring(text: str) -> bool:
    """Say whether a text asks for somebody to ring: "who do i ring", "is there a number to call"."""
    return bool(_ASKS_TO_RING.search(text))


def asks_which_partnership(text: str) -> bool:
    """Say whether a text asks for the partnership of a place."""
    return bool(_WHICH_PARTNERSHIP.search(text))


def asks_if_covered(text: str) -> bool:
    """Say whether a text asks if a place is served: "do you cover Oldham"."""
    return bool(_COVERS.search(text))


def asks_if_there_is_one(text: str) -> bool:
    """Say whether a text asks if what was talked of is there too: "is there one in Wales"."""
    return bool(_IS_THERE_ONE.search(text))


def says_anywhere(text: str) -> bool:
    """Say whether a text leaves open where somebody lives, as a reply to that question."""
    return folded(text) in _ANYWHERE
