"""Loading refuses what is wrong, naming file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance.documents import KnowledgeError
from bot.guidance.load import load_knowledge, version_of

PLEDGE = "topics/pledge.yml"
CASES = {
    "an unknown field": (PLEDGE, "name: Pledge", "name: Pledge\ncolour: red", "colour: unknown field", 3),
    "a missing source": ("topics/fund.yml", "      points: []\n      sources: [{id: page, at: top}]\n", "", "a missing source", 19),
    "a point without a source": (PLEDGE, "The certificate was free., source: {id: guide, at: page 2}", "The certificate was free.", "source: field required", 17),
    "dates the wrong way round": (PLEDGE, "{from: 2007-06, to: 2010-03}", "{from: 2011, to: 2010-03}", "wrong way round", 14),
    "closed before it opened": (PLEDGE, "on: 2007-06-14", "on: 2017-06-14", "wrong way round", 7),
    "an alias of another topic": (PLEDGE, "aliases: [pledge", "aliases: [fund", "belongs to 'fund' already", 6),
    "a link to no topic": (PLEDGE, "replaced_by: [fund]", "replaced_by: [nothing]", "there is no topic 'nothing'", 10),
    "a source that is not listed": (PLEDGE, "sources: [{id: guide", "sources: [{id: other", "there is no source 'other'", 19),
    "a facet outside the list": (PLEDGE, "  cost:", "  price:", "'price' is not a facet", 11),
    "a figure that is not there": (PLEDGE, "signing was free", "it was {figure:none}", "there is no figure 'none'", 15),
    "a figure without a period": ("figures.yml", "valid: {from: 2026-08-01, to: 2027-07-31}, ", "", "valid: field required", 5),
    "a link in prose": (PLEDGE, "Brokers were free.", "Ring 01727 749685", "in prose", 18),
    "a field written twice": (PLEDGE, "name: Pledge", "name: Pledge\nname: Again", "stands here twice", 3),
    "broken YAML": (PLEDGE, "facets:", "facets: [", "(yaml)", 13),
    "a date that is none": (PLEDGE, "as_at: 2008-09", "as_at: autumn", "is not a date like", 13),
    "a current statement without review": ("topics/fund.yml", "      review_by: 2027-07-31\n", "", "needs review_by", 11),
    "an id that is not the file name": (PLEDGE, "id: pledge", "id: other", "the file is called otherwise", 1),
}

ROUTE = """\
line:
  name: A line
  serves: [employee]
  needs: [careers-advice]
  areas: [england]
  as_at: 2026-09
  valid: {from: 2026-09}
  review_by: 2027-09-01
  channels:
    - {kind: words, text: "Ring 01727 749685"}
  source: {id: page, at: top}
"""


def test_a_right_folder_loads(folder: Path) -> None:
    knowledge = load_knowledge(folder)
    assert set(knowledge.topics) == {"pledge", "fund"}
    assert knowledge.version == version_of(folder)


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_refused_with_file_line_and_field(folder: Path, name: str) -> None:
    file, right, wrong, message, line = CASES[name]
    path = folder / file
    assert right in path.read_text()
    path.write_text(path.read_text().replace(right, wrong, 1))
    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)
    told = [str(problem) for problem in refusal.value.problems]
    assert any(text.startswith(f"knowledge/{file}:{line}: ") and message in text for text in told), told


def test_every_problem_is_told_at_once(folder: Path) -> None:
    for file in (PLEDGE, "topics/fund.yml"):
        (folder / file).write_text((folder / file).read_text() + "colour: red\n")
    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)
    assert {problem.file for problem in refusal.value.problems} == {f"knowledge/{PLEDGE}", "knowledge/topics/fund.yml"}


def test_a_file_that_nothing_reads_is_refused(folder: Path) -> None:
    (folder / "topics/extra.yaml").write_text("id: extra\n")
    with pytest.raises(KnowledgeError, match="nothing reads a file of this name"):
        load_knowledge(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="holds no knowledge files"):
        load_knowledge(tmp_path)


def test_every_change_gives_a_new_version(folder: Path) -> None:
    before = version_of(folder)
    path = folder / PLEDGE
    path.write_text(path.read_text().replace("signing was free", "signing cost nothing"))
    assert version_of(folder) != before


def test_a_live_link_on_a_contact_that_nobody_confirmed_is_refused(folder: Path) -> None:
    (folder / "routes").mkdir()
    route = folder / "routes/today.yml"
    route.write_text(ROUTE)
    with pytest.raises(KnowledgeError) as refusal:
        load_knowledge(folder)
    told = [str(problem) for problem in refusal.value.problems]
    assert any(text.startswith("knowledge/routes/today.yml:10: line.channels.0: a live link") for text in told), told


def test_a_term_of_a_topic_that_is_not_there_is_refused(folder: Path) -> None:
    (folder / "glossary.yml").write_text(
        "connexions: {term: Connexions, meaning: Advice for the young., source: {id: guide, at: page 1}, topic: connexions}\n"
    )
    with pytest.raises(KnowledgeError, match="knowledge/glossary.yml:1: connexions.topic: there is no topic 'connexions'"):
        load_knowledge(folder)
