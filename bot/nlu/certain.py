"""What a message means by rule: an offer taken, a reply to our question, a term, a bare follow-up."""
from __future__ import annotations

from bot.guidance.content.aliases import Match
from bot.guidance.content.marks import marks
from bot.guidance.eligibility.volunteered import is_about_another
from bot.guidance.schema.topic import FACETS
from bot.guidance.text import folded
from bot.nlu.alone import agreed
from bot.nlu.asked_again import same_question
from bot.nlu.changed import changed
from bot.nlu.having import (
    asks_eligibility,
    asks_for_plain_verdict,
    asks_if_free_for,
    asks_to_be_paid_for,
    asks_to_learn,
    names_learning,
)
from bot.nlu.labels import read_label
from bot.nlu.landmarks import landmarks
from bot.nlu.looked_up import looked_up
from bot.nlu.looking_back import asks_of_both, compares, goes_back
from bot.nlu.offered import numbered, offered, offered_in_part, titled
from bot.nlu.questions import candidates
from bot.nlu.referred import referred
from bot.nlu.replied import puzzled, replied
from bot.nlu.situation import MOST_QUESTIONS, Parse, Situation, named_in_part, scheme_meant
from bot.nlu.thresholds import KNOWN_QUESTION
from bot.nlu.wording import (
    AROUND_NAME,
    asks_for_more,
    asks_meaning,
    asks_what,
    is_bare_name,
    looks_like_question,
    rest_of,
    says_mean,
    without_date,
)

MOST_WORDS_OF_A_NUMBER = 6
_EVERYDAY_MARKS = ("level", "stage", "step", "grade", "part")


def certain(at: Situation) -> Parse | None:
    """Return what a message means for certain, None where that is a matter of likelihood."""
    if at.reading.care:
        return {"intent": "care", "kind": at.reading.care}
    if at.reading.broken:
        return {"intent": "broken", "kind": at.reading.broken}
    for rule in (
        offered, agreed, titled, changed, puzzled, replied, numbered, offered_in_part, _verdict_once_more, _more, looked_up,
        referred, _term, _numbered_thing, _compared, _what, _bare_follow_up, _eligibility,
    ):
        found = rule(at)
        if found is not None:
            return found
    return None


def _verdict_once_more(at: Situation) -> Parse | None:
    """"I don't get it, can I get it free or not": after a verdict that asks for it again, and for no other check."""
    said = at.reading.topics or at.reading.terms or at.reading.circumstances
    asks = at.memory.last == "verdict" and not said
    return {"intent": "command", "kind": "simpler"} if asks and asks_for_plain_verdict(at.reading.text) else None


def _more(at: Situation) -> Parse | None:
    if (at.memory.topic or at.memory.last == "referral") and not at.memory.asked and asks_for_more(at.reading.text):
        return {"intent": "command", "kind": "more"}
    return None


def _term(at: Situation) -> Parse | None:
    """"What's level 2?" asks for a term; of one name for both, "what does it mean" is the term and "what is it" the topic."""
    for match in at.reading.terms:
        span = (match.start, match.end)
        if not asks_meaning(at.reading.text, span) or _is_in_a_title(at, span) or _is_known_question(at):
            continue
        if _says_more(match, at.reading.topics, at.reading.text):
            return {"intent": "ask", "term": match.id}
    for clause in at.reading.clauses:
        inside = [m for m in at.reading.terms if clause.clause.start <= m.start and m.end <= clause.clause.end]
        if at.memory.asked and len(inside) == 1 and not clause.topics:
            span = (inside[0].start - clause.clause.start, inside[0].end - clause.clause.start)
            if asks_meaning(clause.clause.text, span):
                return {"intent": "ask", "term": inside[0].id}
    return None


def _is_in_a_title(at: Situation, span: tuple[int, int]) -> bool:
    """Say whether a special question of what is talked of has a term in its title: "and the NHS?" is more than a word then."""
    said = set(folded(at.reading.text[span[0] : span[1]]))
    topic = at.knowledge.topics.get(at.memory.topic or "")
    return topic is not None and any(said <= set(folded(special.title)) for special in topic.specials.values())


def _is_known_question(at: Situation) -> bool:
    """Say whether a message is, nearly word for word, an example of a special question: that says more than one sentence."""
    whole = at.reading.whole
    if whole is not None:
        at.reading.classify(whole)
    if whole is None or not len(whole.near):
        return False
    best = int(whole.near.argmax())
    return read_label(at.reading.labels[best]).special is not None and whole.near[best] >= KNOWN_QUESTION


