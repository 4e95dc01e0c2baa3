"""Checks rule sets as a whole: questions, figures, routes and topics exist, and every rule can fire."""

from __future__ import annotations

from collections.abc import Iterator

from bot.guidance.eligibility.rules import Rules
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import FigureReference, RuleSet

Field = tuple[str | int, ...]


def problems(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """What is wrong with rule sets as a whole: (rule set id, field, message)."""
    for rule_set in knowledge.rule_sets.values():
        found = list(_undefined(knowledge, rule_set))
        if not found:
            ready = Rules(knowledge, rule_set)
            idle = [number for number in range(len(rule_set.rules)) if number not in ready.fired]
            found = [(("rules", number), "this rule can never fire") for number in idle]
            asked = set(ready.open_questions(ready.diagram.root))
            found += [(("criteria", name), "this criterion never changes the outcome")
                      for name, criterion in rule_set.criteria.items() if criterion.test.circumstance not in asked]
        yield from ((rule_set.id, path, message) for path, message in found)


def never_asked(knowledge: Knowledge) -> list[str]:
    """The questions that no set of rules asks."""
    asked = {criterion.test.circumstance for rules in knowledge.rule_sets.values() for criterion in rules.criteria.values()}
    asked |= {rules.wish for rules in knowledge.rule_sets.values() if rules.wish}
    return [name for name in knowledge.questions if name not in asked]


def _undefined(knowledge: Knowledge, rule_set: RuleSet) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if rule_set.rules[-1].all:
        yield ("rules", len(rule_set.rules) - 1), "the last rule has to hold for everybody (all: [])"
    if rule_set.topic not in knowledge.topics:
        yield ("topic",), f"there is no topic {rule_set.topic!r}"
    # Doors of today: whoever hears of an old scheme is told where to turn now.
    needs = {need for route in knowledge.routes.values() if route.valid.to is None for need in route.needs}
    for name, outcome in rule_set.outcomes.items():
        if outcome.need not in needs:
            yield ("outcomes", name, "need"), f"no route serves the need {outcome.need!r}"
    for name, criterion in rule_set.criteria.items():
        question = knowledge.questions.get(criterion.test.circumstance)
        if question is None:
            yield ("criteria", name, "test"), f"there is no question for {criterion.test.circumstance!r}"
            continue
        if criterion.test.bounds() and question.range is None:
            yield ("criteria", name, "test"), "compares amounts, and the question has no number for an answer"
        known = {choice.id for choice in question.answers}
        strays = [a for a in criterion.test.answers() if a not in known and not (question.range and isinstance(a, int))]
        yield from ((("criteria", name, "test"), f"{stray!r} is no answer to its question") for stray in strays)
        for bound in criterion.test.bounds():
            if isinstance(bound, FigureReference) and bound.figure not in knowledge.figures:
                yield ("criteria", name, "test"), f"there is no figure {bound.figure!r}"
