"""A check of a file as the command makes it, with the real knowledge loaded once and the day fixed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Union

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce import command

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 11, 22)
FUND = "adult-skills-fund-2026-27"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(KNOWLEDGE)


@pytest.fixture(scope="session")
def words(knowledge: Knowledge) -> Workforce:
    assert knowledge.workforce is not None
    return knowledge.workforce


@dataclass(frozen=True)
class Done:
    """How a check ended: its exit code, what it said, and the folder of its files."""

    code: int
    out: str
    err: str
    folder: Path

    def rows(self, name: str = "result.csv") -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8-sig")

    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()}


Check = Callable[..., Done]


@pytest.fixture
def check(knowledge: Knowledge, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Check a file with this content and these words; by default against the adult skills fund into result.csv."""
    monkeypatch.setattr(command, "load_knowledge", lambda folder: knowledge)
    monkeypatch.setenv("KNOWLEDGE_AS_OF", TODAY.isoformat())
    monkeypatch.chdir(tmp_path)

    def run(content: Union[str, bytes, None], *more: str, name: str = "staff.csv", rules: str = FUND) -> Done:
        if content is not None:
            Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        output = () if "-o" in more or "--template" in more else ("-o", "result.csv")
        chosen = () if "--all" in more or not rules else ("--rules", rules)
        file = () if "--template" in more else (name,)
        code = command.main([*file, *chosen, *output, *more], KNOWLEDGE)
        said = capsys.readouterr()
        return Done(code, said.out, said.err, tmp_path)

    return run
