"""Misspelt, ambiguous and word-like places, written before the matcher was tuned: none yields a wrong place silently."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.guidance.documents import read_document
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import find_places
from bot.guidance.places.unclear import candidates
from bot.guidance.schema.place import Places

ROOT = Path(__file__).parents[2]
CASES = yaml.safe_load((Path(__file__).parent / "hard_places.yml").read_text(encoding="utf-8"))["cases"]
AT_LEAST = {"misspelt": 30, "ambiguous": 20, "wordlike": 25}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(version="places only", places=Places.parse_obj(read_document(ROOT / "knowledge/places.yml", "p").data))


def test_there_are_at_least_80_of_them_of_every_kind() -> None:
    counted = Counter(case["group"] for case in CASES)
    assert sum(counted.values()) >= 80
    assert all(counted[group] >= least for group, least in AT_LEAST.items())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_hard_place_has_its_right_outcome(knowledge: Knowledge, case: dict[str, Any]) -> None:
    hits = find_places(knowledge, case["text"])
    shared = candidates(hits)
    found = [hit.id for hit in hits if hit not in shared]
    if case.get("or_none") and not hits:
        return
    assert {hit.id for hit in shared} == set(case.get("ask", []))
    assert found in (case.get("found", []), case.get("or_found"))
