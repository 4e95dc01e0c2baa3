"""The point nearest to a question leads, and an edit encodes only what it changed."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from bot.nlu import vectors as module
from bot.nlu.encoder import shared_encoder
from bot.nlu.points import PointIndex
from bot.nlu.sought import Sought


def test_the_nearest_point_comes_first(points: PointIndex) -> None:
    (question,) = shared_encoder().encode(["was the advice of brokers free"])
    ids = [point for point, _ in points.nearest(Sought(question), "skills-pledge", "cost")]
    assert ids == ["skills-pledge/cost/0/1", "skills-pledge/cost/0/0"]


def test_the_room_with_the_nearest_point_fits_best(points: PointIndex) -> None:
    (question,) = shared_encoder().encode(["who launched it in London"])
    span = points.rooms.of("skills-pledge")
    near = points.rooms.evidence(Sought(question), span)[:, 0]
    assert points.rooms.rooms[span][near.argmax()].question == "what"
    assert not len(points.rooms.evidence(Sought(question), points.rooms.of("no-such-topic")))


@pytest.mark.parametrize(("topic", "facet"), [("no-such-topic", "cost"), ("skills-pledge", "status"), ("skills", "cost")])
def test_what_has_no_points_gives_none(points: PointIndex, topic: str, facet: str) -> None:
    (question,) = shared_encoder().encode(["cost"])
    assert points.nearest(Sought(question), topic, facet) == []


def test_only_new_texts_are_encoded(knowledge: Knowledge, points: PointIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points.save(tmp_path)
    again = PointIndex.load(tmp_path)
    encoded: list[str] = []

    class Counting:
        def encode(self, sentences: list[str]):  # noqa: ANN201
            encoded.extend(sentences)
            return shared_encoder().encode(sentences)

    monkeypatch.setattr(module, "shared_encoder", Counting)
    again.use(knowledge)
    assert encoded == []
    pledge = knowledge.topics["skills-pledge"]
    entry = pledge.facets["cost"][0]
    edited = entry.copy(update={"points": [entry.points[0].copy(update={"text": "Signing was free."}), entry.points[1]]})
    topics = {**knowledge.topics, pledge.id: pledge.copy(update={"facets": {**pledge.facets, "cost": [edited]}})}
    again.use(replace(knowledge, version="edited", topics=topics))
    assert encoded == ["Signing was free."]
