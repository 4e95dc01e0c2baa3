"""What is counted over some days, gathered from the tables beside the conversations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Optional

from bot.channel import counts, feedback
from bot.channel.choosing import TAKEN
from bot.channel.outcomes import (
    ANSWERED,
    ASKED_BACK,
    CHECK_FINISHED,
    DID_YOU_MEAN,
    FAILED,
    NO_ROUTE,
    NO_SOURCE,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    ROUTE_GIVEN,
)
from bot.channel.store import ConversationStore

Row = Mapping[str, Any]
# What became of a message, in four: answered, asked back, not answered, and what is no question.
FARES = {
    ANSWERED: "answered", ROUTE_GIVEN: "answered", CHECK_FINISHED: "answered",
    DID_YOU_MEAN: "asked_back", ASKED_BACK: "asked_back",
    **dict.fromkeys((OUT_OF_SCOPE, NOT_UNDERSTOOD, NO_SOURCE, NO_ROUTE, FAILED), "unanswered"),
}
FARE_ORDER = ("answered", "asked_back", "unanswered", "other")
# Those in which somebody asked and nobody answered; "did you mean" too, where none of the choices was meant.
UNANSWERED = tuple(outcome for outcome, fare in FARES.items() if fare == "unanswered")
OPINIONS = (feedback.USEFUL, feedback.NOT_USEFUL, feedback.WRONG)

Table = dict[str, Counter[str]]


@dataclass(frozen=True)
class Figures:
    """The counts of the days from `first` to `last`."""

    first: date
    last: date
    outcomes: tuple[Row, ...]
    routes: tuple[Row, ...]
    choices: tuple[Row, ...]
    opinions: tuple[Row, ...]

    @property
    def turns(self) -> int:
        """How many messages there were."""
        return sum(row["count"] for row in self.outcomes)

    def by(self, column: str) -> Counter[str]:
        """How many messages, by outcome, topic, facet, role, area or need; "" for those of none."""
        return total(self.outcomes, lambda row: row[column])

    def days(self) -> Counter[date]:
        """How many messages on each day."""
        found: Counter[date] = Counter()
        for row in self.outcomes:
            found[row["day"]] += row["count"]
        return found

    def fares(self) -> Table:
        """For each topic, how many of its messages were answered, asked back, not answered, and other."""
        rows = (row for row in self.outcomes if row["topic"])
        return table(rows, lambda row: row["topic"], lambda row: FARES.get(row["outcome"], "other"))

    def chosen(self) -> Table:
        """For each question that "did you mean" offered first, what became of it; `left` where nothing more was said."""
        asked = total((row for row in self.outcomes if row["outcome"] == DID_YOU_MEAN), question_of)
        found = table(self.choices, question_of, lambda row: row["taken"])
        for name, count in asked.items():
            answered = found.setdefault(name, Counter())
            answered["left"] = max(0, count - sum(answered[each] for each in TAKEN))
        return found

    def thought(self) -> Table:
        """For each topic or other thing that replies were about, how many opinions of each kind."""
        return table(self.opinions, lambda row: row["topic"] or "", lambda row: row["kind"])

    def reasons(self) -> Counter[str]:
        """Why replies were not useful, "" where no reason was given."""
        return total((row for row in self.opinions if row["kind"] == feedback.NOT_USEFUL), lambda row: row["reason"] or "")

    def doors(self) -> Counter[str]:
        """How often each door was shown."""
        return total(self.routes, lambda row: row["route"])


def gather(store: Optional[ConversationStore], first: date, last: date) -> Figures:
    """All counts of these days."""

    def of(rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if first <= row["day"] <= last)

    tables = (of(each.rows(store, first)) for each in (counts.OUTCOMES, counts.ROUTES, counts.CHOICES))
    return Figures(first, last, *tables, of(feedback.rows(store)))


def question_of(row: Row) -> str:
    """A topic and what is asked of it, as one name."""
    return f"{row['topic']}/{row['facet']}" if row["topic"] else ""


def total(rows: Iterable[Row], name: Callable[[Row], str]) -> Counter[str]:
    """How many there are of each name; a row without a count is one."""
    found: Counter[str] = Counter()
    for row in rows:
        found[name(row)] += row.get("count", 1)
    return found


def table(rows: Iterable[Row], name: Callable[[Row], str], column: Callable[[Row], str]) -> Table:
    """For each name how many there are in each column."""
    found: Table = {}
    for row in rows:
        found.setdefault(name(row), Counter())[column(row)] += row.get("count", 1)
    return found
