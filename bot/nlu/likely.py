"""What a message means by likelihood: the classifier's labels, weighed in the conversation."""
from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu import thresholds
from bot.nlu.form import says_only_where
from bot.nlu.labels import OUT_OF_SCOPE
from bot.nlu.questions import Candidate, candidates, questions_of
from bot.nlu.ranking import named_for
from bot.nlu.reading import ClauseReading
from bot.nlu.situation import MOST_QUESTIONS, Parse, Situation, scheme_meant
from bot.nlu.whereabouts import asks_near, asks_who_helps
from bot.nlu.wording import asks_within, is_asked

MOST_CHOICES = 3
MOST_WORDS_OF_A_PLACE = 4
# The label of "who can help me": help is asked for, and not with what.
UNSAID = "unsaid"
_IN_A_PLACE = re.compile(r"(?:(?:i|i'm|im|we|we're|from|live|work|am|are|it's|its) )*(?:in|near|at|by|from|outside) ")
_NO_TOPIC = ("unnamed", "topicless")
Judged = list[tuple[ClauseReading, list[Candidate]]]


def likely(at: Situation) -> Parse:
    """Return what a message most likely means, or that this is unclear or out of scope."""
    judged = _judged(at)
    if not judged:
        return at.reply(None, "none") if at.memory.asked else {"intent": "unclear"}
    main, clause = _or_referral(at, judged, *_main(judged))
    is_reply = at.memory.asked and not at.reading.topics and not asks_within(at.reading.text)
    if is_reply and (main.likely < thresholds.PLAIN or says_only_where(at)):
        return at.reply(None, "none")
    if at.memory.wanted == "place" and _may_be_a_place(at, main):
        return {"intent": "refer", "need": at.memory.need, "kind": "unknown_place"}
    if main.label.family in ("ask", "choose", OUT_OF_SCOPE) and (unheld := _scheme_not_held(at)):
        return unheld
    if main.label.family == "ask":
        return _asked(at, judged, main, clause)
    if main.likely < thresholds.SURE and main.label.family != "refer":
        return _unclear(at, clause, main)
    if main.label.name == OUT_OF_SCOPE:
        return {"intent": OUT_OF_SCOPE, "score": main.likely}
    extra: Parse = {"intent": main.label.family, "score": main.likely, "kind": main.label.kind}
    if main.label.family == "refer":
        near = "near" if asks_near(at.reading.text) and not at.reading.places else None
        return {**extra, "kind": near, "need": None if main.label.kind == UNSAID else main.label.kind}
    if main.label.family == "check":
        return {**extra, "scheme": scheme_meant(at), "on": at.on(False)}
    if main.label.family == "choose":
        return {**extra, "ranked": _by_fit(at, main.label.kind or "")}
    return extra


def _may_be_a_place(at: Situation, main: Candidate) -> bool:
    """Whether a few words after our question where somebody lives are no other thing we know: a place we do not.

    A name has a word that no example has, or stands after "in" or "near": "pay dispute" is none.
    """
    few = len(at.reading.text.split()) <= MOST_WORDS_OF_A_PLACE and not at.reading.topics
    unlike = main.label.name == OUT_OF_SCOPE or main.near < thresholds.NEAR_EXAMPLE
    whole = at.reading.whole
    named = whole is not None and whole.strange_words > 0 or bool(_IN_A_PLACE.match(at.reading.text))
    return few and unlike and named and not asks_within(at.reading.text)


def _by_fit(at: Situation, kind: str) -> list[str]:
    """Return the topics of a kind, those with the best fitting points first."""
    fits = {
        topic.id: float(at.points.rooms.evidence(at.sought, at.points.rooms.of(topic.id))[:, 0].max(initial=0.0))
        for topic in at.knowledge.topics.values() if topic.kind == kind
    }
    return sorted(fits, key=lambda name: -fits[name])


def _judged(at: Situation) -> Judged:
    """Return the clauses that ask for different things, each surely enough; else the whole message as one."""
    whole = at.reading.whole
    if whole is None:
        return []
    put_as_questions = [clause for clause in at.reading.clauses if is_asked(clause.clause.text)]
    several = put_as_questions if len(put_as_questions) > 1 else []
    at.reading.classify(whole, *several)
    parts = [(clause, found) for clause in several if (found := candidates(clause, at))]
    asking = [(clause, found) for clause, found in parts if _asks_surely(found[0])]
    if len({(found[0].label.name, *_about(clause, found[0], at)) for clause, found in asking}) > 1:
        return asking
    found = candidates(whole, at)
    if len(put_as_questions) == 1 < len(at.reading.clauses) and _is_lost(found):
        # "This paperwork is killing me, how many stages has the pledge": what is put as a question may say more alone.
        asked = candidates(put_as_questions[0], at)
        if asked and (not found or asked[0].likely > found[0].likely):
            found, whole = asked, put_as_questions[0]
    return [(whole, found)] if found else []


