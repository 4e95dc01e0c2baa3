"""Examples and topics must fit together."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.launch.check import example_problems

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """One topic that has a special question, and nothing else."""
    topics = load_knowledge(ROOT / "knowledge").topics
    name, topic = next((name, topic) for name, topic in topics.items() if topic.specials)
    special = next(iter(topic.specials.items()))
    return Knowledge("test", topics={name: topic.copy(update={"specials": dict([special])})})


def label(knowledge: Knowledge) -> str:
    name, topic = next(iter(knowledge.topics.items()))
    return f"ask/{name}.{next(iter(topic.specials))}"


def written(folder: Path, *labels_and_counts: tuple[str, int]) -> Path:
    lines = ['version: "3.1"', "nlu:"]
    for name, count in labels_and_counts:
        lines += [f"  - intent: {name}", "    examples: |", *(f"      - example {index}" for index in range(count))]
    (folder / "examples.yml").write_text("\n".join(lines) + "\n")
    return folder


def test_enough_examples_for_what_topics_answer_is_right(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = written(tmp_path, (label(knowledge), 8), ("ask/cost", 1), ("check", 1))
    assert list(example_problems(knowledge, folder)) == []


@pytest.mark.parametrize("wrong", ["ask/price", "ask/no-such-topic.what", "ask/cost.more"])
def test_a_label_that_no_topic_answers_is_named_with_its_line(tmp_path: Path, knowledge: Knowledge, wrong: str) -> None:
    folder = written(tmp_path, (label(knowledge), 8), (wrong, 3))
    assert list(example_problems(knowledge, folder)) == [
        f"{folder / 'examples.yml'}:13: intent: no topic answers {wrong!r}"
    ]


def test_a_special_question_with_too_few_examples_is_named(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = written(tmp_path, (label(knowledge), 7))
    problems = list(example_problems(knowledge, folder))
    assert len(problems) == 1
    assert f"{label(knowledge)}: 7 examples" in problems[0]


def test_a_topic_noted_for_examples_that_does_not_exist_is_named_with_its_line(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = written(tmp_path, (label(knowledge), 8))
    noted = "  - intent: ask/cost\n    metadata:\n      topic: {}\n    examples: |\n      - is it dear\n"
    (folder / "noted.yml").write_text('version: "3.1"\nnlu:\n' + noted.format(next(iter(knowledge.topics))) + noted.format("no-such"))
    assert list(example_problems(knowledge, folder)) == [f"{folder / 'noted.yml'}:8: metadata.topic: there is no topic 'no-such'"]
