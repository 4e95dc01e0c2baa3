"""What a message means by likelihood: the classifier's labels, weighed in the conversation."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.nlu import thresholds
from bot.nlu.elsewhere import elsewhere
from bot.nlu.labels import OUT_OF_SCOPE
from bot.nlu.questions import Candidate, candidates, question, questions_of
from bot.nlu.reading import ClauseReading
from bot.nlu.situation import MOST_QUESTIONS, Parse, Situation, has_rules, scheme_meant
from bot.nlu.wording import POINTING, asks_near, asks_who_helps, looks_like_question

MOST_CHOICES = 3
MOST_WORDS_OF_A_PLACE = 4
# The label of "who can help me": help is asked for, and not with what.
UNSAID = "unsaid"
Judged = list[tuple[ClauseReading, list[Candidate]]]
CHATTER = frozenset("greet thanks goodbye affirm deny how_are_you".split())


def likely(at: Situation) -> Parse:
    """Return what a message most likely means, or that this is unclear or out of scope."""
    judged = _judged(at)
    if not judged:
        return at.reply(None, "none") if at.memory.asked else {"intent": "unclear"}
    main, clause = _or_follow_up(at, judged, *_or_referral(at, judged, *_main(at, judged)))
    if at.memory.asked and not at.reading.topics and main.likely < thresholds.PLAIN:
        return at.reply(None, "none")
    if at.memory.wanted == "place" and _may_be_a_place(at, main):
        return {"intent": "refer", "need": at.memory.need, "kind": "unknown_place"}
    if main.label.family in ("ask", "choose") and (unheld := _scheme_not_held(at)):
        return unheld
    if found := elsewhere(at, main, clause):
        return found
    if _is_outside(at, main, clause):
        return {"intent": OUT_OF_SCOPE, "score": main.likely}
    if main.label.family == "ask":
        return _asked(at, judged, main, clause)
    if main.likely < thresholds.SURE and main.label.family != "refer":
        asks = [c for _, found in judged for c in found if c.label.family == "ask"]
        if at.reading.topics and asks:
            return _asked(at, judged, max(asks, key=lambda candidate: candidate.likely), clause)
        return {"intent": "unclear", "score": main.likely}
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
    """Whether a few words after our question where somebody lives are no other thing we know: a place we do not."""
    few = len(at.reading.text.split()) <= MOST_WORDS_OF_A_PLACE and not at.reading.topics
    unlike = main.label.name == OUT_OF_SCOPE or main.near < thresholds.NEAR_EXAMPLE
    return few and unlike and not looks_like_question(at.reading.text)


def _by_fit(at: Situation, kind: str) -> list[str]:
    """Return the topics of a kind, those with the best fitting points first."""
    fits = {
        topic.id: max(at.points.fits(at.sought, topic.id).values(), default=0.0)
        for topic in at.knowledge.topics.values() if topic.kind == kind
    }
    return sorted(fits, key=lambda name: -fits[name])


def _judged(at: Situation) -> Judged:
    clauses = at.reading.clauses or ([at.reading.whole] if at.reading.whole else [])
    return [(c, ranked) for c in clauses if (ranked := candidates(c, at.reading, at.knowledge, at.memory, at.points))]


def _main(at: Situation, judged: Judged) -> tuple[Candidate, ClauseReading]:
    """Return what the message is mainly for: a question before small talk, the surer before the vaguer."""
    ranked = [(found[0], clause) for clause, found in judged]
    if at.reading.whole is not None and len(ranked) > 1:
        whole = candidates(at.reading.whole, at.reading, at.knowledge, at.memory, at.points)
        if whole and max(best.likely for best, _ in ranked) < thresholds.BACKGROUND:
            return whole[0], at.reading.whole
    telling = [pair for pair in ranked if not _is_chatter(pair[0]) and pair[0].label.name != OUT_OF_SCOPE]
    sure = [pair for pair in telling if pair[0].likely >= thresholds.BACKGROUND]
    return max(sure or telling or ranked, key=lambda pair: pair[0].likely)


def _is_a_need(at: Situation) -> bool:
    """Whether what a message names is help that people look for (reading, dyslexia, ESOL), and no scheme or body."""
    return all(at.knowledge.topics[match.id].kind == "offer" for match in at.reading.topics)


def _or_referral(at: Situation, judged: Judged, main: Candidate, clause: ClauseReading) -> tuple[Candidate, ClauseReading]:
    """Return a likely need for help in place of an unsure "out of scope", or where it is asked who can help."""
    if asks_who_helps(clause.clause.text) and _is_a_need(at):
        least = thresholds.REFERRAL_WHERE_HELP_IS_ASKED
    elif main.label.name == OUT_OF_SCOPE and main.likely < thresholds.OUT_OF_SCOPE_UNSURE:
        least = main.likely * thresholds.REFERRAL_AGAINST_OUT_OF_SCOPE
    else:
        return main, clause
    needs = [(c, part) for part, found in judged for c in found if c.label.family == "refer" and c.likely >= least]
    return max(needs, key=lambda pair: pair[0].likely, default=(main, clause))


def _or_follow_up(
    at: Situation, judged: Judged, main: Candidate, clause: ClauseReading
) -> tuple[Candidate, ClauseReading]:
    """Return a question about what was talked of, where its examples are nearer than those of "out of scope" or a check."""
    if at.memory.topic not in at.knowledge.topics or at.reading.topics or at.memory.asked:
        return main, clause
    fits = at.points.fits(clause.sought, at.memory.topic)
    room = max(fits, key=lambda name: fits[name], default="")
    outside = main.label.name == OUT_OF_SCOPE and (
        POINTING.search(clause.clause.text) or fits.get(room, 0.0) >= thresholds.POINT_FITS_HERE
    )
    unchecked = main.label.family == "check" and not has_rules(at, at.memory.topic)
    if not (outside or unchecked):
        return main, clause
    asks = [c for part, found in judged if part is clause for c in found if c.label.family == "ask"]
    if main.label.name == OUT_OF_SCOPE and fits.get(room, 0.0) >= thresholds.POINT_FITS_HERE:
        best = next((c for c in asks if (c.label.special or c.label.facet) == room), None)
        return (replace(best, likely=fits[room], near=fits[room]) if best else main), clause
    least = max(main.near, thresholds.NEAR_FOLLOW_UP)
    best = max((c for c in asks if c.near > least), key=lambda candidate: candidate.likely, default=None)
    # What the classifier took for something else has little likelihood left: its nearness speaks for it.
    return (replace(best, likely=best.near) if best else main), clause


def _scheme_not_held(at: Situation) -> Parse | None:
    """A scheme that has no topic yet, named in a question: what it is, and never the facts of another scheme."""
    if at.reading.topics:
        return None
    named = [match.id for match in at.reading.terms if at.knowledge.glossary[match.id].scheme]
    return {"intent": "ask", "term": named[0]} if named else None


def _is_outside(at: Situation, main: Candidate, clause: ClauseReading) -> bool:
    """Whether a message lies outside the field: then no scheme's facts, whatever topic was talked of before."""
    if at.reading.topics:
        if main.near < thresholds.NEAR_EXAMPLE_DESPITE_TOPIC and clause.strange_words:
            return True
        return main.label.name == OUT_OF_SCOPE and main.likely >= thresholds.OUT_OF_SCOPE_DESPITE_TOPIC
    if any(at.knowledge.glossary[match.id].scheme for match in at.reading.terms):
        return False
    if main.label.name == OUT_OF_SCOPE:
        return True
    if main.label.family not in ("ask", "check", "refer"):
        return main.near < thresholds.NEAR_EXAMPLE and main.likely < thresholds.PLAIN
    follows = at.memory.topic is not None and main.label.family == "ask"
    if follows and POINTING.search(clause.clause.text):
        return main.near < thresholds.NEAR_FOLLOW_UP
    if follows and main.likely >= thresholds.SURE_FOLLOW_UP:
        return main.near < thresholds.NEAR_FOLLOW_UP or bool(clause.strange_words)
    needed = thresholds.NEAR_EXAMPLE_STRANGE_WORDS if clause.strange_words else thresholds.NEAR_EXAMPLE
    return main.near < needed


