"""Which part may import which: knowledge <- bot.guidance <- actions, bot.channel, bot.nlu."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
)
LONGEST = 250
# A folder, and what nothing in it imports.
FORBIDDEN = {
    "bot/guidance": (
        *("rasa", "rasa_sdk", "sanic", "spacy", "numpy", "tensorflow", "sklearn"),
        *("actions", "bot.nlu", "bot.channel", "bot.launch", "bot.bench"),
    ),
    "bot/workforce": (
        *("rasa", "rasa_sdk", "sanic", "spacy", "numpy", "tensorflow", "sklearn"),
        *("actions", "bot.nlu", "bot.channel", "bot.bench"),
    ),
    "actions": (
        *("rasa", "sanic", "spacy", "numpy", "tensorflow", "sklearn"),
        *("bot.nlu", "bot.channel", "bot.launch", "bot.bench"),
    ),
    "bot/nlu": ("actions", "bot.channel", "bot.launch", "bot.bench"),
    "bot/channel": ("actions", "bot.nlu", "bot.launch", "bot.bench"),
}


def imported(path: Path) -> set[str]:
    """The full name of every module, or thing in a module, that a file imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are written out in full"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_folder_may(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    forbidden = [word for folder, words in FORBIDDEN.items() if name.startswith(f"{folder}/") for word in words]
    wrong = [used for used in imported(path) for word in forbidden if used == word or used.startswith(f"{word}.")]
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_is_short_and_says_what_it_promises(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "no docstring"


def test_the_package_bot_is_empty() -> None:
    assert (ROOT / "bot/__init__.py").read_text("utf-8").strip() == ""


@pytest.mark.parametrize(
    ("package", "blocked"),
    [
        ("bot.guidance", ["rasa", "rasa_sdk", "sanic", "spacy", "numpy", "tensorflow", "sklearn"]),
        ("actions", ["rasa", "spacy", "numpy", "tensorflow", "sklearn"]),
    ],
)
def test_a_package_works_where_heavy_libraries_are_missing(package: str, blocked: list[str]) -> None:
    """Really imports every module of the package with those libraries made impossible to import."""
    script = (
        "import importlib, pkgutil, sys\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        f"package = importlib.import_module({package!r})\n"
        "names = [found.name for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.')]\n"
        "assert names\n"
        "for name in names: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
