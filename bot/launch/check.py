"""Checks all content before anything is started: each file, the files together, the examples against them, the settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.channel.operator_settings import problems as site_problems
from bot.guidance.dates import calendar_day
from bot.guidance.documents import KnowledgeError
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.schema.topic import FACETS, Topic
from bot.launch.clock import clock_problems
from bot.launch.hard_words import HARDEST, hard_to_read, middle, short_answers
from bot.launch.made_from import made_from
from bot.launch.settings import settings_from

SPECIAL_EXAMPLES = 8


def check(folder: Path, examples: Path) -> tuple[Knowledge | None, list[str]]:
    """The knowledge, where it can be used, and a line for each thing that is wrong (file:line: field: message)."""
    try:
        knowledge = load_knowledge(folder)
    except KnowledgeError as error:
        return None, str(error).splitlines()
    return knowledge, [*clock_problems(folder, knowledge, calendar_day()), *example_problems(knowledge, examples)]


def example_problems(knowledge: Knowledge, examples: Path) -> Iterator[str]:
    """Labels and notes that name what no topic answers, and special questions with too few examples."""
    counts = {f"ask/{topic.id}.{special}": 0 for topic in knowledge.topics.values() for special in topic.specials}
    facets = {f"ask/{facet}" for facet in FACETS}
    for path in sorted(examples.glob("**/*.yml")):
        for label, line, count, topic in labels(path):
            if label in counts:
                counts[label] += count
            elif label.startswith("ask/") and label not in facets:
                yield f"{path}:{line}: intent: no topic answers {label!r}"
            if topic is not None and topic not in knowledge.topics:
                yield f"{path}:{line}: metadata.topic: there is no topic {topic!r}"
    for label, count in counts.items():
        if count < SPECIAL_EXAMPLES:
            yield f"{examples}: {label}: {count} examples, {SPECIAL_EXAMPLES} are needed"


def labels(path: Path) -> Iterator[tuple[str, int, int, str | None]]:
    """Each intent of a file of examples, the line it stands on, how many examples it has, and the topic noted for them."""
    listed = _field(yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader), "nlu")
    for item in listed.value if isinstance(listed, yaml.SequenceNode) else []:
        label, examples = _field(item, "intent"), _field(item, "examples")
        if label is not None and examples is not None:
            count = sum(line.startswith("-") for line in str(examples.value).splitlines())
            noted = _field(_field(item, "metadata"), "topic")
            yield str(label.value), label.start_mark.line + 1, count, None if noted is None else str(noted.value)


def main(arguments: list[str]) -> int:
    """Print what is wrong, or what was checked; with --made-from as last argument, print the fingerprint only."""
    knowledge, problems = check(settings_from(os.environ).knowledge, Path("data/nlu"))
    made_from_only = arguments == ["--made-from"]
    if knowledge is not None and not made_from_only:
        print(report(knowledge))
        problems += [*site_problems(os.environ), *hard_to_read(short_answers(knowledge))]
    if knowledge is None or problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    if made_from_only:
        print(made_from(Path("."), knowledge))
    else:
        print(
            f"Content is right: {len(knowledge.topics)} topics, {len(knowledge.routes)} routes,"
            f" {len(knowledge.rule_sets)} sets of rules, {len(knowledge.sources)} sources."
        )
    return 0


def report(knowledge: Knowledge) -> str:
    """How hard the short answers are to read, and how often each topic says that its sources do not say."""
    graded = short_answers(knowledge)
    lines = [f"{len(graded)} short answers: median reading grade {middle(graded):.1f}. The hardest {HARDEST}:"]
    for each in graded[:HARDEST]:
        lines.append(f"  {each.grade:4.1f}  {each.where}{'  (has plainer words)' if each.has_plain else ''}")
    silent = {topic.id: silent_facets(topic) for topic in knowledge.topics.values()}
    lines.append(f"The sources do not say: {sum(map(len, silent.values()))} facets.")
    lines += [f"  {len(facets):2}  {topic}: {', '.join(facets)}" for topic, facets in silent.items() if facets]
    return "\n".join(lines)


def silent_facets(topic: Topic) -> list[str]:
    """The facets of a topic whose every entry says that the sources do not say."""
    return [facet for facet, entries in topic.facets.items() if all(entry.silent for entry in entries)]


def _field(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == name), None)
    return None
