"""Whom a check is for: whoever types, or somebody else."""

from __future__ import annotations

import re
from typing import Optional

from bot.guidance.eligibility.volunteered import is_about_another
from bot.guidance.knowledge import Knowledge
from bot.guidance.referral.people import without_role
from bot.guidance.schema.eligibility import RuleSet
from bot.guidance.text import normalise

# Those who ask for other people: representatives for learners, employers for their staff.
FOR_OTHERS = ("ulr", "employer")
# Rules are asked of the person who would learn, unless they say otherwise.
LEARNER = "employee"
_SELF = re.compile(
    r"\b(?:can|could|may|do|would|will|am|should|if) i\b|\bi(?:'d| would) like\b|\bi (?:want|need|wish|earn)\b"
    r"|\b(?:for|get) me\b|\bmyself\b|\bmy own\b|\bi(?:'m| am|m) (?:only |just )?\d|\bwhat i could\b"
)
_SOMEBODY = re.compile(
    r"\b(?:an?|the|this|that|another|next|each|every|one of (?:my|our|the|them)) (?:\w+ )?(?:learner|member|employee|worker"
    r"|apprentice|colleague|person|trainee|carer|starter|staff)s?\b|\b(?:her|him|them|their|his)\b"
)

_ONE = re.compile(
    r"\b(?:an?|the|this|that|another|one of (?:my|our|the|them)) (?:\w+ )?(?:learner|member|employee|worker|apprentice|colleague"
    r"|person|trainee|carer|starter|staff)\b|\b(?:(?:he|she)(?:'?s)?|her|him|his)\b"
)


def is_about_one(text: str) -> bool:
    """Whether a message is about one person, and not about whoever types or several: "english for one of our staff"."""
    return bool(_ONE.search(normalise(text)))


def is_for_another(k: Knowledge, text: str, role: Optional[str], rules: RuleSet) -> bool:
    """Whether a check by these rules is about somebody else than whoever types.

    A message may say so; a representative's or an employer's check is, unless it says "I" or "me".
    """
    if rules.asked_of != LEARNER:
        return False
    return is_about_another(text) or (role in FOR_OTHERS and not _is_about_self(k, text))


def _is_about_self(k: Knowledge, text: str) -> bool:
    said = without_role(k, normalise(text))
    return bool(_SELF.search(said)) and not _SOMEBODY.search(said)
