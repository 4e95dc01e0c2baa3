"""What cannot work is said in clear lines before anything is started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(state: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot run` with its state in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, "STATE_DIR": str(state), "MODELS_DIR": str(state / "models"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["PORT", "ACTION_PORT"])
def test_a_busy_port_is_one_line_and_nothing_starts(tmp_path: Path, name: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(tmp_path, **{"PORT": "", name: str(port)} if name == "PORT" else {"PORT": "1024", name: str(port)})
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"Port {port} is in use" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("port", ["none", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said(tmp_path: Path, port: str) -> None:
    done = run(tmp_path, PORT=port)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"PORT={port} is not a port" in done.stderr


def test_broken_content_is_named_by_file_line_and_field_and_nothing_starts(tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge)
    topic = sorted((knowledge / "topics").glob("*.yml"))[0]
    text = topic.read_text("utf-8")
    topic.write_text(text.replace("\nkind: ", "\ncolour: green\nkind: ", 1), "utf-8")
    line = text.split("\nkind: ")[0].count("\n") + 2
    done = run(tmp_path, PORT=str(free_port()), KNOWLEDGE_DIR=str(knowledge))
    assert done.returncode == 1
    assert f"{topic.name}:{line}: colour" in done.stderr
    assert "Starting" not in done.stdout
    assert not (tmp_path / "logs/server.log").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
