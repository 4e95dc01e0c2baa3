"""Knowledge follows its files while the assistant runs."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from bot.guidance import live
from bot.guidance.live import LiveKnowledge


@pytest.fixture(autouse=True)
def look_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 0.0)


def edit(path: Path, right: str, wrong: str) -> None:
    path.write_text(path.read_text().replace(right, wrong))
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))


def test_an_edit_is_in_the_next_answer(folder: Path) -> None:
    knowledge = LiveKnowledge(folder)
    edit(folder / "topics/pledge.yml", "signing was free", "signing cost nothing")
    assert "cost nothing" in knowledge.current().topics["pledge"].facets["cost"][0].short


def test_a_broken_edit_changes_nothing_and_is_logged(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    knowledge = LiveKnowledge(folder)
    before = knowledge.current()
    with caplog.at_level(logging.ERROR):
        edit(folder / "topics/pledge.yml", "name: Pledge", "nmae: Pledge")
        assert knowledge.current() is before
    assert "knowledge/topics/pledge.yml:2: nmae: unknown field" in caplog.text


def test_a_mended_edit_is_taken_up(folder: Path) -> None:
    knowledge = LiveKnowledge(folder)
    edit(folder / "topics/pledge.yml", "name: Pledge", "nmae: Pledge")
    knowledge.current()
    edit(folder / "topics/pledge.yml", "nmae: Pledge", "name: The Pledge")
    assert knowledge.current().topics["pledge"].name == "The Pledge"


def test_unchanged_files_give_the_same_snapshot(folder: Path) -> None:
    knowledge = LiveKnowledge(folder)
    assert knowledge.current() is knowledge.current()


def test_an_edit_that_takes_a_phrase_away_is_refused(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    knowledge = LiveKnowledge(folder)
    before = knowledge.current()
    edit(folder / "phrases.yml", "out_of_scope:", "out_of_field:")
    assert knowledge.current() is before
    assert "sorry.out_of_scope" in caplog.text
