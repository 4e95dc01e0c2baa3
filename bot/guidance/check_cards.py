"""Cards of an eligibility check: the open question, and the verdict."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from bot.guidance.cards import Card, Offer, offers
from bot.guidance.circumstances import known as usable
from bot.guidance.eligibility import Assessment, questions_left
from bot.guidance.eligibility import rules as ready_rules
from bot.guidance.knowledge import Knowledge
from bot.guidance.referral import route_cards
from bot.guidance.schema.eligibility import RuleSet
from bot.guidance.source_list import SourceList

DONT_KNOW, RATHER_NOT = "unknown", "declined"


def question_card(knowledge: Knowledge, state: Card, known: dict[str, Any], asked: str) -> Card:
    """The open question of a check, with why we ask, its choices, and how far along we are."""
    question = knowledge.questions[asked]
    rules = knowledge.rule_sets[state["rule_set"]]
    answered = len(state.get("asked", []))
    most = answered + questions_left(ready_rules(knowledge, rules.id), usable(knowledge, known))
    choices = [_answer_offer(asked, choice.title, choice.id) for choice in question.choices]
    choices.append(_answer_offer(asked, knowledge.say("check.dont_know"), DONT_KNOW))
    if question.private:
        choices.append(_answer_offer(asked, knowledge.say("check.rather_not"), RATHER_NOT))
    return {
        "card": "question",
        "circumstance": asked,
        "title": rules.title,
        "ask": question.ask,
        "why": question.why,
        "example": knowledge.say("card.example", example=question.example) if question.example else None,
        "choices": offers(choices),
        "progress": {
            "answered": answered,
            "at_most": most,
            "text": knowledge.say("check.progress", number=answered + 1, most=most),
        },
        "note": knowledge.say("check.intro", title=rules.title) if not state.get("introduced") else None,
        "next": offers(choices),
    }


def _answer_offer(asked: str, title: str, value: Any) -> Offer:
    kind = {DONT_KNOW: "dont_know", RATHER_NOT: "rather_not"}.get(value, "value")
    meant = value if kind == "value" else None
    return Offer(title, {"intent": "reply", "circumstance": asked, "value": meant, "kind": kind})


def verdict_card(
    knowledge: Knowledge,
    rules: RuleSet,
    found: Assessment,
    place: Optional[str],
    role: Optional[str],
    today: date,
) -> Card:
    """The outcome of a check with its reasons, what would change it, next steps and a route."""
    sources = SourceList(knowledge)
    outcome = found.outcome
    if outcome is None:
        raise ValueError("a verdict needs a settled check")
    reasons = [
        {
            "text": reason.text,
            "state": reason.state,
            "state_text": knowledge.say(f"check.state_{reason.state}"),
            "source": sources.cite(reason.source),
        }
        for reason in found.reasons
    ]
    if outcome.source:
        sources.cite(outcome.source)
    return {
        "card": "verdict",
        "rule_set": rules.id,
        "title": outcome.title,
        "outcome": outcome.id,
        "sentence": knowledge.fill(outcome.sentence, rules.as_at.first),
        "as_at_text": " ".join(
            text for text in (knowledge.say("check.as_at", title=rules.title, when=rules.as_at.words()), rules.caution)
            if text
        ),
        "reasons": reasons,
        "changes": list(found.changes),
        "steps": [knowledge.fill(step, rules.as_at.first) for step in outcome.next],
        "have_ready": list(outcome.have_ready),
        "routes": route_cards(knowledge, outcome.need, place, role, today)[:2],
        "sources": sources.cards,
        "missing": list(found.missing),
        "next": [],
    }
