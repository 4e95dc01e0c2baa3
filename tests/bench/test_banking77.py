"""The figure on the public data is the share of right labels, and there is none where the data is not here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.bench import banking77
from bot.bench.evaluation import on_public_data
from bot.guidance.knowledge import Knowledge

KNOWLEDGE = Knowledge(version="none")


def _write(path: Path, examples: dict[str, list[str]]) -> None:
    intents = [{"intent": one, "examples": "".join(f"- {text}\n" for text in some)} for one, some in examples.items()]
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": intents}), "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of two intents, one message of three under the wrong one."""
    _write(tmp_path / banking77.EXAMPLES, {"card": ["my card", "the card"], "top_up": ["add money", "put money in"]})
    _write(tmp_path / banking77.MESSAGES, {"card": ["a card", "some money"], "top_up": ["more money"]})
    return tmp_path


@pytest.fixture
def two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors that only know of cards and money."""
    import bot.nlu.classifier

    def paired(neutrals: list[str], _texts: list[str]) -> np.ndarray:
        return np.array([[1.0, 0.0] if "card" in text else [0.0, 1.0] for text in neutrals], dtype=np.float32)

    monkeypatch.setattr(bot.nlu.classifier, "paired", paired)


@pytest.mark.usefixtures("two_words")
def test_accuracy_is_the_share_of_messages_whose_likeliest_label_is_right(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert banking77.measure(data, KNOWLEDGE) == pytest.approx(2 / 3)
    monkeypatch.setattr(banking77, "BATCH", 1)
    assert banking77.measure(data, KNOWLEDGE) == pytest.approx(2 / 3)


def test_the_folder_is_the_one_named_and_none_where_a_file_is_missing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANKING77", str(data))
    assert banking77.folder() == data
    (data / banking77.MESSAGES).unlink()
    assert banking77.folder() is None


def test_the_figure_is_held_to_its_bar(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BANKING77", str(data))
    monkeypatch.setattr(banking77, "measure", lambda *_: 0.85)
    missed, held = on_public_data(KNOWLEDGE, 0.86), on_public_data(KNOWLEDGE, 0.84)
    assert missed and held and (missed.held, held.held) == (False, True)
    assert "MISSED" in capsys.readouterr().out


def test_where_the_data_is_not_here_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BANKING77", str(tmp_path))
    assert on_public_data(KNOWLEDGE, 0.86) is None
    assert "not here" in capsys.readouterr().out