def _says_more(term: Match, topics: list[Match], text: str) -> bool:
    """Say whether a term is a longer name than any topic found in the text, or the same where its meaning is asked."""
    inside = [topic for topic in topics if term.start <= topic.start and topic.end <= term.end]
    same_name = any((topic.start, topic.end) == (term.start, term.end) for topic in inside)
    return len(inside) == len(topics) and (not same_name or says_mean(text))


def _numbered_thing(at: Situation) -> Parse | None:
    """"And recommendation 12?", "the sixteenth recommendation": another of the numbered things that were talked of."""
    wanted = marks(at.reading.text)
    if at.reading.topics or not wanted or asks_of_both(at.reading.text) or len(folded(at.reading.text)) > MOST_WORDS_OF_A_NUMBER:
        return None
    held = landmarks.of(at.knowledge)
    # "Level 3" is a qualification, unless levels of something are talked of.
    telling = {mark for mark in wanted if mark[0] not in _EVERYDAY_MARKS}
    rooms = held.rooms_with(wanted, [at.memory.topic]) if at.memory.topic else held.rooms_with(telling)
    now = next((room for room in rooms if room == (at.memory.topic, at.memory.facet)), rooms[0] if rooms else None)
    return same_question(at, [now[0]], now[1]) if now else None


def _what(at: Situation) -> Parse | None:
    """"Right, and what was train to gain then?": one thing is named, and nothing else is asked."""
    named = list(dict.fromkeys(match.id for match in at.reading.topics))
    spans = [(match.start, match.end) for match in at.reading.topics]
    return same_question(at, named, "what") if len(named) == 1 and asks_what(at.reading.text, spans) else None


def _bare_follow_up(at: Situation) -> Parse | None:
    """"And in 2008?", "in Leeds?", "and the pledge?": the same question at another time, elsewhere, of another thing."""
    reading, memory = at.reading, at.memory
    if memory.asked and not looks_like_question(reading.text):
        return None
    text, places = without_date(reading.text), [(hit.start, hit.end) for hit in reading.places]
    if reading.topics:
        named = [(match.start, match.end) for match in reading.topics]
        again = memory.facet in FACETS and not places and is_bare_name(text, named)
        return same_question(at, [match.id for match in reading.topics]) if again else None
    part = named_in_part(at)
    if len(part) == 1 and goes_back(text) and rest_of(text, []) - set(folded(at.knowledge.topics[part[0]].title)) <= AROUND_NAME:
        return same_question(at, part)
    if not is_bare_name(text, places):
        return None
    if places:
        return {"intent": "refer", "need": memory.need} if memory.need else None
    return same_question(at, [memory.topic]) if memory.topic and text != reading.text else None


def _compared(at: Situation) -> Parse | None:
    """"How is it different from a loan?": the topics that are named, or the one named and the one talked of, side by side."""
    if not compares(without_date(at.reading.text)) or at.memory.asked and not looks_like_question(at.reading.text):
        return None
    topics = [match.id for match in at.reading.topics]
    if not topics:
        topics = named_in_part(at)
    if len(topics) < 2 and asks_of_both(at.reading.text) and not at.reading.topics:
        topics = [topic for topic in at.memory.recent[:2] if topic in at.knowledge.topics]
    if len(set(topics)) == 1 and at.memory.topic in at.knowledge.topics:
        topics.append(at.memory.topic)
    distinct = list(dict.fromkeys(topics))
    if len(distinct) < 2 or at.reading.whole is None:
        return None
    facets = (found.label.facet for found in candidates(at.reading.whole, at))
    return {"intent": "ask", "compare": distinct[:MOST_QUESTIONS], "kind": next(filter(None, facets), None)}


def _only_asks_to_learn(at: Situation) -> bool:
    return at.reading.whole is not None and asks_to_learn(at.reading.whole.bare)


def _eligibility(at: Situation) -> Parse | None:
    """Somebody who asks in so many words whether they qualify for a scheme, or whether a course they want is paid for."""
    text, scheme = at.reading.text, scheme_meant(at) if at.reading.topics else None
    if scheme:
        asks = asks_eligibility(text)
    else:
        wished = any(at.knowledge.questions[name].wish for name in at.reading.circumstances)
        asks = asks_to_be_paid_for(text) and (wished or not at.memory.topic and names_learning(text))
        about_one = len(at.reading.circumstances) > 1 or bool(at.reading.places) or is_about_another(text)
        asks = asks or wished and about_one and asks_if_free_for(text)
        # A special question of some topic may be put in the same words, where that is talked of.
        asks = asks or not (at.memory.topic or at.reading.topics) and _only_asks_to_learn(at)
    return {"intent": "check", "scheme": scheme, "on": at.on(False)} if asks else None