def _is_lost(found: list[Candidate]) -> bool:
    return not found or found[0].likely < thresholds.SURE or found[0].label.name == OUT_OF_SCOPE


def _asks_surely(best: Candidate) -> bool:
    return best.label.family in ("ask", "refer") and best.likely >= thresholds.APART


def _about(clause: ClauseReading, best: Candidate, at: Situation) -> list[str | None]:
    return [*named_for(clause, at)] if best.kind == "named" else [best.topic]


def _main(judged: Judged) -> tuple[Candidate, ClauseReading]:
    """Return what the message is mainly for: a question before a wish for help, the surer before the vaguer."""
    ranked = [(found[0], clause) for clause, found in judged]
    asked = [pair for pair in ranked if pair[0].label.family == "ask"]
    return max(asked or ranked, key=lambda pair: pair[0].likely)


def _or_referral(at: Situation, judged: Judged, main: Candidate, clause: ClauseReading) -> tuple[Candidate, ClauseReading]:
    """Return a need for help in place of a question, where it is asked who helps, or what is near."""
    # Reading, dyslexia, ESOL: what is named may itself be help that people look for.
    is_a_need = all(at.knowledge.topics[match.id].kind == "offer" for match in at.reading.topics)
    asks = asks_near(at.reading.text) or is_a_need and asks_who_helps(clause.clause.text)
    if main.label.family != "ask" or not asks:
        return main, clause
    # Where no place is named, "local authority" and "near" may belong to something else.
    least = 0.0 if at.reading.places else thresholds.A_CHOICE
    needs = [(c, part) for part, found in judged for c in found if c.label.family == "refer" and c.likely >= least]
    best = max(needs, key=lambda pair: pair[0].likely, default=None)
    return best or (main, clause)


def _scheme_not_held(at: Situation) -> Parse | None:
    """A scheme that has no topic yet, named in a question: what it is, and never the facts of another scheme."""
    if at.reading.topics:
        return None
    named = [match.id for match in at.reading.terms if at.knowledge.glossary[match.id].scheme]
    return {"intent": "ask", "term": named[0]} if named else None


def _asked(at: Situation, judged: Judged, main: Candidate, clause: ClauseReading) -> Parse:
    asking = [(c, found) for c, found in judged if found[0].label.family == "ask"]
    if main.likely < thresholds.SURE:
        return _unclear(at, clause, main)
    asked = [one for part, found in asking for one in questions_of(found[0], part, at)]
    distinct = {(q["topic"], q["facet"], q["special"]): q for q in reversed(asked)}
    ordered = [q for q in asked if distinct[(q["topic"], q["facet"], q["special"])] is q]
    found: Parse = {"intent": "ask", "score": main.likely, "questions": ordered[:MOST_QUESTIONS]}
    wanted = [ranked[0] for _, ranked in judged if ranked[0].label.family == "refer"]
    if wanted and wanted[0].likely >= thresholds.PLAIN:
        # "What is the pledge, and who can advise me in Leeds?" asks for both.
        return {**found, "need": wanted[0].label.kind, "also": "refer"}
    return found


def _unclear(at: Situation, clause: ClauseReading, main: Candidate) -> Parse:
    """Ask which of the likeliest questions is meant, or to say it in other words where nothing is likely enough to offer."""
    every = [c for c in candidates(clause, at) if c.likely >= thresholds.A_CHOICE]
    # A check is offered beside what else was meant, not to somebody who most likely speaks of something else.
    inside = main.label.name != OUT_OF_SCOPE and not at.memory.asked
    ranked = [c for c in every if _is_held(at, c) or inside and c.label.family == "check"]
    facet = main.label.facet
    if facet and main.kind in _NO_TOPIC and not at.reading.topics:
        of_any = [c for c in candidates(clause, at) if c.label.facet == facet and c.kind in _NO_TOPIC]
        if sum(c.likely for c in of_any) >= thresholds.SURE:
            # What is asked is plain, only not of what.
            asked = replace(main, topic=None, kind="topicless")
            return {"intent": "ask", "score": main.likely, "questions": questions_of(asked, clause, at)}
    choices = [one for candidate in ranked[:MOST_CHOICES] for one in _choice(candidate, clause, at)]
    if not choices and main.label.name == OUT_OF_SCOPE:
        return {"intent": OUT_OF_SCOPE, "score": main.likely}
    return {"intent": "unclear", "score": main.likely, "choices": choices}


def _choice(asked: Candidate, clause: ClauseReading, at: Situation) -> list[Parse]:
    """Return a meaning as it is offered: the first of its questions, or the check."""
    if asked.label.family == "check":
        return [{"topic": None, "facet": None, "special": None, "check": True}]
    return questions_of(asked, clause, at)[:1]


def _is_held(at: Situation, asked: Candidate) -> bool:
    """Whether a topic holds an answer: what it does not hold is not offered."""
    topic = at.knowledge.topics.get(asked.topic or "")
    return topic is not None and (asked.label.special or asked.label.facet) in topic.questions()
