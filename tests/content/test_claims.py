"""What we state is what the documents state: claim by claim, and a changed figure is caught."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from tests.content.claims import (
    FOLDER,
    Claim,
    Said,
    claims_of,
    points_of,
    problem_in,
    sentences,
    speaking_of,
    stands_in,
)

DOCUMENTS = Path(__file__).parents[3] / "shared/sources"
FILES = sorted(FOLDER.glob("*.yml"))
LEAST, CHANGED = 60, 20
PRESENT = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents to compare with are not on this machine")


@pytest.fixture(scope="module")
def points(knowledge: Knowledge) -> list[Said]:
    return points_of(knowledge)


def test_each_of_the_five_documents_has_its_claims(knowledge: Knowledge) -> None:
    documents = {name for name, source in knowledge.sources.items() if source.document}
    assert {path.stem for path in FILES} == documents and len(documents) == 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_document_has_enough_different_claims(path: Path) -> None:
    claims = claims_of(path)
    assert len({(claim.subject, claim.value) for claim in claims}) >= LEAST
    assert all(claim.document == path.stem and claim.near and claim.words and claim.at for claim in claims)


@PRESENT
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_claim_stands_in_one_sentence_of_its_document(path: Path, knowledge: Knowledge) -> None:
    held = sentences(document_text(knowledge, path.stem))
    assert not [claim.subject for claim in claims_of(path) if not stands_in(claim, held)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_claim_stands_in_the_points_that_speak_of_it(path: Path, points: list[Said]) -> None:
    assert not [problem for claim in claims_of(path) if (problem := problem_in(claim, points))]


def test_twenty_changed_figures_are_all_caught(points: list[Said]) -> None:
    numbered = [claim for path in FILES for claim in claims_of(path) if re.search(r"\d", claim.written)]
    chosen = numbered[:: max(1, len(numbered) // CHANGED)][:CHANGED]
    assert len(chosen) == CHANGED
    missed = [claim.subject for claim in chosen if problem_in(claim, with_a_changed_figure(claim, points)) is None]
    assert not missed


def with_a_changed_figure(claim: Claim, points: list[Said]) -> list[Said]:
    """The points, with one digit of the claim's value changed in one point that states it."""
    point = speaking_of(claim, points)[-1]
    start = point.text.lower().index(claim.written.lower())
    at = start + re.search(r"\d", claim.written).start()  # type: ignore[union-attr]
    changed = point.text[:at] + str((int(point.text[at]) + 1) % 10) + point.text[at + 1 :]
    return [replace(each, text=changed) if each is point else each for each in points]


def document_text(knowledge: Knowledge, source: str) -> str:
    number = str(knowledge.sources[source].document).lstrip("S")
    [path] = DOCUMENTS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")
