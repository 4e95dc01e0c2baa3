"""Rasa's own classifier, DIET, trained once on the examples that ours learns from, and asked in its place."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.bench.examples import DATA, all_examples, kept_in
from bot.launch.progress import last_words, say, work
from bot.launch.settings import CannotStart, Settings, part_environment, python

if TYPE_CHECKING:
    import numpy as np

    from bot.nlu.examples import Example

CONFIG = Path(__file__).with_name("diet.yml")
EPOCHS = yaml.safe_load(CONFIG.read_text("utf-8"))["pipeline"][-1]["epochs"]
TITLE = f"Rasa's DIET, {EPOCHS} epochs"
WITH_TENSORFLOW = True
MINUTES = 60
FILE = "diet.tar.gz"


class Diet:
    """DIET's likelihood of every label. It has no nearness: the square root of its likelihood stands for that.

    So Rasa's own bar below which a message counts as not understood, 0.3, falls where ours is: at a nearness of 0.55.
    It sees what is asked with the names kept, as Rasa's pipeline would.
    """

    def __init__(self, model: Path) -> None:
        from rasa.core.agent import Agent

        from bot.bench.labels import SLASH

        processor = Agent.load(str(model)).processor
        self._run, self._target = processor.graph_runner.run, processor.model_metadata.nlu_target
        self.labels = sorted(name.replace(SLASH, "/", 1) for name in self._of(["what is it"])[0])

    def judge(self, clauses: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        """The likelihood of each label and its square root: (clauses, labels) each."""
        import numpy as np

        from bot.bench.labels import plain

        found = self._of([bare for _, bare in clauses])
        likely = np.array([[one.get(plain(label), 0.0) for label in self.labels] for one in found], dtype=np.float32)
        return likely, np.sqrt(likely)

    def _of(self, texts: list[str]) -> list[dict[str, float]]:
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

        given: dict[str, Any] = {
            PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts], PLACEHOLDER_TRACKER: None
        }
        messages = self._run(inputs=given, targets=[self._target])[self._target]
        return [
            {one["name"]: one["confidence"] for one in message.get("intent_ranking") or []} for message in messages
        ]


def ready(data: Path = DATA) -> str | None:
    """None where it is trained for this data, else what to do."""
    if (kept_in(CONFIG, data) / FILE).exists():
        return None
    return f"No figures of {TITLE}: `make eval-baselines` trains it once for this data, about {MINUTES} minutes"


def load(data: Path = DATA) -> Diet:
    """The trained classifier."""
    return Diet(kept_in(CONFIG, data) / FILE)


def main(_arguments: list[str]) -> int:
    """Train it for the data as it is now, where it is not kept from before."""
    from bot.guidance.live import current

    if ready() is None:
        say(f"{TITLE} is kept in {kept_in(CONFIG)}")
        return 0
    say(f"Training {TITLE}, on one core (about {MINUTES} minutes)")
    folder = kept_in(CONFIG)
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    written = all_examples(current())
    (folder / "data/nlu.yml").write_text(as_rasa_data(written), "utf-8")
    train(folder)
    say(f"{TITLE} is kept in {folder}")
    return 0


def train(folder: Path) -> None:
    """Train on the data in a folder, on one core, and leave the model there; CannotStart where that fails."""
    log = folder / "train.log"
    threads = {"TF_INTRA_OP_PARALLELISM_THREADS": "1", "TF_INTER_OP_PARALLELISM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    code = work(
        python(
            *("-m", "rasa", "train", "nlu", "--config", str(CONFIG), "--nlu", str(folder / "data")),
            *("--out", str(folder / "made"), "--fixed-model-name", "diet"),
        ),
        part_environment(Settings(), **threads),
        log,
    )
    made = folder / "made/diet.tar.gz"
    if code or not made.exists():
        raise CannotStart(f"{last_words(log)}\nThe training failed; all it said is in {log}")
    made.replace(folder / FILE)


def as_rasa_data(written: Iterable[Example]) -> str:
    """The examples as a Rasa file, each label a plain intent of its own: "ask/cost" is "ask__cost"."""
    from bot.bench.labels import plain

    texts: dict[str, dict[str, None]] = {}
    for one in written:
        if one.bare.strip():
            texts.setdefault(plain(one.label), {})[one.bare] = None
    intents = [{"intent": label, "examples": "".join(f"- {text}\n" for text in some)} for label, some in texts.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": intents}, allow_unicode=True, width=10_000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
