"""Circumstances as rules see them: which answers to a question make the same difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import ancestor, devolved_of
from bot.guidance.schema.eligibility import UNANSWERED, Choice, Circumstance, Test
from bot.guidance.schema.place import HOME

Value = Union[int, str]
# Amounts by figure id, on the day of a rule set.
Amounts = Mapping[str, int]

# Answers whose group a partition remembers, so that a file of a million people does not fill the memory.
REMEMBERED = 10_000


def meets(test: Test, value: Value, amounts: Amounts) -> bool:
    """Whether an answer meets a test; a worded answer never meets a comparison of amounts."""
    if not test.bounds():
        return value in test.answers()
    if not isinstance(value, int):
        return False
    bounds = [bound if isinstance(bound, int) else amounts[bound.figure] for bound in test.bounds()]
    if test.between is not None:
        return bounds[0] <= value <= bounds[1]
    return value >= bounds[0] if test.at_least is not None else value < bounds[0]


class Partition:
    """The answers to one question, grouped by which criteria they meet: a branch for each group."""

    def __init__(self, circumstance: Circumstance, criteria: dict[str, Test], amounts: Amounts) -> None:
        self.circumstance = circumstance
        self.representatives: list[Value] = []
        self.weights: list[float] = []
        self.met: list[frozenset[str]] = []
        self.criteria, self._amounts = criteria, amounts
        self._branches: dict[Value, int] = {}
        for value, weight in [*self._ranges(), *((choice.id, choice.weight) for choice in circumstance.answers)]:
            signature = self._signature(value)
            if signature in self.met:
                self.weights[self.met.index(signature)] += weight
            else:
                self.representatives.append(value)
                self.weights.append(weight)
                self.met.append(signature)

    def branch(self, value: Value) -> int:
        """The group of an answer; ValueError where the question has no such answer."""
        if value not in self._branches:
            is_number = isinstance(value, int) and self.circumstance.range is not None
            if not is_number and choice_of(self.circumstance, value) is None:
                raise ValueError(f"{value!r} is no answer to {self.circumstance.ask!r}")
            if len(self._branches) > REMEMBERED:
                self._branches.clear()
            self._branches[value] = self.met.index(self._signature(value))
        return self._branches[value]

    def _signature(self, value: Value) -> frozenset[str]:
        return frozenset(name for name, test in self.criteria.items() if meets(test, value, self._amounts))

    def _ranges(self) -> list[tuple[Value, float]]:
        """The least number between each two thresholds, with the share of usual answers in between."""
        if self.circumstance.range is None or self.circumstance.usual is None:
            return []
        low, high = self.circumstance.range
        starts = sorted({low, *(edge for edge in self._edges() if low < edge <= high)})
        first, last = self.circumstance.usual
        shares: list[tuple[Value, float]] = []
        for start, stop in zip(starts, [*starts[1:], high + 1]):
            inside = max(0, min(stop - 1, last) - max(start, first) + 1)
            shares.append((start, max(inside / (last - first + 1), 0.01)))
        return shares

    def _edges(self) -> list[int]:
        """The numbers from which on an answer may meet other criteria than the number before it."""
        edges = []
        for test in self.criteria.values():
            bounds = [bound if isinstance(bound, int) else self._amounts[bound.figure] for bound in test.bounds()]
            edges += [bounds[0]] if bounds else []
            edges += [bounds[1] + 1] if len(bounds) == 2 else []
            for answer in test.answers():
                edges += [answer, answer + 1] if isinstance(answer, int) else []
        return edges


def known(knowledge: Knowledge, given: Mapping[str, Any]) -> dict[str, Value]:
    """What rules can use of a conversation's circumstances.

    A place becomes the kind of area it is in, and is left out where it is too wide to tell, so that it is asked for.
    """
    facts: dict[str, Value] = {}
    for name, value in given.items():
        question = knowledge.questions.get(name)
        if question is None or value is None:
            continue
        fact = area_kind(knowledge, question, value) if question.kind == "place" else value
        if fact == "unknown" and value != fact:
            continue
        fact = question.dont_know if fact == "unknown" and question.dont_know else fact
        facts[name] = fact if fact in UNANSWERED or _is_answer(question, fact) else "unknown"
    return facts


def area_kind(knowledge: Knowledge, question: Circumstance, value: Value) -> Value:
    """The choice of a place question that a place belongs to; "unknown" where the place is too wide to tell."""
    if value in UNANSWERED or choice_of(question, value) is not None:
        return value
    places = knowledge.places
    if places is None or value not in places.by_id:
        return "unknown"
    nation = ancestor(places, str(value), "nation")
    if nation != HOME:
        return nation or "unknown"
    runner = devolved_of(places, str(value))
    if runner:
        return str(places.devolved[runner].area_kind)
    runners = places.runners.get(str(value), frozenset())
    return "unknown" if runners - {None} else "national"


def choice_of(question: Circumstance, value: Value) -> Choice | None:
    """The choice that an answer is, or None for a number or a place."""
    return next((choice for choice in question.answers if choice.id == value), None)


def _is_answer(question: Circumstance, value: Value) -> bool:
    return (isinstance(value, int) and question.range is not None) or choice_of(question, value) is not None
