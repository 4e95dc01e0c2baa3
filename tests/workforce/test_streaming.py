"""A long file: memory that does not grow with it, words that it goes on, and a package that needs little."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from bot.bench.workforce import cost_ratio, measure
from bot.guidance.schema.workforce import Workforce
from bot.workforce import progress
from bot.workforce.progress import shown

ROOT = Path(__file__).parents[2]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = measure(tmp_path, (2_000, 20_000))
    print(small, large)
    assert large.peak_mb < 300 and large.rows_a_second > 100_000 / 60
    # What is remembered of different cells fills up to its bounds; the rows themselves are not kept.
    assert large.peak_mb < small.peak_mb + 20
    assert cost_ratio([small, large]) < 1.5
    assert not list(tmp_path.iterdir())


def test_every_memory_of_the_check_has_bounds() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "bot/workforce").glob("*.py"))
    assert "@cache" not in text and "lru_cache(None)" not in text and "maxsize=None" not in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_with_rows_a_second(words: Workforce) -> None:
    screen = Terminal()
    assert len(list(shown(words, range(100_000), 100_000, screen))) == 100_000
    assert "rows/s" in screen.getvalue() and screen.getvalue().endswith("\r")


def test_elsewhere_plain_lines_say_that_it_goes_on(words: Workforce, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SECONDS_A_LINE", 0.0)
    screen = io.StringIO()
    list(shown(words, range(3_000), None, screen))
    lines = screen.getvalue().splitlines()
    assert len(lines) == 3 and lines[0].startswith("  1,000 rows, ") and "\r" not in screen.getvalue()


def test_the_package_works_where_everything_else_is_missing() -> None:
    blocked = ["rasa", "rasa_sdk", "sanic", "spacy", "numpy", "matplotlib", "tensorflow", "sklearn", "actions", "bot.nlu", "bot.channel", "bot.launch", "bot.bench"]
    script = (
        "import importlib, pkgutil, sys\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        "package = importlib.import_module('bot.workforce')\n"
        "for found in pkgutil.walk_packages(package.__path__, 'bot.workforce.'): importlib.import_module(found.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
