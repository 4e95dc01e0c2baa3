"""Fixed forms of words that ask whether something can be had: "do I qualify", "can I get it paid for", "free or not"."""
from __future__ import annotations

import re

_ASKS_ELIGIBILITY = re.compile(
    r"\b(?:am|are|would|do|does|did|could|can|was|were|will|is) (?:i|we|she|he|they|(?:my|our) \w+)\b.*"
    r"\b(?:eligible|qualif(?:y|ied)|entitled)\b"
)
_ASKS_TO_BE_PAID_FOR = re.compile(
    r"\b(?:can|could|would|may) (?:i|we|she|he|they|(?:my|our) \w+)\b.{0,40}\b(?:paid for|funded|for free|for nothing|free)\b"
    r"|\b(?:do|would|will|can) (?:i|we|she|he|they|(?:my|our) \w+) (?:qualify|be eligible) for (?:\w+ )?(?:funding|training)\b"
    r"|\b(?:would|will|can|could|do) (?:they|you|u|the government|anyone|somebody) pay for (?:my|me|her|his|our)\b"
)
# "Is maths free for my learner": of a person, where "free for adults" asks about everybody.
_ASKS_IF_FREE_FOR = re.compile(
    r"\b(?:is|are|would|will|can|could) .{1,40}\b(?:free|paid for|funded|covered) (?:for|by you for) "
    r"(?:me|us|her|him|them|one of|(?:my|our|a|an|this) \w+)\b"
)
_LEARNING = re.compile(
    r"\b(?:train(?:ing|ed)?|courses?|college|class(?:es)?|lessons?|learning|funding|qualifications?|diplomas?|nvqs?"
    r"|stud(?:y|ies|ying))\b"
)
# Nothing but a wish to learn, and at most what somebody works as ("i work nights, can i get training"); no job that ends.
_ASKS_TO_LEARN = re.compile(
    r"(?!.*\b(?:clos|shut|finish|end|los)(?:e|es|ing|s|ed)?\b)"
    r"(?:(?:i|he|she|we|they|my \w+) works? (?:[\w']+ ){0,5}?[\w']+[ ,.]+)?"
    r"(?:(?:hi|hello|please|so|ok|and|but)\W+)*(?:can|could|would|may|am|are|is) (?:i|we|she|he|they|(?:my|our|a) \w+)"
    r"(?: (?:still|also|even|actually|able to|allowed to))*"
    r" (?:get|have|do|take|start|go on|get on|sign up for) (?:(?:a|an|any|some|more|the|another|free|new) )*"
    r"(?:train(?:ing)?|courses?|class(?:es)?|qualifications?|diplomas?)(?: (?:free|for free|for nothing|paid for|too|please))*\W*"
)
# After a verdict: "i dont get it, can i get it free or not".
_SO_YES_OR_NO = re.compile(
    r"\b(?:i (?:do not|don'?t) (?:understand|get it|follow)|what (?:does|do) (?:that|this|it) mean)(?= *[.,;!?]| *$)"
    r"|\b(?:yes or (?:a )?no|(?:free|paid for|get it|have it|do it) or not)\W*$"
    r"|^(?:so |but |and |ok |then )*(?:can|do|will|could|would) (?:i|we|she|he|they|(?:my|our) \w+)"
    r" (?:get|have|do) (?:it|this|that)(?: (?:free|for free|for nothing|paid for|then))*\W*$"
)


def asks_eligibility(text: str) -> bool:
    """Say whether a text asks if somebody can have something: "would I have qualified for train to gain"."""
    return bool(_ASKS_ELIGIBILITY.search(text))


def asks_to_be_paid_for(text: str) -> bool:
    """Say whether a text asks if something can be had without paying."""
    return bool(_ASKS_TO_BE_PAID_FOR.search(text))


def asks_if_free_for(text: str) -> bool:
    """Say whether a text asks if something is free for some person: "is maths free for my learner"."""
    return bool(_ASKS_IF_FREE_FOR.search(text))


def names_learning(text: str) -> bool:
    """Say whether a text speaks of training, or of money for it, and not of any other thing that may be free."""
    return bool(_LEARNING.search(text))


def asks_to_learn(text: str) -> bool:
    """Say whether a text asks for training or a course, and says nothing else: "can my learner get training"."""
    return bool(_ASKS_TO_LEARN.fullmatch(text))


def asks_for_a_check(text: str) -> bool:
    """Say whether a text asks for a check in so many words: "check apprenticeship 2008-09"."""
    return bool(re.match(r"(?:please |can you |could you |do a |run a )*check\b", text))


def asks_for_plain_verdict(text: str) -> bool:
    """Say whether somebody who has just read a verdict asks what it comes to."""
    return bool(_SO_YES_OR_NO.search(text))
