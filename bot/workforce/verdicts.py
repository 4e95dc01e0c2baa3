"""What a set of rules says of a person, in the words of the chat, worked out once for all who are placed alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Optional

from bot.guidance.eligibility.assess import assess, rules
from bot.guidance.eligibility.circumstances import Value
from bot.guidance.knowledge import Knowledge
from bot.guidance.referral.routes import routes_for
from bot.guidance.schema.eligibility import Outcome, RuleSet
from bot.guidance.schema.place import HOME, KINGDOM
from bot.guidance.schema.workforce import Workforce

# How many different people, and pairs of a need and a place, are remembered.
REMEMBERED = 8192
FIELDS = ("outcome", "comes_to", "met", "unmet", "missing", "route", "sentence", "basis")


@dataclass(frozen=True)
class Verdict:
    """An outcome, the circumstances that are not known and matter, and what the result says before and after the door."""

    outcome: Outcome
    missing: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    def cells(self, door: str) -> tuple[str, ...]:
        """What the result says of a person, a text for each of `FIELDS`."""
        return (*self.before, door, *self.after)


class Judge:
    """Judges people by one set of rules on one day."""

    def __init__(self, k: Knowledge, words: Workforce, rule_set: RuleSet, today: date) -> None:
        self._k, self._words, self._today = k, words, today
        self.rule_set = rule_set
        self.rules = rules(k, rule_set.id)
        self._verdict = lru_cache(REMEMBERED)(self._judged)
        self._route = lru_cache(REMEMBERED)(self._first_route)
        self._nations = frozenset(k.places.nations) - {HOME} if k.places else frozenset()
        # Questions whose answer may be another nation, which then says where to look for a door.
        self._name_nations = [
            name for name in self.rules.order
            if k.questions[name].kind != "place" and self._nations & {choice.id for choice in k.questions[name].choices}
        ]

    def verdict(self, facts: Mapping[str, Value]) -> Verdict:
        """The verdict on facts in the form that `circumstances.known` gives; what is not in them is not known."""
        partitions = self.rules.partitions
        return self._verdict(tuple(
            partitions[name].branch(facts[name]) if name in facts else None for name in self.rules.order
        ))

    def door(self, verdict: Verdict, facts: Mapping[str, Value], place: Optional[str]) -> str:
        """The name of the first door for a person, found where the chat looks for it."""
        said = next((str(facts[name]) for name in self._name_nations if facts.get(name) in self._nations), None)
        is_home = place is None or HOME in self._k.places.chains.get(place, ())
        at = said or (KINGDOM if verdict.outcome.elsewhere and is_home else place)
        return self._route(verdict.outcome.need, at)

    def sentence(self, outcome: Outcome) -> str:
        """An outcome in a sentence, with the amounts of the day of the rules."""
        return self.rules.words(outcome.sentence)

    @property
    def basis(self) -> str:
        """The rules that were applied and the day they speak of, as the chat says it."""
        return self._k.say("check.as_at", title=self.rule_set.title, when=self.rule_set.as_at.words())

    def _judged(self, branches: tuple[Optional[int], ...]) -> Verdict:
        """The verdict on everybody whose answers lie in the same branches."""
        facts: dict[str, Value] = {
            name: "unknown" if branch is None else self.rules.partitions[name].representatives[branch]
            for name, branch in zip(self.rules.order, branches)
        }
        found = assess(self.rules, facts)
        outcome = found.outcome
        assert outcome is not None, "everything is answered or given up"
        met, unmet = (
            " ".join(reason.text for reason in found.reasons if reason.state == state) for state in ("met", "unmet")
        )
        asked = self._words.say("result.joined").join(self._k.questions[name].ask for name in found.missing)
        before = (outcome.title, self._words.say(f"comes_to.{outcome.means}"), met, unmet, asked)
        return Verdict(outcome, found.missing, before, (self.sentence(outcome), self.basis))

    def _first_route(self, need: str, place: Optional[str]) -> str:
        routes = routes_for(self._k, need, place, self.rule_set.asked_of, self._today)
        return routes[0].route.name if routes else self._words.say("result.no_route")
