"""The real thing, once: it starts, listens on this machine only, answers, and ends as a whole."""

from __future__ import annotations

import importlib.metadata
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.launch.dependencies.locked import normal
from bot.launch.dependencies.measure import stored
from bot.launch.ports import free_port
from bot.launch.ready import send

ROOT = Path(__file__).parents[2]
LISTENING, LOOPBACK = "0A", "0100007F"


@dataclass
class Whole:
    """`python -m bot run` once it has said that it is ready."""

    process: subprocess.Popen[str]
    port: int
    ready: str

    def parts(self) -> dict[str, int]:
        """The process number of each part."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in children}
        return {"actions" if "--actions" in command else "server": pid for pid, command in commands.items()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port), "STATE_DIR": str(tmp_path_factory.mktemp("state"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    ready = next((line for line in process.stdout if line.startswith("Ready")), "")
    yield Whole(process, port, ready)
    process.kill()
    process.communicate()


def test_it_prints_the_address_of_the_chat_page(whole: Whole) -> None:
    assert f"http://127.0.0.1:{whole.port}/" in whole.ready


def test_it_answers_as_soon_as_it_says_so(whole: Whole) -> None:
    messages = send(whole.port, "whole-run", "what is the skills pledge")
    assert len(messages) == 1
    assert messages[0]["custom"]["card"] == "answer"
    assert messages[0]["custom"]["topic"] == "skills-pledge"


def test_every_port_is_open_to_this_machine_only(whole: Whole) -> None:
    action_port = re.search(rb"--port\0(\d+)", Path(f"/proc/{whole.parts()['actions']}/cmdline").read_bytes())
    assert action_port
    for port in (whole.port, int(action_port[1])):
        assert listening_addresses(port) == {LOOPBACK}


def test_neither_heavy_library_is_in_the_action_server(whole: Whole) -> None:
    loaded = Path(f"/proc/{whole.parts()['actions']}/maps").read_text()
    assert not re.search(r"/site-packages/(tensorflow|spacy|numpy|scipy|rasa/)", loaded)


def test_the_server_runs_without_tensorflow(whole: Whole) -> None:
    assert "/site-packages/tensorflow/" not in Path(f"/proc/{whole.parts()['server']}/maps").read_text()


@pytest.mark.parametrize(("part", "told"), [("server", "run"), ("actions", "actions")])
def test_what_is_loaded_is_what_dependencies_md_tells_of(whole: Whole, part: str, told: str) -> None:
    owners = importlib.metadata.packages_distributions()
    maps = Path(f"/proc/{whole.parts()[part]}/maps").read_text()
    names = {re.split(r"[/.]", path)[0] for path in re.findall(r"/site-packages/(\S+\.so)", maps)}
    loaded = {normal(owner) for name in names if len(owners.get(name, [])) == 1 for owner in owners[name]}
    assert loaded and loaded <= set(stored()[told])


def test_the_death_of_the_action_server_ends_everything(whole: Whole) -> None:
    """Last, since nothing is left after it."""
    parts = whole.parts()
    os.kill(parts["actions"], signal.SIGKILL)
    _, error = whole.process.communicate(timeout=30)
    assert whole.process.returncode == 1
    assert len(error.splitlines()) == 1
    assert "action server has stopped" in error
    assert not Path(f"/proc/{parts['server']}").exists()


def listening_addresses(port: int) -> set[str]:
    """The addresses (as /proc writes them) on which something listens at that port."""
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        if Path(f"/proc/net/{table}").exists()
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTENING and row[1].endswith(f":{port:04X}")}
