"""Once the topic is known, its own examples tell its questions apart; those of other topics help a little."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.room_model import RoomModel

ASKED_OF = {"pledge": ["cost", "what", "who-signs"], "loan": ["cost", "what"], "new": ["cost", "what"]}
# One direction a question: who signs looks like what it is, seen from elsewhere.
DIRECTIONS = {"cost": (1, 0, 0), "what": (0, 1, 0), "who-signs": (0, 0.7, 0.7)}


@pytest.fixture(scope="module")
def model() -> RoomModel:
    random = np.random.default_rng(3)
    written = [("pledge", asked) for asked in DIRECTIONS for _ in range(12)] + [("loan", asked) for asked in ("cost", "what") for _ in range(12)]
    vectors = np.array([DIRECTIONS[asked] for _, asked in written], np.float32) + random.normal(0, 0.05, (len(written), 3))
    return RoomModel.train(vectors, [topic for topic, _ in written], [asked for _, asked in written], ASKED_OF)


def test_each_room_is_likely_among_those_of_its_topic_alone(model: RoomModel) -> None:
    found = dict(zip(model.rooms, np.exp(model.judge(np.array([DIRECTIONS["who-signs"]], np.float32))[0])))
    assert sum(likely for room, likely in found.items() if room.startswith("pledge/")) == pytest.approx(1.0)
    assert found["pledge/who-signs"] == max(likely for room, likely in found.items() if room.startswith("pledge/"))


def test_a_topic_without_examples_of_its_own_is_left_out(model: RoomModel) -> None:
    assert not any(room.startswith("new/") for room in model.rooms)


def test_what_is_written_is_read_again(model: RoomModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    kept = RoomModel.load(tmp_path)
    vectors = np.eye(3, dtype=np.float32)
    assert kept.rooms == model.rooms
    assert np.allclose(kept.judge(vectors), model.judge(vectors))


def test_without_any_topic_nothing_is_judged() -> None:
    model = RoomModel.train(np.eye(3, dtype=np.float32), ["", "", ""], ["", "", ""], {})
    assert model.judge(np.eye(3, dtype=np.float32)).shape == (3, 0)
