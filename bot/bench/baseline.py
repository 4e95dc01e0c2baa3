"""Trains Rasa's default pipeline on the same content once, and keeps it for `bench` to compare with."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bot.bench.bench import BASELINE
from bot.launch.progress import last_words, say, work
from bot.launch.settings import CannotStart, Settings, part_environment, python

CONFIG = Path(__file__).with_name("baseline.yml")
INTENT = re.compile(r"^(\s*- intent: \S+?)/", re.MULTILINE)


def main(_arguments: list[str]) -> int:
    """Train the baseline where there is none yet."""
    model = BASELINE / "model.tar.gz"
    if model.exists():
        say(f"The baseline is kept in {model}; remove that file to train it again")
        return 0
    say("Training the baseline (half an hour or more)")
    data = examples_with_plain_labels(Path("data"), BASELINE / "data")
    log = BASELINE / "train.log"
    code = work(
        python(
            *("-m", "rasa", "train", "--config", str(CONFIG), "--domain", "bot/domain", "--data", str(data)),
            *("--out", str(BASELINE / "made"), "--fixed-model-name", "model"),
        ),
        part_environment(Settings()),
        log,
    )
    made = BASELINE / "made/model.tar.gz"
    if code or not made.exists():
        raise CannotStart(f"{last_words(log)}\nThe training failed; all it said is in {log}")
    made.replace(model)
    say(f"The baseline is kept in {model}")
    return 0


def examples_with_plain_labels(data: Path, copy: Path) -> Path:
    """A copy of the training data in which "ask/cost" is the intent "ask__cost"."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    for path in (copy / "nlu").rglob("*.yml"):
        path.write_text(INTENT.sub(r"\1__", path.read_text("utf-8")), "utf-8")
    return copy
