"""What can be done next, by who asks: checks, doors, questions that people ask most, and the check of a file of staff."""

from __future__ import annotations

from typing import Any

from actions.turn import Turn
from bot.guidance.content.cards import Offer, question_offer
from bot.guidance.schema.eligibility import RuleSet


def ways_on(turn: Turn) -> list[Offer]:
    """What people of this kind want next, in the order of phrases.yml."""
    given = (_offer(turn, each) for each in _by_role(turn, "roles.offers"))
    return [offer for offer in given if offer is not None]


def featured(turn: Turn) -> list[str]:
    """The topics that people of this kind ask about most."""
    return [name for name in _by_role(turn, "featured.topics") if name in turn.knowledge.topics]


def check_offer(turn: Turn) -> Offer:
    """The offer to check what somebody can have: whoever types, a learner, or the staff."""
    titles = turn.knowledge.phrase("check.offer_for")
    title = titles.get(turn.role()) or turn.knowledge.say("check.offer_today")
    return Offer(title, {"intent": "check", "scheme": None})


def rule_set_offer(turn: Turn, rules: RuleSet) -> Offer:
    """The offer to check against a set of rules."""
    return Offer(turn.knowledge.say("check.offer", title=rules.title), {"intent": "check", "rule_set": rules.id})


def staff_file_offer(turn: Turn) -> Offer:
    """The offer to say how a whole file of staff is checked."""
    return Offer(turn.knowledge.say("chat.file_offer"), {"intent": "chat", "kind": "file"})


def _by_role(turn: Turn, key: str) -> list[Any]:
    found = turn.knowledge.phrase(key)
    return list(found.get(turn.role()) or found["default"])


def _offer(turn: Turn, way: dict[str, str]) -> Offer | None:
    """An entry of `roles.offers` as an offer; None where what it names is not in the files, or not for today."""
    knowledge = turn.knowledge
    if "file" in way:
        return staff_file_offer(turn)
    if "help" in way:
        return Offer(way["title"], {"intent": "refer", "need": way["help"]}) if way["help"] in knowledge.needs else None
    if "topic" in way:
        topic = knowledge.topics.get(way["topic"])
        return question_offer(knowledge, topic.id, way["asked"]) if topic and way["asked"] in topic.questions() else None
    current = {rules.id: rules for rules in knowledge.rule_sets_on(turn.today)}
    if way["check"] == "any":
        return check_offer(turn)
    return rule_set_offer(turn, current[way["check"]]) if way["check"] in current else None
