"""The coverage table of knowledge/README.md: every line of the five documents is in a topic, or left out for a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge

ROOT = Path(__file__).parents[2]
README = ROOT / "knowledge/README.md"
DOCUMENTS = ROOT.parent / "shared/sources"
HEADING = re.compile(r"^### .*`([a-z0-9-]+)`")
ROW = re.compile(r"^\| (\d+)(?:-(\d+))? \| ([^|]+) \| ([^|]*) \| (\d*) ?\| ([^|]*) ?\|$")


@dataclass(frozen=True)
class Row:
    """One part of a document: its first and last line, its section, where it is told and in how many points, or why not."""

    first: int
    last: int
    section: str
    places: tuple[str, ...]
    points: int
    left_out: str


def rows() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    document = ""
    for line in README.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.match(line):
            document = heading.group(1)
        elif row := ROW.match(line):
            first, last, section, places, points, reason = row.groups()
            named = tuple(re.findall(r"[a-z0-9-]+/[a-z0-9_-]+", places))
            found.setdefault(document, []).append(
                Row(int(first), int(last or first), section.strip(), named, int(points or 0), reason.strip())
            )
    return found


TABLE = rows()


def test_the_table_has_all_five_documents(knowledge: Knowledge) -> None:
    assert set(TABLE) == {name for name, source in knowledge.sources.items() if source.document}


@pytest.mark.parametrize("document", sorted(TABLE))
def test_each_part_is_told_somewhere_or_left_out_for_a_reason(knowledge: Knowledge, document: str) -> None:
    for row in TABLE[document]:
        assert bool(row.places) != bool(row.left_out), row
        cited = 0
        for place in row.places:
            topic, question = place.split("/")
            assert question in knowledge.topics[topic].questions(), (row, place)
            entries = knowledge.topics[topic].entries(question)
            cited += sum(point.source.id == document for entry in entries for point in entry.points)
        assert not row.places or 0 < row.points <= cited, (row, cited)


@pytest.mark.parametrize("document", sorted(TABLE))
def test_parts_follow_each_other_without_a_gap(document: str) -> None:
    expected = 1
    for row in TABLE[document]:
        assert row.first == expected and row.last >= row.first, row
        expected = row.last + 1


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents to compare with are not on this machine")
@pytest.mark.parametrize("document", sorted(TABLE))
def test_the_last_part_ends_with_the_document(knowledge: Knowledge, document: str) -> None:
    number = str(knowledge.sources[document].document).lstrip("S")
    [path] = DOCUMENTS.glob(f"{number}_*.txt")
    assert TABLE[document][-1].last == len(path.read_text(encoding="utf-8").splitlines())
