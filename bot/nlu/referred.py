"""What a message means that goes on from a referral, or asks for one by its place: rules, before likelihood."""
from __future__ import annotations

from bot.guidance.referral.needs import need_named
from bot.guidance.referral.people import says_only_role
from bot.guidance.text import folded
from bot.nlu.form import MOST_WORDS_WITH_A_PLACE
from bot.nlu.situation import Parse, Situation, need_at_hand, need_today
from bot.nlu.whereabouts import (
    asks_if_covered,
    asks_if_there_is_one,
    asks_near,
    asks_to_ring,
    asks_which_partnership,
    says_anywhere,
)
from bot.nlu.wording import asks_what, is_bare_name, looks_like_question, rest_of, without_correction

PARTNERSHIP, REFERRAL, PHONE = "partnership", "referral", "phone"


def referred(at: Situation) -> Parse | None:
    """Return the referral that a message asks for by its form; None where it does not."""
    outside_a_check = () if at.memory.asked else (
        _says_who, _to_ring, _wanted_place, _wanted_need, _another_need, _help_there, _place_told,
    )
    for rule in (_partnership, _covered, *outside_a_check):
        found = rule(at)
        if found is not None:
            return found
    return None


def _says_who(at: Situation) -> Parse | None:
    """"I'm a union rep" and nothing else."""
    return {"intent": "chat", "kind": "role"} if says_only_role(at.knowledge, at.reading.text) else None


def _to_ring(at: Situation) -> Parse | None:
    """"Who do I ring?": the doors for what is talked of or was looked for, those with a phone first."""
    need = need_at_hand(at) if asks_to_ring(at.reading.text) else None
    return {"intent": "refer", "need": need, "kind": PHONE} if need else None


def _wanted_place(at: Situation) -> Parse | None:
    """A reply to our question where somebody lives."""
    if at.memory.wanted != "place":
        return None
    if says_anywhere(at.reading.text):
        return {"intent": "refer", "need": at.memory.need, "kind": "anywhere"}
    if at.reading.places and not at.reading.topics and not looks_like_question(at.reading.text):
        return {"intent": "refer", "need": at.memory.need}
    return None


def _wanted_need(at: Situation) -> Parse | None:
    """A reply to our question what help is looked for, or a word for another need after a referral."""
    if at.memory.wanted != "need" and at.memory.last != REFERRAL:
        return None
    need = need_named(at.knowledge, _without_opening(at.reading.text))
    return {"intent": "refer", "need": need} if need else None


def _another_need(at: Situation) -> Parse | None:
    """"What about apprenticeships?", "she lives in Bury": after a referral, another need at the place, or another place."""
    if at.memory.last != REFERRAL or not (at.reading.topics or at.reading.places):
        return None
    spans = [(match.start, match.end) for match in [*at.reading.topics, *at.reading.places]]
    if asks_what(at.reading.text, spans):
        return None
    need = need_today(at, at.reading.topics[0].id) if at.reading.topics else at.memory.need
    rest = rest_of(at.reading.text, spans)
    return {"intent": "refer", "need": need} if need and (rest <= _AROUND_HELP or is_bare_name(at.reading.text, spans)) else None


def _help_there(at: Situation) -> Parse | None:
    """"Careers advice in Leeds", "help with reading in Newport": what can be had today, and a place, are a wish to find it."""
    if not at.reading.topics or not at.reading.places:
        return None
    spans = [(match.start, match.end) for match in [*at.reading.topics, *at.reading.places]]
    need = need_today(at, at.reading.topics[0].id)
    return {"intent": "refer", "need": need} if need and rest_of(at.reading.text, spans) <= _AROUND_HELP else None


def _place_told(at: Situation) -> Parse | None:
    """"Im 52, from Walsall": where somebody is, once it is known what they need, and nothing else."""
    said, need = at.reading, at.memory.need
    if not need or said.topics or not said.places or at.memory.topic and at.memory.last not in (REFERRAL, "note"):
        return None
    few = len(said.text.split()) <= MOST_WORDS_WITH_A_PLACE and not looks_like_question(said.text)
    return {"intent": "refer", "need": need} if few else None


def _partnership(at: Situation) -> Parse | None:
    """"Which partnership covers Maltby", and "is there one in Oldham" while partnerships are talked of."""
    talked_of = at.knowledge.topics.get(at.memory.topic or "")
    of_partnerships = talked_of is not None and talked_of.of_place == PARTNERSHIP
    asks = asks_which_partnership(at.reading.text) or (
        of_partnerships and (asks_if_there_is_one(at.reading.text) or asks_if_covered(at.reading.text))
    )
    if not at.reading.places or not asks:
        return None
    need = next((topic.need for topic in at.knowledge.topics.values() if topic.of_place == PARTNERSHIP), None)
    return {"intent": "refer", "need": need, "kind": PARTNERSHIP}


def _covered(at: Situation) -> Parse | None:
    """"Do you cover Oldham?", "is there one in Wales?": after a referral, or where no topic is talked of."""
    if not at.reading.places or at.reading.topics:
        return None
    if asks_if_covered(at.reading.text) and (at.memory.last == REFERRAL or not at.memory.topic):
        return {"intent": "refer", "need": at.memory.need, "kind": "coverage"}
    if at.memory.last == REFERRAL and (asks_if_there_is_one(at.reading.text) or asks_near(at.reading.text)):
        return {"intent": "refer", "need": at.memory.need}
    return None


def _without_opening(text: str) -> str:
    """Return a text without the words that only lead to another need: "and what about maths?" is "maths"."""
    words = without_correction(text).rstrip("?!. ").split()
    while words and words[0] in _OPENING:
        words = words[1:]
    return " ".join(words)


_AROUND_HELP = {form for word in (
    "help with in near nr around at a an any some i i'm im we need want would like looking look for find get somebody someone "
    "anybody who does do can give me us my our please hi hello and what about how to and the is there where course courses "
    "training lessons classes class go advice support local she he they lives live living is are from based works work it's it"
    " about another learner member one now then her his their also could would should see speak talk ring call contact"
).split() for form in folded(word)}
_OPENING = frozenset("and or what how about for with help i need it's its it is just ok so my the then some actually".split())
