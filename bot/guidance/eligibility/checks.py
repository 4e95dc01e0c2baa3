"""A check: one or several sets of rules asked with the same answers, each question once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Optional

from bot.guidance.eligibility import assess as eligibility
from bot.guidance.eligibility.assess import Assessment, assess, questions_left, rules
from bot.guidance.eligibility.circumstances import Value, known
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import MEANS, RuleSet

YES, DECLINED = "yes", "declined"
Answers = Mapping[str, Any]


def sets_for(k: Knowledge, topic: Optional[str], role: Optional[str], on: date) -> list[RuleSet]:
    """The sets to try for a topic, or for whoever names none: those of today before those of the past.

    Without a topic all sets that are tried together today; an employer is asked which one.
    """
    today = k.rule_sets_on(on)
    if topic is None:
        return [rules for rules in today if rules.together and (role or "employee") != "employer"]
    own = [rules for rules in k.rule_sets.values() if rules.topic == topic]
    other = k.topics[topic].rules_of if topic in k.topics and not own else None
    if other:
        return sets_for(k, other, role, on)
    now = [rules for rules in own if rules in today]
    meant = [rules for rules in now if rules.asked_of == (role or "employee")] or now
    return meant[:1] or own[:1]


def next_question(k: Knowledge, sets: Sequence[RuleSet], answers: Answers) -> Optional[str]:
    """The circumstance to ask for next, None when every set is settled; a further set only where it is wished for."""
    facts = known(k, answers)
    for rule_set in sets:
        wish = _unsaid_wish(sets, rule_set, facts)
        asked = wish or (
            eligibility.next_question(rules(k, rule_set.id), facts) if _is_wanted(sets, rule_set, facts) else None
        )
        if asked:
            return asked
    return None


def likely_questions(k: Knowledge, sets: Sequence[RuleSet], answers: Answers, most: int) -> list[str]:
    """The next questions of a check, `most` at most, if each is answered as most people answer it.

    What somebody would rather not say is taken to be as with most people, and not asked.
    """
    asked: list[str] = []
    facts = known(k, answers)
    turned_on = {name for rule_set in sets for name in rules(k, rule_set.id).order}
    facts.update({name: _usual(k, sets, name) for name, value in facts.items() if value == DECLINED and name in turned_on})
    while len(asked) < most and (name := next_question(k, sets, facts)) is not None:
        asked.append(name)
        facts[name] = _usual(k, sets, name)
    return asked


def _usual(k: Knowledge, sets: Sequence[RuleSet], name: str) -> Value:
    """The answer that makes most people's difference to a question; where no rule turns on it, the choice made most."""
    parts = [rules(k, rule_set.id).partitions for rule_set in sets]
    part = next((each[name] for each in parts if name in each), None)
    if part is None:
        return max(k.questions[name].choices, key=lambda choice: choice.weight).id
    return part.representatives[part.weights.index(max(part.weights))]


def most_left(k: Knowledge, sets: Sequence[RuleSet], answers: Answers) -> int:
    """The most questions that may still be asked."""
    facts = known(k, answers)
    wanted = [rule_set for rule_set in sets if _is_wanted(sets, rule_set, facts)]
    wishes = sum(_unsaid_wish(sets, rule_set, facts) is not None for rule_set in sets)
    return wishes + sum(questions_left(rules(k, rule_set.id), facts) for rule_set in wanted)


def findings(k: Knowledge, sets: Sequence[RuleSet], answers: Answers) -> list[tuple[RuleSet, Assessment]]:
    """What each set that is wanted says, the best first; sets that mean as much stand in the order they were tried."""
    facts = known(k, answers)
    found = [(rule_set, assess(rules(k, rule_set.id), facts)) for rule_set in sets if _is_wanted(sets, rule_set, facts)]
    return sorted(found, key=lambda one: MEANS.index(one[1].outcome.means) if one[1].outcome else len(MEANS))


def _is_wanted(sets: Sequence[RuleSet], rule_set: RuleSet, facts: Mapping[str, Value]) -> bool:
    return len(sets) == 1 or rule_set.wish is None or facts.get(rule_set.wish) == YES


def _unsaid_wish(sets: Sequence[RuleSet], rule_set: RuleSet, facts: Mapping[str, Value]) -> Optional[str]:
    return rule_set.wish if len(sets) > 1 and rule_set.wish and rule_set.wish not in facts else None
