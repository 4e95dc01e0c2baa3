"""The held-out set is never learned from: no example or development message says the same as one of its messages, or nearly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.guidance.text import normalise, words

ROOT = Path(__file__).parents[2]
HELD_OUT, DEVELOPMENT = (Path(__file__).parent / name for name in ("held_out", "dev"))
# Shorter messages ("thanks", "how much is it") are what everybody writes.
LONG_ENOUGH, TOO_ALIKE = 5, 90
_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def _plain(text: str) -> str:
    return " ".join(word.text for word in words(normalise(_MARKED.sub(r"\1", text))))


def _said(folder: Path) -> list[str]:
    messages = yaml.safe_load((folder / "messages.yml").read_text("utf-8"))["messages"]
    conversations = yaml.safe_load((folder / "conversations.yml").read_text("utf-8"))["conversations"]
    return [one["text"] for one in [*messages, *(turn for talk in conversations for turn in talk["turns"])]]


def _examples() -> list[str]:
    blocks = (
        block.get("examples", "") for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]
    )
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("learned", ["data/nlu", "tests/nlu/dev"])
def test_nothing_learned_from_is_nearly_a_held_out_message(learned: str) -> None:
    held_out = [plain for plain in map(_plain, _said(HELD_OUT)) if len(plain.split()) >= LONG_ENOUGH]
    texts = _examples() if learned == "data/nlu" else _said(DEVELOPMENT)
    likeness = process.cdist([_plain(each) for each in texts], held_out, scorer=fuzz.ratio, score_cutoff=TOO_ALIKE)
    alike = [f"{texts[at]!r} and {held_out[other]!r}" for at, other in zip(*likeness.nonzero())]
    assert len(held_out) > 900 and len(texts) > 3_000
    assert not alike, f"take these out of {learned}: {alike}"
