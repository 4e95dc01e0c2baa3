"""Knowledge that breaks while it is in use, in every way that files can: what was whole goes on, and it is said."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channel import health
from bot.guidance import live, load
from bot.guidance.documents import KnowledgeError, read_document
from bot.guidance.live import LiveKnowledge
from bot.guidance.load import load_knowledge
from tests.guidance.conftest import folder  # noqa: F401

ROOT = Path(__file__).parents[2]
ODD = {
    "a name that is a list": "? [a, b]\n: c\n",
    "a file in itself": "pledge: &a {itself: *a}\n",
    "a list in itself": "&a [*a]\n",
    "a number for a name": "5: {title: x}\n",
    "nothing at all": "",
    "one word": "word\n",
    "a control character": "a: \x00\n",
    "a date that is none": "a: 2008-99-99\n",
    "names of two kinds": "a: {title: x}\n5: {title: x}\n",
}
FILES = ("sources.yml", "phrases.yml", "glossary.yml", "figures.yml", "topics/pledge.yml")


@pytest.fixture(autouse=True)
def look_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 0.0)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (time.time() + 5, time.time() + 5))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_whatever_a_file_holds_it_is_refused_in_lines_and_the_version_before_goes_on(folder: Path, name: str, text: str) -> None:  # noqa: F811
    knowledge = LiveKnowledge(folder)
    before = knowledge.current()
    write(folder / name, text)
    assert knowledge.current() is before
    assert knowledge.refused and knowledge.refused.startswith("knowledge")
    with pytest.raises(KnowledgeError):
        load_knowledge(folder)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_to_what_stands_in_a_file_ends_the_assistant(folder: Path, data: st.DataObject) -> None:  # noqa: F811
    values: st.SearchStrategy[Any] = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2008-09"),
        lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inside, max_size=3),
        max_leaves=5,
    )
    name = data.draw(st.sampled_from(FILES))
    whole = yaml.safe_load((folder / name).read_text()) if (folder / name).exists() else {}
    holder, key = data.draw(st.sampled_from(list(places(whole)) or [({}, "a")]))
    holder[key] = data.draw(values)
    text = (folder / name).read_text() if (folder / name).exists() else None
    write(folder / name, yaml.safe_dump(whole))
    try:
        load_knowledge(folder)
    except KnowledgeError as error:
        assert all(str(problem) for problem in error.problems)
    finally:
        write(folder / name, text) if text is not None else (folder / name).unlink()


def places(value: Any) -> Any:
    for key, inside in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from places(inside)


def test_a_folder_that_is_taken_away_changes_nothing_and_one_that_is_back_is_read(folder: Path) -> None:  # noqa: F811
    knowledge = LiveKnowledge(folder)
    before = knowledge.current()
    folder.rename(folder.with_name("elsewhere"))
    assert knowledge.current() is before and knowledge.refused
    folder.with_name("elsewhere").rename(folder)
    assert knowledge.current().version == before.version and knowledge.refused is None


def test_a_file_that_cannot_be_read_just_now_is_read_later_although_it_does_not_change(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any  # noqa: F811
) -> None:
    """Too many open files, a disk that hesitates, rights that somebody mends: the file looks as before."""
    monkeypatch.setattr(live, "SECONDS_BEFORE_ANOTHER_TRY", 0.05)
    knowledge = LiveKnowledge(folder)
    before = knowledge.current()

    def too_many(path: Path, name: str) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(load, "read_document", too_many)
    text = (folder / "topics/pledge.yml").read_text()
    write(folder / "topics/pledge.yml", text.replace("signing was free", "signing cost nothing"))
    for _ in range(3):
        assert knowledge.current() is before
        time.sleep(0.06)
    assert caplog.text.count("an edit was refused") == 1 and "cannot be read (Too many open files)" in caplog.text
    monkeypatch.setattr(load, "read_document", read_document)
    assert knowledge.current() is not before and knowledge.refused is None


def test_a_mistake_of_ours_while_reading_is_refused_too(folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:  # noqa: F811
    knowledge = LiveKnowledge(folder)
    before = knowledge.current()

    def mistake(*_: Any) -> None:
        raise AttributeError("'NoneType' has no attribute 'x'")

    monkeypatch.setattr(load, "problems_across", mistake)
    write(folder / "topics/pledge.yml", (folder / "topics/pledge.yml").read_text() + "# edited\n")
    assert knowledge.current() is before
    assert "cannot be checked (AttributeError" in caplog.text and "look at what was changed last" in caplog.text


def test_ready_says_that_an_edit_was_refused_and_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    knowledge = LiveKnowledge(folder)
    monkeypatch.setattr(live, "_live", knowledge)
    version = knowledge.current().version
    assert health._knowledge() == {"ready": True, "version": version}
    text = (folder / "topics/pledge.yml").read_text()
    write(folder / "topics/pledge.yml", text.replace("name: Pledge", "name: Pledge\ncolour: red"))
    part = health._knowledge()
    assert part == {"ready": True, "version": version, "refused": part["refused"]}
    assert part["refused"] == "knowledge/topics/pledge.yml:3: colour: unknown field"
    write(folder / "topics/pledge.yml", text.replace("name: Pledge", "name: The Pledge"))
    assert "refused" not in health._knowledge()


@pytest.mark.parametrize("module", ["bot.launch.action_server", "bot.launch.server"])
def test_a_part_that_is_brought_back_while_the_files_are_wrong_waits_for_them(tmp_path: Path, module: str) -> None:
    """It would fail in every turn, while the others answer from the version before."""
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    (tmp_path / "knowledge/needs.yml").write_text("wrong: [\n")
    model = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[-1]
    words = ["--actions", "actions", "--port", "1"] if module.endswith("actions") else ["run", "--model", str(model)]
    done = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**os.environ, "KNOWLEDGE_DIR": str(tmp_path / "knowledge")},
    )
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith("knowledge/needs.yml:") and lines[-1].startswith("Cannot serve: the content is not right")
    assert logging.getLogger().name == "root"


def test_a_file_of_phrases_that_lost_a_section_is_refused_at_the_start(folder: Path) -> None:  # noqa: F811
    phrases = yaml.safe_load((folder / "phrases.yml").read_text())
    assert set(phrases) == set(load.SECTIONS)
    del phrases["sorry"]
    write(folder / "phrases.yml", yaml.safe_dump(phrases))
    with pytest.raises(KnowledgeError, match="knowledge/phrases.yml:1: sorry: what is said here is missing"):
        load_knowledge(folder)
