"""Everything the assistant knows, as one snapshot that never changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Callable, Hashable, Optional, TypeVar

from bot.guidance.schema.crisis import Crisis
from bot.guidance.schema.eligibility import Circumstance, RuleSet
from bot.guidance.schema.need import Need, Person
from bot.guidance.schema.source import Figure, FigureValue, Source
from bot.guidance.schema.topic import Entry, Topic
from bot.guidance.schema.words import Term
from bot.guidance.schema.workforce import Workforce

Made = TypeVar("Made")
FIGURE = re.compile(r"\{figure:([a-z0-9-]+)\}")


@dataclass(frozen=True)
class Knowledge:
    """One version of all knowledge files, checked as a whole."""

    version: str
    topics: dict[str, Topic] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    glossary: dict[str, Term] = field(default_factory=dict)
    phrases: dict[str, Any] = field(default_factory=dict)
    crisis: Optional[Crisis] = None
    needs: dict[str, Need] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    routes: dict[str, Any] = field(default_factory=dict)
    places: Any = None
    questions: dict[str, Circumstance] = field(default_factory=dict)
    rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    workforce: Optional[Workforce] = None
    _made: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` returns, made once for this version and kept as long as it is."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def say(self, key: str, **values: object) -> str:
        """The phrase of that key ("chat.greeting") with its values filled in; KeyError where there is none."""
        phrase = self.phrase(key)
        return str(phrase).format(**values)

    def phrase(self, key: str) -> Any:
        """The phrase, list or section of that key as it stands in phrases.yml."""
        found: Any = self.phrases
        for part in key.split("."):
            found = found[part]
        return found

    def rule_sets_on(self, day: date) -> list[RuleSet]:
        """The sets of eligibility rules that hold on a day."""
        return [rules for rules in self.rule_sets.values() if rules.period.period().contains(day)]

    def figure(self, figure_id: str, on: date) -> FigureValue:
        """The amount on a day; where none covers it, the last one before, else the first after."""
        values = sorted(self.figures[figure_id].values, key=lambda value: value.valid.period().first or date.min)
        covering = [value for value in values if value.valid.period().contains(on)]
        if covering:
            return covering[-1]
        earlier = [value for value in values if (value.valid.period().first or date.min) <= on]
        return earlier[-1] if earlier else values[0]

    def fill(self, text: str, on: date) -> str:
        """The text with each {figure:id} written as the amount on that day."""
        return FIGURE.sub(lambda match: self._amount(match.group(1), on), text)

    def moment(self, entry: Entry, on: date) -> date:
        """The day whose figures an entry speaks of: the day asked for if it holds then, else its own date."""
        return on if entry.period().contains(on) else entry.as_at.last

    def _amount(self, figure_id: str, on: date) -> str:
        value, unit = self.figure(figure_id, on).value, self.figures[figure_id].unit
        if unit.startswith("GBP"):
            return f"£{value:,.2f}" if value != int(value) or "hour" in unit else f"£{value:,.0f}"
        return f"{value:g}%" if unit == "percent" else f"{value:,g}"
