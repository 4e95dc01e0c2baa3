"""Finds what people say about themselves in passing, so that it is not asked again."""

from __future__ import annotations

import re
from datetime import date
from typing import Optional

from bot.guidance.eligibility.ages import volunteered_age
from bot.guidance.eligibility.amounts import counted, yearly_pay
from bot.guidance.eligibility.choices import given_away, mentioned
from bot.guidance.eligibility.circumstances import Value
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import Circumstance
from bot.guidance.text import normalise

# Said of another time or of what might be, or of somebody else: no fact about the person who types.
_NOT_SO = re.compile(
    r"\b(?:what if|if i (?:was|were|am|earn\w*|had|have)|suppose|when i was|i used to|i will be able|imagine)\b"
)
_OTHER = re.compile(
    r"\b(?:my (?:son|daughter|wife|husband|partner|friend|mate|mum|mother|dad|father|brother|sister|colleague|members?"
    r"|learners?|staff|team|employees?|manager|boss|workers?|lad|kids?|child|children|niece|nephew|apprentices?)"
    r"|our (?:staff|team|employees?|workers?|members?|learners?)|(?:he|she)(?:'?s)?|they'?re|someone|somebody"
    r"|they(?! (?:pay|fund|cover|give|help)))\b"
)
# "My boss wants me to" is about whoever types.
_WANTS_ME = re.compile(
    r"\b(?:my|the|our) (?:\w+ )?\w+ (?:wants?|says?|said|told|tells|asked|asks|needs?|made|makes|is making|sent|sends) me\b"
)
_PAY = re.compile(
    r"\b(?:i|i'm|im)(?: am)?(?: only| just| currently| now| about)? (?:earn|earning|make|on|get paid|paid"
    r"|am paid|bring in)\b(.*)"
    r"|\bmy (?:pay|salary|wages?|income|earnings) (?:is|are|comes to)\b(.*)"
    r"|\b(?:i(?:'m| am|m)?|he|she|they|who|living|lives?)\b.*(?:,| and|\ba [\w ]+) (?:i |he |she |they )?(?:only |just |about )?"
    r"(?:earns?|earning|makes?|on|is on|gets?) (?:about |around |abt )?(?=£|\d)(.*)"
    r"|\b(?:he|she|they|who)(?:'?s|'?re| is| are)? (?:only |just |currently )?(?:earns?|earning|makes?|on|gets?)\b(.*)"
)
_CLEARLY_PAY = re.compile(r"£|\bk\b|\dk\b|grand|thousand|hour|week|month|year|annum|\d{4}")
# Somebody who wants training paid for: "can I get", "I'd like", "is it free".
_WISH = re.compile(
    r"\b(?:can|could|may|do|would|will|am|should) (?:i|we)\b|\b(?:you|they) (?:pay|fund|cover|help)\b|\bi(?:'d"
    r"| would) like\b|\bi (?:really )?(?:want|need|wish)\b"
    r"|\blooking (?:for|to)\b|\bhelp (?:me|with)\b|\bpaid for\b|\bpay for\b|\bfree\b|\bfunding\b|\bfunded\b"
    r"|\beligible\b|\bqualify\b"
)
_STUDY = re.compile(
    r"\b(?:courses?|class|classes|lessons?|training|qualifications?|learn|study|improve|gcses?|nvq|level (?:\d"
    r"|one|two|three"
    r"|four|five|six)|degree|skills|brush up)\b"
)
# "Can I get maths paid for": a subject is study where somebody asks who pays, but "a computer" may be one to own.
_PAID = re.compile(r"\b(?:paid for|pay for|funded|funding|free|for nothing)\b")
_SOMEBODY = re.compile(r"\b(?:i|we|me|us|my|our|he|she|they|him|her|them)\b")
_THING = re.compile(r"\b(?:an?|the|my|our|some|new) (?:\w+ )?(?:computers?|internet|lorr(?:y|ies))\b|\binternet\b|\bnumbers?\b")
# "My learner who is 34" says whom, and asks nothing.
_WHO_IS = re.compile(rf"(?:{_OTHER.pattern}|\b(?:member|learner|person|one|carer|worker|lad|lass)) who\b")
_EXPLAIN = re.compile(r"\b(?:what(?:'s| is| are| was| does| do)|whats|mean|means|difference between|explain"
    r"|how many|how much|who|which|when|in (?:19|20)\d\d)\b")
# "in Reading" is a town, and these words are too common to show a wish.
_NO_WISH_ALONE = re.compile(r"\b(?:in|near|at|from|around) reading\b")
_OPEN_ENDED = "unsure"


def volunteered(knowledge: Knowledge, text: str, today: date) -> dict[str, Value]:
    """The circumstances of today that a message gives in passing; in doubt nothing. Places are found elsewhere."""
    normal = normalise(text)
    facts: dict[str, Value] = {}
    not_theirs = bool(_speaks_of_other(normal) or _NOT_SO.search(normal))
    for name, question in knowledge.questions.items():
        # "Could he get an English course" gives away what is wanted, and nothing about the person who types.
        left_out = question.at is not None or question.of_other or (not_theirs and not question.wish)
        value = None if left_out else fact_in(question, normal, today)
        if value is not None:
            facts[name] = value
    return facts


def is_about_another(text: str) -> bool:
    """Whether a message speaks of somebody else, for whom a check may be: "she's 34, can she get maths paid for"."""
    normal = normalise(text)
    return _speaks_of_other(normal) and not _NOT_SO.search(normal)


def _speaks_of_other(normal: str) -> bool:
    return bool(_OTHER.search(_WANTS_ME.sub(" ", normal)))


def fact_in(question: Circumstance, normal: str, today: date) -> Value | None:
    """What a normalised message gives away about one circumstance, or None."""
    said = given_away(question, normal)
    if said is not None:
        return said.id
    number: Optional[float] = None
    if question.age:
        number = volunteered_age(normal, today, question.of_other or _speaks_of_other(normal))
    elif question.counts:
        number = counted(question.counts, normal)
    elif question.kind == "money":
        number = _pay(normal)
    elif question.wish:
        return _wish(question, normal)
    if number is None or question.range is None:
        return None
    low, high = question.range
    return int(number) if low <= number <= high else None


def _pay(normal: str) -> float | None:
    found = _PAY.search(normal)
    said = next(filter(None, found.groups()), "") if found else ""
    if not said or not _CLEARLY_PAY.search(said):
        return None
    return yearly_pay(said)[0]


def _is_paid(normal: str) -> bool:
    """Whether somebody asks who pays for what they, or people they name, are to learn."""
    return bool(_PAID.search(normal) and _SOMEBODY.search(normal)) and not _THING.search(normal)


def _wish(question: Circumstance, normal: str) -> str | None:
    """The kind of course that a message asks to have, or None where it asks about it or says nothing of the sort."""
    if _EXPLAIN.search(_WHO_IS.sub(" ", normal)) or not (_WISH.search(normal) and (_STUDY.search(normal) or _is_paid(normal))):
        return None
    choice = mentioned(question, _NO_WISH_ALONE.sub(" ", normal), max_words=40)
    return choice.id if choice and choice.id != _OPEN_ENDED else None
