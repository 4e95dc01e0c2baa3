"""Puts another classifier in the place of ours, between the same matcher and the same decisions, and measures it alike."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.bench import bag_of_words, diet
from bot.launch.progress import say
from bot.launch.server import leave_out_tensorflow
from bot.launch.settings import python

if TYPE_CHECKING:
    import numpy as np

    from bot.nlu.reading import Reading

# The title of each, and its module: `ready()` says in words what is missing, `load()` gives the classifier.
OTHERS = {"bag-of-words": bag_of_words, "diet": diet}


class Other(Protocol):
    """What takes the place of our classifier: it sees each clause in both forms, as our classifier does."""

    labels: list[str]

    def judge(self, clauses: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        """The likelihood and nearness of each label for (neutral, bare) clauses: (clauses, labels) each, from 0 to 1."""
        ...


def read_again(reading: Reading, other: Other) -> None:
    """Replace likelihood and nearness in a reading; what it names, its vectors and its strange words stay.

    The decisions were fitted to our likelihoods, so the others are a little better by themselves than they are here.
    """
    import numpy as np

    assert reading.whole is not None
    every = [*reading.clauses, reading.whole]
    reading.classify(*every)
    at = {label: column for column, label in enumerate(other.labels)}
    columns = [at.get(label, len(at)) for label in reading.labels]
    likely, near = other.judge([(clause.neutral, clause.bare) for clause in every])
    # A label that the other never saw has no likelihood.
    likely, near = (np.hstack([found, np.zeros((len(every), 1), found.dtype)])[:, columns] for found in (likely, near))
    for row, clause in enumerate(every):
        clause.likely, clause.near = likely[row], near[row]
        # What we read from words alone, and what it is about, are further opinions of ours; the other has its one opinion.
        clause.words_likely = likely[row]
        clause.about = np.full(len(reading.subjects), 1.0 / max(len(reading.subjects), 1), np.float32)


@contextmanager
def in_place_of_ours(other: Other) -> Iterator[None]:
    """While this lasts, decisions are made on what the other classifier finds."""
    from bot.nlu import context

    ours, read = context.decide, 0

    def decide(at: Any) -> Any:
        nonlocal read
        if at.reading.labels and at.reading.whole is not None:
            read_again(at.reading, other)
            read += 1
        return ours(at)

    context.decide = decide
    try:
        yield
        # Else the figures would be our own under another name.
        assert read, "the other classifier was never asked: decisions are no longer made by bot.nlu.context.decide"
    finally:
        context.decide = ours


def figures(name: str, folder: Path, model: Path, kept: Path) -> dict[str, float] | None:
    """The figures of one of OTHERS on a set, measured in a process of its own; None where it cannot be had, with words why."""
    if missing := OTHERS[name].ready():
        say(missing)
        return None
    say(f"Measuring beside ours: {OTHERS[name].TITLE}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    done = subprocess.run(python("-m", "bot.bench.beside", name, str(folder), str(model), str(kept)))
    if done.returncode or not kept.exists():
        say(f"  this went wrong, so there are no figures of: {OTHERS[name].TITLE}")
        return None
    return dict(json.loads(kept.read_text("utf-8")))


def main(name: str, folder: str, model: str, kept: str) -> None:
    """Measure one of OTHERS in this process, and keep its figures."""
    if OTHERS[name].WITH_TENSORFLOW:
        # Imported first, or our own model would leave it out of this process.
        import tensorflow  # noqa: F401
    else:
        leave_out_tensorflow()
    other = OTHERS[name].load()
    from bot.bench.in_process import InProcess
    from bot.bench.understanding import figures_of, measure
    from bot.guidance.live import current

    with in_place_of_ours(other):
        tally = measure(InProcess(Path(model)), Path(folder), current())
    Path(kept).write_text(json.dumps(figures_of(tally)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
