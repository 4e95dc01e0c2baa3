"""Checks eligibility: what rules say of a person's circumstances, why, and which question to ask next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Optional

from bot.guidance.eligibility.circumstances import Value
from bot.guidance.eligibility.rules import Rules, rules
from bot.guidance.schema.base import Citation
from bot.guidance.schema.eligibility import UNANSWERED, Outcome

__all__ = ["Assessment", "Reason", "assess", "next_question", "questions_left", "rules"]

State = Literal["met", "unmet", "unknown"]


@dataclass(frozen=True)
class Reason:
    """One criterion in words, and whether it is met; a criterion that could not be decided says what is not known."""

    criterion: str
    circumstance: str
    state: State
    text: str
    source: Citation


@dataclass(frozen=True)
class Assessment:
    """What rules say: settled with an outcome and its reasons, or what is missing and what may still come out.

    `missing` are circumstances: while not settled those that may still be asked, afterwards those that were never
    known and mattered. `possible` are outcome ids, best first.
    """

    settled: bool
    outcome: Optional[Outcome]
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()


def assess(ready: Rules, circumstances: Mapping[str, Value]) -> Assessment:
    """What rules say of circumstances in the form that `circumstances.known` gives; "unknown" is an answer."""
    node = ready.locate(circumstances)
    outcome_id = ready.diagram.outcome(node)
    if outcome_id is None:
        possible = _best_first(ready, ready.diagram.reachable(node))
        return Assessment(False, None, missing=tuple(ready.open_questions(node)), possible=possible)
    answered = {name: value for name, value in circumstances.items() if value not in UNANSWERED}
    if ready.diagram.outcome(ready.locate(answered)) is None:
        return _open(ready, circumstances, answered)
    states = _states(ready, circumstances)
    met, unmet = _met(ready, states, {outcome_id}), _in_the_way(ready, circumstances, states, outcome_id)
    changes = [ready.criteria[name].change for name in unmet]
    return Assessment(
        True,
        ready.outcomes[outcome_id],
        reasons=(*(_reason(ready, name, "met") for name in met), *(_reason(ready, name, "unmet") for name in unmet)),
        changes=tuple(ready.words(change) for change in changes if change),
        possible=(outcome_id,),
    )


def next_question(ready: Rules, circumstances: Mapping[str, Value], declined: Collection[str] = ()) -> Optional[str]:
    """The circumstance to ask for next, or None when the outcome is settled or no answer can settle it."""
    return ready.best_question(ready.locate(circumstances, declined))


def questions_left(ready: Rules, circumstances: Mapping[str, Value], declined: Collection[str] = ()) -> int:
    """The most questions that may still be asked, for "question 2 of at most 5"."""
    return ready.longest(ready.locate(circumstances, declined))


def _open(ready: Rules, circumstances: Mapping[str, Value], answered: Mapping[str, Value]) -> Assessment:
    """The verdict that what was not answered leaves open, with all that could be true."""
    node = ready.locate(answered)
    mattering = [name for name in ready.open_questions(node) if circumstances.get(name) in UNANSWERED]
    possible = _best_first(ready, ready.diagram.reachable(node))
    outcome = ready.outcomes[ready.open_outcome]
    met = (_reason(ready, name, "met") for name in _met(ready, _states(ready, answered), possible))
    unknown = (_not_known(ready, name) for name in mattering)
    return Assessment(True, outcome, reasons=(*met, *unknown), missing=tuple(mattering), possible=possible)


def _best_first(ready: Rules, outcomes: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(sorted(outcomes), key=ready.rank, reverse=True))


def _not_known(ready: Rules, circumstance: str) -> Reason:
    criterion = next(name for name, each in ready.criteria.items() if each.test.circumstance == circumstance)
    words = ready.words(ready.partitions[circumstance].circumstance.unknown)
    return Reason(criterion, circumstance, "unknown", words, ready.criteria[criterion].source)


def _met(ready: Rules, states: Mapping[str, State], outcomes: Collection[str]) -> list[str]:
    """The criteria that are met in the rules which lead, or may lead, to the outcomes."""
    met: dict[str, None] = {}
    for rule in ready.rule_set.rules:
        found = {states[name] for name in rule.all}
        if "unmet" in found:
            continue
        if rule.outcome in outcomes:
            met.update((name, None) for name in rule.all if states[name] == "met")
        if "unknown" not in found:
            break
    return list(met)


def _in_the_way(
    ready: Rules, circumstances: Mapping[str, Value], states: Mapping[str, State], outcome_id: str
) -> list[str]:
    """The unmet criteria that keep a person from a better outcome; best those that do so alone."""
    alone = dict.fromkeys(_alone_in_the_way(ready, circumstances, states, outcome_id))
    return list(alone or dict.fromkeys(_nearest_misses(ready, states, outcome_id)))


def _alone_in_the_way(
    ready: Rules, circumstances: Mapping[str, Value], states: Mapping[str, State], outcome_id: str
) -> Iterator[str]:
    """The unmet criteria of each circumstance which, were it alone otherwise, would give something better."""
    for name in ready.order:
        value = circumstances.get(name)
        if value is None or value in UNANSWERED or ready.is_wish(name):
            continue
        for other in ready.partitions[name].representatives:
            changed = {**circumstances, name: other}
            best = max(ready.diagram.reachable(ready.locate(changed)), key=ready.rank)
            if ready.rank(best) > ready.rank(outcome_id):
                met = _met(ready, _states(ready, changed), {best})
                yield from (criterion for criterion in met if states[criterion] == "unmet")


def _nearest_misses(ready: Rules, states: Mapping[str, State], outcome_id: str) -> list[str]:
    """The unmet criteria of the rules before the one that held which were missed by the fewest."""
    misses = []
    best = max(ready.rank(name) for name in ready.outcomes)
    for rule in ready.rule_set.rules if ready.rank(outcome_id) < best else ():
        unmet = [name for name in rule.all if states[name] == "unmet"]
        if not unmet:
            break
        wished_for = not any(ready.is_wish(ready.criteria[name].test.circumstance) for name in unmet)
        if wished_for and rule.outcome != outcome_id and ready.rank(rule.outcome) >= ready.rank(outcome_id):
            misses.append(unmet)
    fewest = min(map(len, misses), default=0)
    return [name for unmet in misses if len(unmet) == fewest for name in unmet]


def _states(ready: Rules, circumstances: Mapping[str, Value]) -> dict[str, State]:
    """Each criterion, and whether it is met, unmet or not known."""
    states: dict[str, State] = {}
    for name, partition in ready.partitions.items():
        value = circumstances.get(name)
        if value is None or value in UNANSWERED:
            states.update(dict.fromkeys(partition.criteria, "unknown"))
        else:
            met = partition.met[partition.branch(value)]
            states.update((criterion, "met" if criterion in met else "unmet") for criterion in partition.criteria)
    return states


def _reason(ready: Rules, name: str, state: Literal["met", "unmet"]) -> Reason:
    criterion = ready.criteria[name]
    text = criterion.met if state == "met" else criterion.unmet
    return Reason(name, criterion.test.circumstance, state, ready.words(text), criterion.source)
