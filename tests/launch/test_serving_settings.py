"""`make serve` starts with settings and secrets that are right, or says each thing that is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.launch.secrets import VARIABLES, main, read_secrets
from bot.launch.serving_settings import FILE, Serving, serving_from, variable_of
from bot.launch.settings import CannotStart

ROOT = Path(__file__).parents[2]
GOOD = {variable: f"{number}{'a1b2c3d4e5f6g7h8' * 2}" for number, variable in enumerate(VARIABLES.values())}


def refusal(**environment: str) -> str:
    with pytest.raises(CannotStart) as refused:
        serving_from({**GOOD, **environment})
    return str(refused.value)


def test_the_file_that_comes_with_it_is_right_and_names_every_setting() -> None:
    settings, _ = serving_from(GOOD)
    assert set(yaml.safe_load(FILE.read_text("utf-8"))) == set(Serving.__fields__)
    assert settings.worker_at() == ["127.0.0.1:5101", "127.0.0.1:5102"]


def test_a_variable_sets_one_setting() -> None:
    settings, _ = serving_from({**GOOD, "SERVE_WORKERS": "3", "SERVE_WORKER_ADDRESSES": "a:1, b:2"})
    assert settings.workers == 3
    assert settings.worker_at() == ["a:1", "b:2"]


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("workers", "0", "from 1 to"),
        ("port", "none", "integer"),
        ("database", "mysql://skills@here/skills", "postgresql://"),
        ("database", "postgresql://skills:word@here/skills", "among the secrets"),
        ("redis", "redis://:word@here", "among the secrets"),
        ("retention_hours", "25", "at most 24"),
        ("certificate", "/nowhere/at.pem", "no file"),
        ("model", "/nowhere/model.tar.gz", "no file"),
    ],
)
def test_a_wrong_setting_is_said_with_its_variable(setting: str, value: str, words: str) -> None:
    said = refusal(**{variable_of(setting): value})
    assert said.startswith(f"{variable_of(setting)}: ") and words in said and "word@" not in said


def test_a_wrong_file_is_said_line_by_line(tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("workers: 0\ncolour: green\ndatabase: postgresql://skills@here/skills\nredis: redis://here\n")
    said = refusal(SERVE_FILE=str(own))
    assert f"{own}:1: workers: " in said and f"{own}:2: colour: there is no such setting" in said


@pytest.mark.parametrize("name", VARIABLES)
@pytest.mark.parametrize(
    "secret",
    [
        "short", "a" * 64, "example" + "x1y2z3w4" * 4, "password" * 5, "0123456789abcdef" * 3, "change-me-" * 5,
        "with spaces in it " + "x1y2z3w4" * 4,
    ],
)
def test_a_secret_that_is_short_or_no_chance_is_refused_and_never_repeated(name: str, secret: str) -> None:
    said = refusal(**{VARIABLES[name]: secret})
    assert said.startswith(VARIABLES[name]) and secret not in said


def test_every_missing_secret_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CannotStart) as refused:
        serving_from({"SERVE_SECRETS": str(tmp_path)})
    assert [line.split(":")[0] for line in str(refused.value).splitlines()[:3]] == [str(tmp_path / name) for name in VARIABLES]


def test_secrets_are_made_by_chance_for_their_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "secrets"
    monkeypatch.setenv("SERVE_SECRETS", str(folder))
    assert main([]) == 0
    first = read_secrets(folder, {})
    assert len({*first.sessions, first.database, first.redis}) == 3
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    assert repr(first) == "Secrets(...)"
    assert main([]) == 0 and read_secrets(folder, {}) == first


def test_a_new_key_signs_and_the_one_before_is_still_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVE_SECRETS", str(tmp_path))
    main([])
    first = read_secrets(tmp_path, {})
    for _ in range(2):
        assert main(["--rotate"]) == 0
        second = read_secrets(tmp_path, {})
        assert second.sessions[1] == first.sessions[0] and len(second.sessions) == 2
        first = second


def test_nothing_starts_without_secrets(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES.values()}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**environment, "STATE_DIR": str(tmp_path / "state"), "SERVE_SECRETS": str(tmp_path / "none")},
    )
    assert done.returncode == 1
    assert done.stdout == "" and "sessions: there is no such file" in done.stderr
    assert not (tmp_path / "state").exists()
