"""The commands of OPERATIONS.md are run, in their order, against a running assistant."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bench.scale.served import Served
from bot.launch.content import checked
from bot.launch.model import model_of
from bot.launch.settings import settings_from
from tests.stores import needs, reachable_folder

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "OPERATIONS.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
NUMBERED = [pytest.param(block, id=block.splitlines()[0][:60]) for block in BLOCKS]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    needs("postgres", "initdb", "redis-server", "nginx", "pg_dump")
    with reachable_folder() as folder:
        models = folder / "models"
        models.mkdir()
        model = Path(os.environ.get("SERVE_MODEL") or model_of(settings_from(os.environ), checked(settings_from(os.environ))))
        # Two of them, of which the older is in force.
        for number, name in enumerate(("older.tar.gz", "newer.tar.gz")):
            shutil.copyfile(model, models / name)
            os.utime(models / name, (number, number))
        (models / "now").symlink_to("older.tar.gz")
        given = {"SERVE_MODEL": str(models / "now"), "MODELS_DIR": str(models), "SERVE_SECRETS": str(folder / "secrets")}
        with Served(folder / "state", workers=1, action_servers=1, from_files=True, **given) as served:
            yield served


def run(served: Served, block: str) -> subprocess.CompletedProcess[str]:
    place = {
        "PGHOST": "127.0.0.1", "PGPORT": str(served.postgres.port), "PGUSER": "skills", "PGDATABASE": "skills",
        "PGPASSWORD": served.postgres.password, "BACKUPS": str(served.state / "backups"), "STATE_DIR": str(served.state),
    }
    environment = {**served.environment(), **place}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )


def test_there_are_commands() -> None:
    assert len(BLOCKS) >= 8


@pytest.mark.parametrize("block", NUMBERED)
def test_a_command_does_what_it_is_there_for(served: Served, block: str) -> None:
    done = run(served, block)
    assert done.returncode == 0, done.stdout + done.stderr
    if "pg_restore" in block:
        assert "events" in done.stdout and "answered" in done.stdout
    if "min(timestamp)" in block:
        assert done.stdout.split() == ["0"]
    if "ls -t" in block and "ln -sfn" in block:
        assert "renewed: the model is newer.tar.gz" in done.stdout
    if '/before")" "$MODELS_DIR/now"' in block:
        assert "renewed: the model is older.tar.gz" in done.stdout
    if "access.log" in block:
        assert (served.state / "serve/nginx/access.log.1").exists()


def test_a_model_that_does_not_answer_is_not_kept_in_force(served: Served) -> None:
    models = Path(served.environment()["MODELS_DIR"])
    (models / "broken.tar.gz").write_bytes(b"no model")
    (models / "now").unlink()
    (models / "now").symlink_to("broken.tar.gz")
    done = run(served, ".venv/bin/python -m bot renew")
    assert done.returncode == 1 and "not renewed" in done.stdout
    from bot.launch.chat_ready import chat_answers

    assert chat_answers(served.at)


def test_every_setting_that_is_named_exists() -> None:
    from bot.launch.serving_settings import Serving

    for name in re.findall(r"SERVE_([A-Z_]+)", PAGE):
        assert name.lower() in Serving.__fields__, name
