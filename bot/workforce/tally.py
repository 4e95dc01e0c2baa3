"""Counts what comes out, without keeping anybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.workforce.verdicts import Judge, Verdict

# Groups smaller than this are never shown alone.
LEAST_GROUP, MOST_GROUPS = 5, 12
# More different departments than this are no departments: the rest is counted together.
MOST_DEPARTMENTS = 2000
# Stands for all departments past that number; no name of a department can be this.
MANY = "\n"


@dataclass(frozen=True)
class Group:
    """People of one department, or of several counted together (`kind`): how many, for what it comes to."""

    name: str
    kind: str
    counts: Counter[str]

    @property
    def people(self) -> int:
        """How many people it has."""
        return self.counts.total()


@dataclass
class Tally:
    """The counts of one set of rules: outcome ids, open questions, doors, and departments by what it comes to."""

    judge: Judge
    outcomes: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    doors: Counter[str] = field(default_factory=Counter)
    departments: dict[str, Counter[str]] = field(default_factory=dict)
    _spelt: dict[str, str] = field(default_factory=dict)

    def add(self, verdict: Verdict, door: str, department: str) -> None:
        """Count one person."""
        self.outcomes[verdict.outcome.id] += 1
        self.missing.update(verdict.missing)
        self.doors[door] += 1
        name = department.casefold()
        if name not in self.departments and len(self.departments) >= MOST_DEPARTMENTS:
            name = MANY
        self._spelt.setdefault(name, department)
        self.departments.setdefault(name, Counter())[verdict.outcome.means] += 1

    @property
    def people(self) -> int:
        """How many people were counted."""
        return self.outcomes.total()

    def comes_to(self) -> Counter[str]:
        """How many people, for what it comes to."""
        counts: Counter[str] = Counter()
        for name, count in self.outcomes.items():
            counts[self.judge.rule_set.outcomes[name].means] += count
        return counts

    def groups(self) -> list[Group]:
        """The departments to show, the largest first, the rest and the small ones counted together.

        Empty where there is no way to show them without pointing at a person.
        """
        each = [
            Group(self._spelt[name], "none" if not name else "one", counts)
            for name, counts in self.departments.items() if name != MANY
        ]
        each.sort(key=lambda group: (-group.people, group.name.casefold()))
        large = [group for group in each if group.people >= LEAST_GROUP]
        small = [group for group in each if group.people < LEAST_GROUP]
        while small and sum(group.people for group in small) < LEAST_GROUP and large:
            small.append(large.pop())
        if sum(group.people for group in small) < LEAST_GROUP and not large:
            return []
        rest = [*large[MOST_GROUPS:], *([Group("", "one", self.departments[MANY])] if MANY in self.departments else [])]
        return [
            *large[:MOST_GROUPS],
            *([_together("others", rest)] if rest else []),
            *([_together("small", small)] if small else []),
        ]


def _together(kind: str, groups: list[Group]) -> Group:
    counts: Counter[str] = Counter()
    for group in groups:
        counts.update(group.counts)
    return Group("", kind, counts)
