"""Lists what has to be looked at again, soonest first: `make due`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.guidance.dates import PartialDate, calendar_day
from bot.guidance.documents import KnowledgeError
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.launch.settings import settings_from


@dataclass(frozen=True)
class Due:
    """Something to look at again: by when, where it stands, and the sources to look in."""

    by: PartialDate
    where: str
    sources: tuple[str, ...]


def due(knowledge: Knowledge) -> list[Due]:
    """Everything with a review date, the soonest first."""
    every = [*_entries(knowledge), *_figures(knowledge), *_routes(knowledge), *_rule_sets(knowledge)]
    return sorted(every, key=lambda item: (item.by.last, item.where))


def report(items: list[Due], today: date) -> str:
    """The list as text: a line each, with what is past its date marked."""
    if not items:
        return "Nothing has a review date."
    late = sum(item.by.last < today for item in items)
    soon = f"; the next is due by {items[late].by.words()}" if late < len(items) else ""
    lines = [f"{len(items)} to look at again: {late} past their date{soon}."]
    for item in items:
        mark = "LATE" if item.by.last < today else "    "
        lines.append(f"{mark} {item.by.text:<10}  {item.where}  [{', '.join(item.sources)}]")
    return "\n".join(lines)


def main(_arguments: list[str]) -> int:
    """Print the list; 1 where the knowledge cannot be loaded."""
    try:
        knowledge = load_knowledge(settings_from(os.environ).knowledge)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(due(knowledge), calendar_day()))
    return 0


def _entries(knowledge: Knowledge) -> Iterator[Due]:
    for topic in knowledge.topics.values():
        for question in topic.questions():
            for entry in topic.entries(question):
                if entry.review_by:
                    names = dict.fromkeys(citation.id for citation in entry.sources)
                    yield Due(entry.review_by, f"topics/{topic.id}.yml: {question} as at {entry.as_at.text}", tuple(names))


def _figures(knowledge: Knowledge) -> Iterator[Due]:
    for name, figure in knowledge.figures.items():
        for value in figure.values:
            if value.review_by:
                yield Due(value.review_by, f"figures.yml: {name}", (value.source.id,))


def _routes(knowledge: Knowledge) -> Iterator[Due]:
    for name, route in knowledge.routes.items():
        if route.review_by:
            yield Due(route.review_by, f"routes: {name}", (route.source.id,))


def _rule_sets(knowledge: Knowledge) -> Iterator[Due]:
    for name, rules in knowledge.rule_sets.items():
        if rules.review_by:
            names = dict.fromkeys(criterion.source.id for criterion in rules.criteria.values())
            yield Due(rules.review_by, f"eligibility/{name}.yml", tuple(names))
