"""Starts an eligibility check."""

from __future__ import annotations

from typing import Any, Optional

from actions.answer import answer
from actions.turn import JobAction, Reply, Turn, iso_period
from actions.ways_on import rule_set_offer, staff_file_offer
from bot.guidance.content.answer import status_of
from bot.guidance.content.cards import choice_card, offers, status_part
from bot.guidance.eligibility.checks import sets_for
from bot.guidance.eligibility.told import told
from bot.guidance.eligibility.volunteered import is_about_another
from bot.guidance.eligibility.whom import FOR_OTHERS, is_about_one, is_for_another
from bot.guidance.schema.eligibility import RuleSet

EMPLOYER = "employer"


def check(turn: Turn) -> Reply:
    """Starts the check that is meant; for a scheme that has closed, says so and offers today's first."""
    knowledge, chosen, scheme = turn.knowledge, turn.read("rule_set"), turn.read("scheme")
    if chosen in knowledge.rule_sets:
        return begin(turn, [chosen])
    then = iso_period(turn.read("on"))
    sets = sets_for(knowledge, scheme, turn.role(), then.first if then and then.first else turn.today)
    if then and sets:
        return begin(turn, [rules.id for rules in sets[:1]])
    if scheme in knowledge.topics and not sets:
        return _by_answer(turn, scheme)
    current = knowledge.rule_sets_on(turn.today)
    if sets and all(rules in current for rules in sets):
        return begin(turn, [rules.id for rules in sets])
    if turn.role() == EMPLOYER and not scheme and current:
        course = _of_one_course(turn, current)
        return begin(turn, [course.id]) if course else _which(turn, current)
    return _closed(turn, sets[0] if sets else None)


def begin(turn: Turn, rule_sets: list[str]) -> Reply:
    """Opens the check with everything that has already been said of the person it is for."""
    questions, finished = turn.knowledge.questions, turn.slot("checked") or {}
    of_other = bool(turn.read("for_other"))
    for_other = of_other or is_for_another(turn.knowledge, turn.text, turn.role(), turn.knowledge.rule_sets[rule_sets[0]])
    remembered = {name: value for name, value in (turn.slot("circumstances") or {}).items() if not questions[name].wish}
    facts = _told(turn, rule_sets[:1])
    if any(questions[name].wish for name in facts):
        # Who names a course wants that course: what else could be tried is not asked about.
        rule_sets = rule_sets[:1]
    another = of_other or _is_another(turn, for_other)
    said = {**({} if another else remembered), **(turn.read("circumstances") or {}), **_told(turn, rule_sets)}
    # After one person's check the next may live somewhere else: only what this message says is theirs.
    place = next(iter(turn.read("places") or []), None) if another and finished else turn.place()
    done = {} if another else finished.get("done") or {}
    return Reply(
        slots={
            "check": {"rule_sets": rule_sets, "asked": [], "misses": 0, "for_other": for_other, "done": done},
            "circumstances": {**said, **_told_by_place(turn, rule_sets, place)},
            "place": place,
            "topic": turn.knowledge.rule_sets[rule_sets[0]].topic,
            "reply": None,
        },
        followup="check_form",
    )


def _of_one_course(turn: Turn, current: list[RuleSet]) -> Optional[RuleSet]:
    """The rules for a course that is named for one member of staff: then it is no question which check is meant."""
    if not (turn.read("by_course") or is_about_one(turn.text)):
        return None
    wishes = {name for name, question in turn.knowledge.questions.items() if question.wish}
    return next((rules for rules in current if rules.together and wishes & set(_told(turn, [rules.id]))), None)


def _told(turn: Turn, rule_sets: list[str]) -> dict[str, Any]:
    return told(turn.knowledge, [turn.knowledge.rule_sets[name] for name in rule_sets], turn.text, turn.today)


def sets_of(turn: Turn, state: Optional[dict[str, object]]) -> list[RuleSet]:
    """The sets of rules of a check that is open or was finished; those that are gone from the files are left out."""
    names = (state or {}).get("rule_sets") or []
    return [turn.knowledge.rule_sets[name] for name in names if name in turn.knowledge.rule_sets]  # type: ignore[attr-defined]


def _told_by_place(turn: Turn, rule_sets: list[str], place: Optional[str]) -> dict[str, Any]:
    """What a place tells of the circumstances that these sets ask: the place itself, and the nation that it lies in."""
    if not place:
        return {}
    questions, lies_in = turn.knowledge.questions, turn.knowledge.places.chains.get(place, ())
    sets = [turn.knowledge.rule_sets[name] for name in rule_sets]
    asked = {criterion.test.circumstance for rules in sets for criterion in rules.criteria.values()}
    lives = {name: place for name, question in questions.items() if question.kind == "place"}
    return {**lives, **{name: "yes" for name in asked if questions[name].in_nation in lies_in}}


def _is_another(turn: Turn, for_other: bool) -> bool:
    """Whether a check is for somebody of whom nothing is known yet.

    What whoever asks for others has said is about the first of them; a check that is asked for after a finished one is
    for the next, unless its rules are named.
    """
    begins_anew = bool(turn.slot("checked")) and turn.read("rule_set") is None and turn.intent == "check"
    if is_about_another(turn.text):
        return turn.role() not in FOR_OTHERS or bool(turn.slot("checked"))
    return for_other and begins_anew


def _which(turn: Turn, current: list[RuleSet]) -> Reply:
    """Asks an employer which check is meant; after a finished one it is about the next member of staff."""
    given = [rule_set_offer(turn, rules) for rules in current if rules.together or rules.asked_of == EMPLOYER]
    card = choice_card(turn.knowledge.say("check.which_employer"), [*given, staff_file_offer(turn)])
    if not turn.slot("checked"):
        return Reply([card])
    place = next(iter(turn.read("places") or []), None)
    finished = {**turn.slot("checked"), "done": {}}
    return Reply([card], {"circumstances": turn.read("circumstances") or {}, "place": place, "checked": finished})


def _closed(turn: Turn, own: Optional[RuleSet]) -> Reply:
    """Nobody can have it now: today's check first, then what the old rules would have said."""
    knowledge = turn.knowledge
    choices = [rule_set_offer(turn, rules) for rules in knowledge.rule_sets_on(turn.today) if rules.together][:1]
    line = knowledge.say("check.none_today")
    if own is not None:
        choices.append(rule_set_offer(turn, own))
        topic = knowledge.topics[own.topic]
        line = status_part(knowledge, own.topic, status_of(knowledge, topic, turn.today))["line"] or line
    return Reply([choice_card(f"{line} {knowledge.say('check.which')}", choices)], {"topic": own.topic if own else None})


def _by_answer(turn: Turn, scheme: str) -> Reply:
    """A scheme without a set of rules is answered with whom it is for, and today's check is offered."""
    topic = turn.knowledge.topics[scheme]
    facet = "who_for" if "who_for" in topic.facets else "what"
    meant = {"topic": scheme, "facet": facet, "points": [], "on": None}
    reply = answer(Turn({**turn.message, "questions": [meant]}, turn.slots, turn.knowledge, turn.today))
    today = [rule_set_offer(turn, rules) for rules in turn.knowledge.rule_sets_on(turn.today) if rules.together][:1]
    reply.cards[-1]["next"] = [*offers(today), *reply.cards[-1]["next"]]
    return reply


class ActionCheck(JobAction):
    """Runs `check`."""

    action_name = "action_check"
    job = staticmethod(check)
