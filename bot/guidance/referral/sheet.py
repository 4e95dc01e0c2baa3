"""A sheet that fills while somebody talks with a learner: goal, starting point, limits, checks, doors and what to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Optional

from bot.guidance.content.cards import Card
from bot.guidance.content.source_list import SourceList
from bot.guidance.dates import PartialDate
from bot.guidance.eligibility.bands import in_bands
from bot.guidance.eligibility.cards import ask_words
from bot.guidance.eligibility.checks import likely_questions, sets_for
from bot.guidance.eligibility.whom import FOR_OTHERS, LEARNER
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import describe, surroundings
from bot.guidance.schema.eligibility import UNANSWERED, RuleSet

Slots = Mapping[str, Any]
MOST_TOPICS, MOST_QUESTIONS = 5, 3
# No place narrower than a council: a village may have one learner.
TOO_NARROW = ("town",)


def sheet_card(k: Knowledge, slots: Slots, today: date) -> Card:
    """What the slots of a conversation hold of a learner, as a summary card; nothing on it says who the learner is."""
    done = _done(k, slots)
    items = {
        "goal": [*_wanted(k, slots), *_said(k, slots, "goal")],
        "start": _said(k, slots, "start"),
        "limits": [*_place(k, slots), *_said(k, slots, "limits")],
        "checks": [_check(k, rules, outcome) for rules, outcome in done],
        "doors": list(dict.fromkeys(door for note in slots.get("notes") or [] for door in note.get("doors") or [])),
    }
    items["ask"] = _ask_next(k, slots, today) if any(items.values()) else []
    sources, titles = SourceList(k), k.phrase("sheet.title")
    for rules, _ in done:
        for citation in rules.sources:
            sources.cite(citation)
    return {
        "card": "summary",
        "title": titles.get(slots.get("role")) or titles["default"],
        "intro": k.say("sheet.intro" if any(items.values()) else "sheet.nothing"),
        "sections": [{"title": k.say(f"sheet.parts.{part}"), "items": each} for part, each in items.items() if each],
        "sources": sources.cards,
        "as_at_text": k.say("handover.made_on", when=PartialDate.parse(today.isoformat()).words()),
        "next": [],
    }


def _wanted(k: Knowledge, slots: Slots) -> list[str]:
    """What help is looked for, and what was asked about."""
    need = k.needs.get(slots.get("need") or "")
    talked_of = dict.fromkeys(filter(None, [slots.get("topic"), *(slots.get("recent") or [])]))
    names = [k.topics[name].name for name in talked_of if name in k.topics][:MOST_TOPICS]
    return [
        *([k.say("sheet.help_with", need=need.name)] if need else []),
        *([k.say("sheet.asked_about", names="; ".join(names))] if names else []),
    ]


def _said(k: Knowledge, slots: Slots, part: str) -> list[str]:
    """The circumstances of one part that were answered, in the order of the questions; what is private stays off."""
    given = slots.get("circumstances") or {}
    return [
        k.say("sheet.said", title=question.title, value=in_bands(k, name, given[name]))
        for name, question in k.questions.items()
        if question.sheet == part and not question.private and not _is_place(k, name, given)
        if given.get(name) not in (None, *UNANSWERED)
    ]


def _place(k: Knowledge, slots: Slots) -> list[str]:
    """Where the learner lives: the council, or what is wider; the answer of a check before a place named elsewhere."""
    given = slots.get("circumstances") or {}
    at = str(next((given[name] for name in k.questions if _is_place(k, name, given)), slots.get("place")))
    chain = surroundings(k.places, at) if k.places and at in k.places.by_id else ()
    wide = next((one for one in chain if k.places.by_id[one].kind not in TOO_NARROW), None)
    where = describe(k, wide) if wide else None
    return [k.say("handover.place", line=where.line)] if where else []


def _is_place(k: Knowledge, name: str, given: Mapping[str, Any]) -> bool:
    """Whether the answer to a question is a place of the gazetteer, and no choice such as "outside the UK"."""
    return k.questions[name].kind == "place" and k.places is not None and given.get(name) in k.places.by_id


def _state(slots: Slots) -> Mapping[str, Any]:
    """The check that is open, else the one that was finished last."""
    return slots.get("check") or slots.get("checked") or {}


def _done(k: Knowledge, slots: Slots) -> list[tuple[RuleSet, str]]:
    """The checks of this learner that have ended, with the outcome of each."""
    ended = ((k.rule_sets.get(name), outcome) for name, outcome in (_state(slots).get("done") or {}).items())
    return [(rules, outcome) for rules, outcome in ended if rules is not None and outcome in rules.outcomes]


def _check(k: Knowledge, rules: RuleSet, outcome: str) -> str:
    scheme = rules.title[0].upper() + rules.title[1:]
    return k.say("sheet.check", scheme=scheme, title=rules.outcomes[outcome].title)


def _ask_next(k: Knowledge, slots: Slots, today: date) -> list[str]:
    """The questions that would settle the check that is open, was left open, or is the most likely one."""
    # What nobody knew may be known by now; what somebody would rather not say is not asked again.
    given = {name: value for name, value in (slots.get("circumstances") or {}).items() if value != "unknown"}
    lives = {name: slots["place"] for name, question in k.questions.items() if question.kind == "place" and slots.get("place")}
    asked = likely_questions(k, _sets(k, slots, today), {**lives, **given}, MOST_QUESTIONS)
    for_other = _state(slots).get("for_other", slots.get("role") in FOR_OTHERS)
    return [ask_words(k, name, for_other) for name in asked]


def _sets(k: Knowledge, slots: Slots, today: date) -> list[RuleSet]:
    names: Optional[list[str]] = _state(slots).get("rule_sets")
    if names:
        return [k.rule_sets[name] for name in names if name in k.rule_sets]
    about = sets_for(k, slots.get("topic"), LEARNER, today)
    current = [rules for rules in about if rules in k.rule_sets_on(today) and rules.asked_of == LEARNER]
    return current or sets_for(k, None, LEARNER, today)
