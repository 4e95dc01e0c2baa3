"""A person sees which routes to check and what to confirm, and confirming one is kept in its file."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.guidance.load import load_knowledge
from bot.launch import verify_routes
from bot.launch.verify_routes import confirm, main, report

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 11, 26)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path / "knowledge"))
    monkeypatch.setattr(verify_routes, "calendar_day", lambda: TODAY)
    return tmp_path / "knowledge"


def test_the_most_used_come_first_with_every_number_and_link_to_confirm() -> None:
    knowledge = load_knowledge(KNOWLEDGE)
    text = report(knowledge, TODAY)
    assert text.index("dwp-careers-service:") < text.index("scottish-union-learning:")
    for route in knowledge.routes.values():
        if route.valid.to is None:
            assert all(channel.value in text for channel in route.channels if channel.value)
    assert "iag-berkshire" not in text


def test_confirming_a_route_sets_its_day_and_nothing_else(folder: Path) -> None:
    before = load_knowledge(folder).routes
    path = confirm(folder, "acas", TODAY)
    lines = path.read_text(encoding="utf-8").splitlines()
    after = load_knowledge(folder).routes
    assert after["acas"].verified_on is not None and after["acas"].verified_on.first == TODAY
    assert {name for name in after if after[name] != before[name]} == {"acas"}
    assert lines.count("  verified_on: 2026-11-26") == 1
    confirm(folder, "acas", date(2026, 11, 25))
    assert load_knowledge(folder).routes["acas"].verified_on.first == date(2026, 11, 25)  # type: ignore[union-attr]
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(lines)


def test_a_confirmed_route_moves_to_the_end_of_the_list(folder: Path) -> None:
    confirm(folder, "dwp-careers-service", TODAY)
    text = report(load_knowledge(folder), TODAY)
    assert text.index("dwp-careers-service:") > text.index("scottish-union-learning:")
    assert "1 checked by a person" in text


@pytest.mark.parametrize(
    "words, code, said",
    [
        (["--confirm", "aca"], 1, "did you mean acas"),
        (["--confirm", "acas", "yesterday"], 2, "is no date"),
        (["--confirm", "acas", "2027-01-01"], 2, "lies ahead"),
        (["--confrim", "acas"], 2, "usage"),
    ],
)
def test_a_wrong_word_is_refused_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(words) == code
    assert said in capsys.readouterr().err
