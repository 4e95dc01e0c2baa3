"""A model that is missing, cut short, of another version or from other content: said before it is loaded, never served."""

from __future__ import annotations

import asyncio
import gzip
import importlib.metadata
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.launch import model as models
from bot.launch import run, serve, server
from bot.launch.keeper import Child, Keeper
from bot.launch.settings import CannotStart, Settings
from bot.launch.whole_model import ModelRefused, check_model, description, other_content

ROOT = Path(__file__).parents[2]
HERE = importlib.metadata.version("rasa")
FINGERPRINT, OTHER = "0123456789abcdef", "fedcba9876543210"


def write(path: Path, made_by: str = HERE, whole: bool = True, metadata: bool = True) -> Path:
    """A file like a model of Rasa's: what describes it stands last."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        names = {"components/words.npz": os.urandom(20_000), "metadata.json": json.dumps({"rasa_open_source_version": made_by}).encode()}
        for name, content in names.items():
            if metadata or name != "metadata.json":
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    content = packed.getvalue()
    path.write_bytes(content if whole else content[: len(content) // 2])
    return path


def test_a_whole_model_of_this_rasa_is_served(tmp_path: Path) -> None:
    check_model(write(tmp_path / "model.tar.gz"))


def test_the_model_of_this_content_is_one(request: pytest.FixtureRequest) -> None:
    newest = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    assert newest, "python -m bot train makes one"
    check_model(newest[-1])


def broken(kind: str, path: Path) -> Path:
    if kind == "missing":
        return path
    if kind == "a folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "cut short":
        write(path, whole=False)
    elif kind == "its last bytes missing":
        path.write_bytes(write(path).read_bytes()[:-4])
    elif kind == "garbage":
        path.write_bytes(os.urandom(500))
    elif kind == "another archive":
        write(path, metadata=False)
    elif kind == "packed garbage":
        path.write_bytes(gzip.compress(b"no archive at all"))
    elif kind == "of an older version":
        write(path, "3.5.0")
    else:
        write(path, "3.7.0")
    return path


KINDS = {
    "missing": "There is no model",
    "a folder": "is broken",
    "empty": "is broken",
    "cut short": r"is broken \(EOFError\): delete it",
    "its last bytes missing": "is broken",
    "garbage": "is broken",
    "another archive": "is no model of Rasa's",
    "packed garbage": "is broken",
    "of an older version": f"was made by Rasa 3.5.0, and this is Rasa {HERE}",
    "of a newer version": f"was made by Rasa 3.7.0, and this is Rasa {HERE}",
}


@pytest.mark.parametrize(("kind", "said"), KINDS.items())
def test_what_is_wrong_is_said_with_what_to_do(tmp_path: Path, kind: str, said: str) -> None:
    with pytest.raises(ModelRefused, match=said) as refused:
        check_model(broken(kind, tmp_path / "model.tar.gz"))
    assert "`make train` makes one" in str(refused.value) and len(str(refused.value).splitlines()) == 1


def test_a_file_that_changes_is_looked_at_again(tmp_path: Path) -> None:
    path = write(tmp_path / "model.tar.gz", "3.5.0")
    assert description(path) == {"rasa_open_source_version": "3.5.0"}
    write(path)
    os.utime(path, (1, 1))
    check_model(path)


@pytest.mark.parametrize("kind", ["missing", "cut short", "of an older version"])
def test_a_server_does_not_start_with_it_nor_with_another_one_that_lies_about(tmp_path: Path, kind: str) -> None:
    """Rasa takes the newest of the folder models where the one that is named is missing, and goes on without a broken one."""
    path = broken(kind, tmp_path / "model.tar.gz")
    done = subprocess.run(
        [sys.executable, "-m", "bot.launch.server", "run", "--model", str(path), "--port", "1"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 1 and done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("Cannot serve: ") and str(path) in line


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_server_that_rasa_starts_without_its_model_ends(monkeypatch: pytest.MonkeyPatch, is_ready: bool) -> None:
    from rasa.core import agent as rasa_agent

    agent = SimpleNamespace(is_ready=lambda: is_ready)
    told: list[str] = []

    async def load(model_path: str, **_: Any) -> Any:
        return agent

    monkeypatch.setattr(rasa_agent, "load_agent", load)
    monkeypatch.setattr(server, "_end", told.append)
    server.refuse_to_go_on_without_a_model()
    assert asyncio.run(rasa_agent.load_agent(model_path="models/x.tar.gz", endpoints=None)) is agent
    assert bool(told) is not is_ready
    assert is_ready or ("models/x.tar.gz cannot be loaded" in told[0] and "make room" in told[0])


def test_the_keeper_says_why_a_part_does_not_begin(tmp_path: Path, capsys: Any) -> None:
    code = "import sys; print('Loading'); print('Cannot serve: there is no model', file=sys.stderr); print('after it'); sys.exit(1)"
    with Keeper() as keeper:
        keeper.start("server 1", Child([sys.executable, "-c", code], os.environ, tmp_path / "server.log"))
        keeper.wait(10, until=lambda: keeper.children["server 1"].deaths == 1)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("The server 1 has stopped (exit code 1): it is brought back")
    assert told[1].strip() == "Cannot serve: there is no model"


def test_make_run_makes_a_broken_model_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    settings = Settings(state=tmp_path, models=tmp_path)
    write(tmp_path / "abc.tar.gz", whole=False)
    monkeypatch.setattr(models, "train", lambda _settings, model: write(model))
    assert models.usable_model(settings, "abc") == tmp_path / "abc.tar.gz"
    check_model(tmp_path / "abc.tar.gz")
    assert "is broken (EOFError)" in capsys.readouterr().out


def test_a_training_that_makes_a_broken_model_is_not_repeated_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(models, "train", lambda _settings, model: made.append(write(model, whole=False)))
    with pytest.raises(CannotStart, match="is broken"):
        models.usable_model(Settings(state=tmp_path, models=tmp_path), "abc")
    assert len(made) == 2


@pytest.mark.parametrize(
    ("name", "known"), [(FINGERPRINT, True), (OTHER, False), ("newer", True), ("now", True)]
)
def test_a_model_made_from_other_content_is_said_and_served(tmp_path: Path, name: str, known: bool, capsys: Any) -> None:
    """Going back to the model before is a thing that operators do; what it says is read from the knowledge of now."""
    path = write(tmp_path / f"{name}.tar.gz")
    line = other_content(path, FINGERPRINT)
    assert (line is None) is known
    link = tmp_path / "in-force"
    link.symlink_to(path.name)
    assert run.named_model(link, FINGERPRINT) == link
    told = capsys.readouterr().out
    assert ("was made from other content" in told) is not known and known or str(link) in told


def serving(model: Path | None) -> tuple[Any, Any]:
    return SimpleNamespace(model=model, workers=1), None


@pytest.mark.parametrize(("kind", "said"), [("cut short", "is broken"), ("of an older version", "was made by Rasa 3.5.0")])
def test_make_serve_and_renew_refuse_a_broken_model_before_anything_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, said: str
) -> None:
    path = broken(kind, tmp_path / "model.tar.gz")
    monkeypatch.setattr(serve, "serving_from", lambda _: serving(path))
    monkeypatch.setattr(serve, "check_site", lambda _: None)
    monkeypatch.setattr(serve, "checked", lambda _: FINGERPRINT)
    with pytest.raises(CannotStart, match=said):
        serve.parts_from({"STATE_DIR": str(tmp_path)})


def test_make_serve_without_a_model_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "serving_from", lambda _: serving(None))
    monkeypatch.setattr(serve, "check_site", lambda _: None)
    monkeypatch.setattr(serve, "checked", lambda _: FINGERPRINT)
    with pytest.raises(CannotStart, match="There is no model .* `make train` makes it"):
        serve.parts_from({"MODELS_DIR": str(tmp_path)})


def test_a_port_of_make_serve_that_is_taken_is_said_with_its_setting() -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} is in use; .* `worker_ports`"):
            serve._ports_are_free(SimpleNamespace(ports=lambda: {port: "worker_ports"}))
