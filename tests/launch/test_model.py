"""A model is made again when, and only when, what it is made from has changed."""

from __future__ import annotations

import dataclasses
import io
import tarfile
from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.launch import model as models
from bot.launch.made_from import made_from
from bot.launch.server import needs_tensorflow
from bot.launch.settings import CannotStart, Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data/nlu").mkdir(parents=True)
    (tmp_path / "config.yml").write_text("language: en\n")
    (tmp_path / "data/nlu/ask.yml").write_text("nlu: []\n")
    return tmp_path


def with_topic(knowledge: Knowledge, **changes: object) -> Knowledge:
    """The same knowledge with its first topic changed."""
    name, topic = next(iter(knowledge.topics.items()))
    return dataclasses.replace(knowledge, topics={**knowledge.topics, name: topic.copy(update=changes)})


def test_an_edit_of_words_needs_no_training(project: Path, knowledge: Knowledge) -> None:
    topic = next(iter(knowledge.topics.values()))
    facets = {
        facet: [entry.copy(update={"short": "Other words."}) for entry in entries]
        for facet, entries in topic.facets.items()
    }
    assert made_from(project, with_topic(knowledge, facets=facets)) == made_from(project, knowledge)


def test_a_new_alias_needs_training(project: Path, knowledge: Knowledge) -> None:
    changed = with_topic(knowledge, aliases=["a name nobody used before"])
    assert made_from(project, changed) != made_from(project, knowledge)


@pytest.mark.parametrize("name", ["config.yml", "data/nlu/ask.yml", "bot/nlu/new.py", "bot/domain/domain.yml"])
def test_an_edit_of_training_material_needs_training(project: Path, knowledge: Knowledge, name: str) -> None:
    before = made_from(project, knowledge)
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# something else\n")
    assert made_from(project, knowledge) != before


def test_a_model_that_is_up_to_date_is_not_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(state=tmp_path, models=tmp_path)
    (tmp_path / "abc.tar.gz").touch()
    monkeypatch.setattr(models, "train", lambda *_: pytest.fail("trained"))
    assert models.up_to_date_model(settings, "abc") == tmp_path / "abc.tar.gz"


def test_a_model_is_trained_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.tar.gz").touch()
    monkeypatch.setattr(models, "train", lambda _settings, model: model.touch())
    made = models.up_to_date_model(Settings(state=tmp_path, models=tmp_path), "new")
    left = set(tmp_path.glob("*.tar.gz"))
    assert made in left
    assert len(left) == models.KEPT


def test_a_training_that_fails_shows_its_last_words_and_leaves_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "python", lambda *_: ["sh", "-c", "echo the disk is full; exit 3"])
    settings = Settings(state=tmp_path, models=tmp_path)
    with pytest.raises(CannotStart, match="the disk is full"):
        models.train(settings, tmp_path / "new.tar.gz")
    assert not (tmp_path / "new.tar.gz").exists()


@pytest.mark.parametrize(
    ("metadata", "needed"),
    [
        (b'{"uses": "bot.nlu.topics.TopicMatcher"}', False),
        (b'{"uses": "rasa.nlu.classifiers.diet_classifier.DIETClassifier"}', True),
        (b'{"uses": "rasa.core.policies.ted_policy.TEDPolicy"}', True),
        (None, True),
    ],
)
def test_tensorflow_is_left_out_only_where_no_component_needs_it(
    tmp_path: Path, metadata: bytes | None, needed: bool
) -> None:
    path = tmp_path / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        if metadata is not None:
            member = tarfile.TarInfo("metadata.json")
            member.size = len(metadata)
            archive.addfile(member, io.BytesIO(metadata))
    assert needs_tensorflow(str(path)) is needed


def test_a_model_that_cannot_be_read_gets_tensorflow(tmp_path: Path) -> None:
    assert needs_tensorflow(str(tmp_path / "none.tar.gz"))
