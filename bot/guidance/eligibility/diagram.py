"""A decision diagram: which verdicts a list of rules can still reach, and which questions still matter.

A rule list is turned once into a graph: each node asks one circumstance and has a branch for each kind of answer,
each leaf is an outcome. Equal parts of the graph are one node, so that a circumstance which no longer matters is no
longer in it: what can change the outcome is exact, not estimated.
"""

from __future__ import annotations

from typing import Optional, Sequence

Node = int
# A rule as the diagram sees it: for each variable it tests, the branches (numbers of answers) that satisfy it.
Box = dict[int, frozenset[int]]


class Diagram:
    """Rules as a reduced graph; nodes are numbers, and the same number always means the same remaining decision."""

    def __init__(self, widths: Sequence[int], rules: Sequence[tuple[Box, str]], undecided: str) -> None:
        """`widths` holds the number of branches of each variable; the last rule has to hold for everybody."""
        self._widths = list(widths)
        self._undecided = undecided
        self._inner: dict[Node, tuple[int, tuple[Node, ...]]] = {}
        self._leaves: dict[Node, str] = {}
        self._numbers: dict[object, Node] = {}
        self._memory: dict[tuple[object, ...], Node] = {}
        self._tested: dict[Node, frozenset[int]] = {}
        self._reached: dict[Node, frozenset[str]] = {}
        self.root = self._build(0, tuple(rules))

    def outcome(self, node: Node) -> Optional[str]:
        """The outcome where it is settled, else None."""
        return self._leaves.get(node)

    def branches(self, node: Node, variable: int) -> list[Node]:
        """The remaining decision for each kind of answer to one variable."""
        return [self.answer(node, variable, branch) for branch in range(self._widths[variable])]

    def answer(self, node: Node, variable: int, branch: int) -> Node:
        """The decision that remains once a variable is known."""
        if variable not in self.tested(node):
            return node
        own, below = self._inner[node]
        if own == variable:
            return below[branch]
        key = ("answer", node, variable, branch)
        if key not in self._memory:
            self._memory[key] = self._node(own, tuple(self.answer(child, variable, branch) for child in below))
        return self._memory[key]

    def give_up(self, node: Node, variable: int) -> Node:
        """The decision that remains when a variable will never be known: undecided where it would have mattered."""
        if variable not in self.tested(node):
            return node
        key = ("give up", node, variable)
        if key not in self._memory:
            merged, *others = self.branches(node, variable)
            for other in others:
                merged = self._both(merged, other)
            self._memory[key] = merged
        return self._memory[key]

    def tested(self, node: Node) -> frozenset[int]:
        """The variables that can still change the outcome."""
        if node in self._leaves:
            return frozenset()
        if node not in self._tested:
            own, below = self._inner[node]
            self._tested[node] = frozenset({own}).union(*(self.tested(child) for child in below))
        return self._tested[node]

    def reachable(self, node: Node) -> frozenset[str]:
        """The outcomes that can still come out."""
        if node in self._leaves:
            return frozenset({self._leaves[node]})
        if node not in self._reached:
            self._reached[node] = frozenset().union(*(self.reachable(child) for child in self._inner[node][1]))
        return self._reached[node]

    def _build(self, variable: int, rules: tuple[tuple[Box, str], ...]) -> Node:
        first = next((index for index, (box, _) in enumerate(rules) if not box), None)
        if first is None:
            raise ValueError("the last rule has to hold for everybody")
        if first == 0:
            return self._leaf(rules[0][1])
        live = rules[: first + 1]
        key = ("build", variable, tuple((frozenset(box.items()), end) for box, end in live))
        if key not in self._memory:
            children = []
            for branch in range(self._widths[variable]):
                still = [(box, end) for box, end in live if variable not in box or branch in box[variable]]
                left = tuple(({v: allowed for v, allowed in box.items() if v != variable}, end) for box, end in still)
                children.append(self._build(variable + 1, left))
            self._memory[key] = self._node(variable, tuple(children))
        return self._memory[key]

    def _both(self, one: Node, other: Node) -> Node:
        """What is the same in two decisions; undecided where they differ."""
        if one == other:
            return one
        key = ("both", min(one, other), max(one, other))
        if key not in self._memory:
            variables = [self._inner[node][0] for node in (one, other) if node in self._inner]
            if not variables:
                self._memory[key] = self._leaf(self._undecided)
            else:
                first = min(variables)
                pairs = zip(self.branches(one, first), self.branches(other, first))
                self._memory[key] = self._node(first, tuple(self._both(left, right) for left, right in pairs))
        return self._memory[key]

    def _node(self, variable: int, below: tuple[Node, ...]) -> Node:
        if len(set(below)) == 1:
            return below[0]
        node = self._numbers.setdefault((variable, below), len(self._numbers))
        self._inner[node] = (variable, below)
        return node

    def _leaf(self, outcome: str) -> Node:
        node = self._numbers.setdefault(outcome, len(self._numbers))
        self._leaves[node] = outcome
        return node