def _asked(
    at: Situation, judged: Judged, main: Candidate, clause: ClauseReading
) -> Parse:
    asking = [(c, found) for c, found in judged if _asks(at, found[0], c)] or [(clause, [main])]
    asked: list[dict[str, Any]] = []
    for part, found in asking:
        topics = _named_for(at, part)
        carried = not topics and at.memory.topic in at.knowledge.topics
        about = [at.memory.topic or ""] if carried else _subjects(found[0], topics)
        asked += questions_of(found[0], part, about, carried, at.on(carried), at.points)
    if len(asking) == 1 and _is_doubtful(asking[0][1]):
        return _unclear(at, asking[0][0], asked[0])
    distinct = {(q["topic"], q["facet"], q["special"]): q for q in reversed(asked)}
    ordered = [q for q in asked if distinct[(q["topic"], q["facet"], q["special"])] is q]
    found: Parse = {"intent": "ask", "score": main.likely, "questions": ordered[:MOST_QUESTIONS]}
    wanted = [ranked[0] for _, ranked in judged if ranked[0].label.family == "refer"]
    if wanted and wanted[0].likely >= thresholds.PLAIN:
        # "What is the pledge, and who can advise me in Leeds?" asks for both.
        return {**found, "need": wanted[0].label.kind, "also": "refer"}
    return found


