"""A rule set made ready for use: answers grouped by the difference they make, rules as a diagram, questions weighed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Optional

from bot.guidance.eligibility.circumstances import Partition, Value
from bot.guidance.eligibility.diagram import Box, Diagram, Node
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import UNANSWERED, FigureReference, RuleSet


class Rules:
    """A rule set made ready for use: its questions grouped by the answers that matter, its rules as a diagram."""

    def __init__(self, knowledge: Knowledge, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.criteria, self.outcomes, self.open_outcome = rule_set.criteria, rule_set.outcomes, rule_set.open_outcome
        self.day = rule_set.as_at.first
        self._knowledge = knowledge
        asked = {criterion.test.circumstance for criterion in rule_set.criteria.values()}
        self.order = [name for name in knowledge.questions if name in asked]
        self.partitions = {name: self._partition(name) for name in self.order}
        self._number = {name: number for number, name in enumerate(self.order)}
        boxes = [(self._box(rule.all), rule.outcome) for rule in rule_set.rules]
        self.diagram = Diagram(self.widths, boxes, rule_set.open_outcome)
        self._expected: dict[Node, float] = {}
        self._longest: dict[Node, int] = {}

    @cached_property
    def widths(self) -> list[int]:
        """The number of answers that make a difference, for each question in order."""
        return [len(self.partitions[name].met) for name in self.order]

    @cached_property
    def fired(self) -> set[int]:
        """The rules that at least one person's circumstances can reach."""
        boxes = [(self._box(rule.all), str(number)) for number, rule in enumerate(self.rule_set.rules)]
        diagram = Diagram(self.widths, boxes, "open")
        return {int(number) for number in diagram.reachable(diagram.root)}

    def rank(self, outcome_id: str) -> int:
        """How good an outcome is; higher is better."""
        return self.outcomes[outcome_id].rank

    def locate(self, answers: Mapping[str, Value], given_up: Collection[str] = ()) -> Node:
        """The decision that is left after some answers, and after giving up on some questions."""
        node = self.diagram.root
        for name in self.order:
            value = answers.get(name)
            if value is not None and value not in UNANSWERED and name not in given_up:
                node = self.diagram.answer(node, self._number[name], self.partitions[name].branch(value))
        for name in self.order:
            if name in given_up or answers.get(name) in UNANSWERED:
                node = self.diagram.give_up(node, self._number[name])
        return node

    def open_questions(self, node: Node) -> list[str]:
        """The questions that can still change the outcome."""
        return [self.order[number] for number in sorted(self.diagram.tested(node))]

    def best_question(self, node: Node) -> Optional[str]:
        """The open question after which the fewest more are to be expected; the earlier one where two are equal."""
        return min(self._askable(node), key=lambda name: round(self._after(node, name), 9), default=None)

    def longest(self, node: Node) -> int:
        """The most questions that can still be asked."""
        if node not in self._longest:
            question = self.best_question(node)
            below = self.diagram.branches(node, self._number[question]) if question else []
            self._longest[node] = 1 + max(map(self.longest, below)) if question else 0
        return self._longest[node]

    def expected(self, node: Node) -> float:
        """The number of questions to be expected when each next one is the best."""
        if node not in self._expected:
            after = [self._after(node, name) for name in self._askable(node)]
            self._expected[node] = min(after, default=0.0)
        return self._expected[node]

    def words(self, text: str) -> str:
        """A text with the amounts of these rules' day in it."""
        return self._knowledge.fill(text, self.day)

    def is_wish(self, name: str) -> bool:
        """Whether a question asks what a person wants, not how they are placed."""
        return self.partitions[name].circumstance.wish

    def _askable(self, node: Node) -> list[str]:
        """The open questions whose turn it is: what a person wants comes first, what is private comes last."""
        turns: dict[int, list[str]] = {}
        for name in self.open_questions(node):
            question = self.partitions[name].circumstance
            turns.setdefault(0 if question.wish else 2 if question.asked_last else 1, []).append(name)
        return turns[min(turns)] if turns else []

    def _after(self, node: Node, name: str) -> float:
        weights = self.partitions[name].weights
        below = self.diagram.branches(node, self._number[name])
        left = sum(weight * self.expected(child) for weight, child in zip(weights, below))
        return 1 + left / sum(weights)

    def _partition(self, circumstance: str) -> Partition:
        tests = {
            name: criterion.test
            for name, criterion in self.criteria.items() if criterion.test.circumstance == circumstance
        }
        figures = [b.figure for test in tests.values() for b in test.bounds() if isinstance(b, FigureReference)]
        amounts = {figure: int(self._knowledge.figure(figure, self.day).value) for figure in figures}
        return Partition(self._knowledge.questions[circumstance], tests, amounts)

    def _box(self, criteria: list[str]) -> Box:
        box: Box = {}
        for name in criteria:
            circumstance = self.criteria[name].test.circumstance
            branches = {number for number, met in enumerate(self.partitions[circumstance].met) if name in met}
            number = self._number[circumstance]
            box[number] = box.get(number, frozenset(branches)) & frozenset(branches)
        return box


def rules(knowledge: Knowledge, rule_set_id: str) -> Rules:
    """The rules of that id, made ready once for each version of the knowledge; KeyError where there are none."""
    return knowledge.once(("rules", rule_set_id), lambda: Rules(knowledge, knowledge.rule_sets[rule_set_id]))
