"""Installing says in one line what it cannot do, and does nothing where nothing has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

INSTALL = Path(__file__).parents[2] / "bot/launch/install.py"
LOCK = "# made by hand\nuv==0.0.1 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via -r requirements.in\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nothing but the installer and a lock that no package satisfies."""
    (tmp_path / "bot/launch").mkdir(parents=True)
    shutil.copy(INSTALL, tmp_path / "bot/launch")
    (tmp_path / "requirements.lock").write_text(LOCK)
    (tmp_path / "empty").mkdir()
    return tmp_path


def install(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installer where no package index can be reached and no other Python is found."""
    # PIP_NO_INDEX: pip looks nowhere, as with the network gone; UV_OFFLINE: the same for uv.
    offline = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        [sys.executable, str(project / "bot/launch/install.py")],
        env={"PATH": str(project / "empty"), "HOME": str(project), **offline, **environment},
        capture_output=True,
        text=True,
    )


def pretend_installed(project: Path, lock: str) -> None:
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to(sys.executable)
    (project / ".venv/installed-from").write_text(hashlib.sha256(lock.encode()).hexdigest() + "\n")


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_no_python_3_10_is_one_line_that_says_what_to_do(project: Path) -> None:
    line = one_line(install(project))
    assert "no Python 3.10 found" in line
    assert "PYTHON310=" in line


def test_a_failed_download_is_one_line_and_leaves_nothing_that_looks_installed(project: Path) -> None:
    line = one_line(install(project, PYTHON310=sys.executable))
    assert "could not be downloaded" in line
    assert ".state/logs/install.log" in line
    assert not (project / ".venv/installed-from").exists()


def test_the_same_lock_is_not_installed_again(project: Path) -> None:
    pretend_installed(project, LOCK)
    done = install(project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_another_lock_is_installed(project: Path) -> None:
    pretend_installed(project, LOCK + "# and something else\n")
    assert "could not be downloaded" in one_line(install(project, PYTHON310=sys.executable))


def test_a_stand_in_that_leads_nowhere_is_passed_over(
    project: Path, installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, content in (("first", "#!/bin/sh\nexit 127\n"), ("second", f'#!/bin/sh\nexec {sys.executable} "$@"\n')):
        (project / folder).mkdir()
        (project / folder / "python3.10").write_text(content)
        (project / folder / "python3.10").chmod(0o755)
    monkeypatch.setenv("PATH", f"{project / 'first'}{os.pathsep}{project / 'second'}")
    monkeypatch.delenv("PYTHON310", raising=False)
    assert installer.find_python() == str(project / "second/python3.10")


def test_uv_is_taken_from_the_lock_with_its_hashes(project: Path, installer: ModuleType) -> None:
    with pytest.raises(installer.CannotInstall):
        installer.bootstrap_uv(str(project / "no-python"))
    assert (project / ".state/uv.lock").read_text() == LOCK.split("\n", 1)[1].split("\n    #")[0] + "\n"


@pytest.fixture
def installer(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The installer as a module, working on the project."""
    module = ModuleType("install")
    module.__file__ = str(project / "bot/launch/install.py")
    exec(compile(INSTALL.read_text("utf-8"), module.__file__, "exec"), module.__dict__)
    (project / ".state/logs").mkdir(parents=True)
    return module