def _asks(at: Situation, best: Candidate, clause: ClauseReading) -> bool:
    return (
        best.label.family == "ask"
        and best.likely >= thresholds.BACKGROUND
        and not _is_outside(at, best, clause)
    )


def _named_for(at: Situation, part: ClauseReading) -> list[str]:
    """Return the topics of a clause: its own, those named before it, or those after it that "it" points to."""
    before = [match.id for match in at.reading.topics if match.end <= part.clause.start]
    if part.topics or before:
        return part.topics or before[-1:]
    points_ahead = part is at.reading.whole or POINTING.search(part.clause.text)
    return [match.id for match in at.reading.topics[:MOST_QUESTIONS]] if points_ahead else []


def _is_doubtful(ranked: list[Candidate]) -> bool:
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    if best.label.facet and second is not None and second.label.special:
        return best.likely < thresholds.SURE_OF_FACET
    return best.likely < thresholds.SURE or (second is not None and best.likely - second.likely < thresholds.LEAD)


def _unclear(at: Situation, clause: ClauseReading, first: dict[str, Any]) -> Parse:
    """Ask which of the likeliest questions is meant; take the best where there is nothing to choose from."""
    ranked = [c for c in candidates(clause, at.reading, at.knowledge, at.memory, at.points) if c.label.family == "ask"]
    choices: list[dict[str, Any]] = []
    for candidate in ranked[: 2 * MOST_CHOICES]:
        topic = candidate.label.topic or first["topic"]
        known = at.knowledge.topics.get(topic or "")
        asked = candidate.label.special or candidate.label.facet or ""
        if known is not None and asked in known.questions():
            choices.append(question(topic, candidate.label.facet, candidate.label.special, candidate.likely,
                                    first["carried"], first["on"], clause.sought, at.points))
    if len(choices) < 2:
        return {"intent": "ask", "score": first["score"], "questions": [first]}
    return {"intent": "unclear", "score": first["score"], "choices": choices[:MOST_CHOICES]}


def _subjects(best: Candidate, topics: list[str]) -> list[str]:
    """Return the topics to answer about: what links two of them is asked of the first."""
    return topics[:1] if best.label.facet == "links" else topics


def _is_chatter(candidate: Candidate) -> bool:
    return candidate.label.family == "chat" and candidate.label.kind in CHATTER
