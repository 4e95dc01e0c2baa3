"""The real model with knowledge that has lost a topic since: what is gone is not spoken of, and all else is answered."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TALK = """
import json, sys
from pathlib import Path
from bot.bench.in_process import InProcess
assistant = InProcess(Path(sys.argv[1]))
print(json.dumps([[card.get("card") for card in assistant.say("ann", text).cards] for text in sys.argv[2:]]))
"""


def without_a_topic(folder: Path) -> str:
    """The name of a topic that no other file needs; it is gone from the folder, and terms lead to it no more."""
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.yml") if path.name != "phrases.yml"}
    glossary = folder / "glossary.yml"
    for path in sorted((folder / "topics").glob("*.yml")):
        named = re.compile(rf"\b{path.stem}\b")
        others = [each for each in texts if each not in (path, glossary) and named.search(texts[each])]
        found = re.search(r"^name: (.*)$", texts[path], re.MULTILINE)
        if not others and found:
            path.unlink()
            lost = re.sub(rf",? *topic: {path.stem}(?=[,}}\n])", "", texts[glossary])
            glossary.write_text(lost, "utf-8")
            return found[1].strip("\"'")
    raise AssertionError("every topic is needed by another file")


def test_it_answers_from_what_there_is(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    name = without_a_topic(tmp_path / "knowledge")
    model = max((ROOT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    questions = (f"what is {name}", f"how much does {name} cost", "what is the skills pledge", "does it cost anything")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TALK, str(model), *questions],
        cwd=ROOT, capture_output=True, text=True, timeout=120, env={**os.environ, "KNOWLEDGE_DIR": str(tmp_path / "knowledge")},
    )
    assert done.returncode == 0, done.stderr
    replies = json.loads(done.stdout.splitlines()[-1])
    assert all(replies) and [cards[0] for cards in replies[2:]] == ["answer", "answer"]
    assert "Traceback" not in done.stderr
