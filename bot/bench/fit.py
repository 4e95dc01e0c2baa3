"""Learns the weights of bot/nlu/ranking.py on the development set: `make fit`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.bench.in_process import InProcess
from bot.launch.progress import say
from bot.nlu.ranking import COLUMNS, FITTED

SET = Path("tests/nlu/dev")
# Cross-validated on the development set: flat from 0.001 to 0.01.
REGULARISATION = 0.003
FOLDS = 5
# How many meanings of a message are learned from, and what a near title is worth in choosing them at first. After each
# pass those join them that the weights so far take for likely: what is never learned against may weigh anything.
COMPETING, TELLING = 60, 8.0
PASSES = 3
HEADER = (
    "# The weights of bot/nlu/ranking.py, learned by `make fit` on tests/nlu/dev: never edited by hand.\n"
)


@dataclass(frozen=True)
class Item:
    """One message of the development set: what speaks for each of its possible meanings, and which are right."""

    features: np.ndarray
    right: np.ndarray
    group: int


def main(_arguments: list[str]) -> int:
    """Learn the weights, say how well they do on parts that they were not learned on, and write them."""
    from bot.launch.content import checked
    from bot.launch.model import up_to_date_model
    from bot.launch.settings import settings_from

    settings = settings_from(os.environ)
    items = list(gathered(InProcess(up_to_date_model(settings, checked(settings)))))
    say(f"{len(items)} messages of {SET} are left to likelihood")
    competing, weights = mined(items)
    for fold in range(FOLDS):
        learned = fitted([item for item in competing if item.group % FOLDS != fold], weights)
        held = [item for item in items if item.group % FOLDS == fold]
        say(f"  part {fold + 1} of {FOLDS}: {share_right(held, learned):.1%} right, learned on the others")
    kept = {name: round(float(weight), 4) for name, weight in zip(COLUMNS, weights)}
    FITTED.write_text(HEADER + yaml.safe_dump({"weights": kept}, sort_keys=False), encoding="utf-8")
    say(f"{FITTED.name} is written: {share_right(items, weights):.1%} right where it was learned")
    return 0


def gathered(assistant: InProcess) -> Iterator[Item]:
    """Say the development set, each turn after what its writer meant by the turns before, and give an item for each."""
    from bot.nlu.certain import certain
    from bot.nlu.ranking import meanings

    messages, conversations = (
        yaml.safe_load((SET / f"{name}.yml").read_text("utf-8"))[name] for name in ("messages", "conversations")
    )
    talks = [[message] for message in messages] + [talk["turns"] for talk in conversations]
    for number, turns in enumerate(talks):
        meant: list[tuple[str, str]] = []
        for turn in turns:
            with _as_meant(meant) as seen:
                assistant.say(f"fit-{number}", turn["text"])
            readings = _readings(turn)
            for at in seen[:1]:
                if at.reading.whole is None or at.memory.asked or certain(at) or not _is_one(turn):
                    continue
                found = meanings(at.reading.whole, at)
                right = np.array([_is_right(found[row], readings) for row in range(len(found.rows))] if found else [])
                if found and right.any():
                    yield Item(found.features, right, number)
            meant += [(one["topic"], one.get("special") or one["facet"]) for one in readings[:1] if "topic" in one]


def _is_one(turn: dict[str, Any]) -> bool:
    """Whether a turn asks one thing: something else than a question, one question, or the same one of several topics."""
    each = [_readings({"expect": [entry]}) for entry in turn.get("expect") or []]
    asked = [{one.get("special") or one.get("facet") for one in readings} for readings in each]
    return len(asked) < 2 or bool(set.intersection(*asked))


def mined(items: list[Item]) -> tuple[list[Item], np.ndarray]:
    """Return the items with the meanings that compete for the likeliest, and the weights learned from these."""
    weights = np.zeros(len(COLUMNS), np.float32)
    weights[[COLUMNS.index(name) for name in ("likely", "lexical", "title")]] = 1.0, 1.0, TELLING
    competes = [item.right.copy() for item in items]
    competing: list[Item] = []
    for number in range(PASSES):
        for item, kept in zip(items, competes):
            scores = item.features @ weights
            kept |= scores >= np.sort(scores)[-min(COMPETING, len(scores))]
        competing = [Item(item.features[kept], item.right[kept], item.group) for item, kept in zip(items, competes)]
        weights = fitted(competing, weights if number else None)
    return competing, weights


def fitted(items: list[Item], first: np.ndarray | None = None) -> np.ndarray:
    """Return the weights that make the right meanings likeliest: a conditional logit with a penalty on large weights.

    `first` is where to begin, which only saves time.
    """
    from scipy.optimize import minimize

    rows = np.vstack([item.features for item in items])
    right = np.concatenate([item.right for item in items])
    starts = np.cumsum([0, *(len(item.right) for item in items[:-1])])
    sizes = np.diff([*starts, len(rows)])
    spread = rows.std(axis=0, dtype=np.float64) + 1e-6
    rows /= spread.astype(np.float32)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = (rows @ weights.astype(np.float32)).astype(np.float64)
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        each = np.exp(scores)
        all_of = np.add.reduceat(each, starts)
        right_of = np.add.reduceat(each * right, starts)
        pull = each * right / np.repeat(right_of, sizes) - each / np.repeat(all_of, sizes)
        value = -np.log(right_of / all_of).mean() + REGULARISATION * weights @ weights / 2
        slope = -(pull.astype(np.float32) @ rows).astype(np.float64) / len(items)
        return value, slope + REGULARISATION * weights

    begin = np.zeros(len(spread)) if first is None else first * spread
    found: np.ndarray = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return (found / spread).astype(np.float32)


def share_right(items: list[Item], weights: np.ndarray) -> float:
    """Return how often the likeliest meaning is a right one."""
    return float(np.mean([item.right[np.argmax(item.features @ weights)] for item in items]))


@contextmanager
def _as_meant(meant: list[tuple[str, str]]) -> Iterator[list[Any]]:
    """While this lasts, what was talked of before is what was meant; the situations decided on are listed."""
    from bot.nlu import context

    ours, seen = context.decide, []

    def decide(at: Any) -> Any:
        if meant:
            recent = list(dict.fromkeys(topic for topic, _ in reversed(meant)))
            at = replace(at, memory=replace(at.memory, topic=meant[-1][0], facet=meant[-1][1], recent=recent))
        seen.append(at)
        return ours(at)

    context.decide = decide  # type: ignore[assignment]
    try:
        yield seen
    finally:
        context.decide = ours


def _readings(turn: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for entry in turn.get("expect") or [turn] for one in entry.get("any") or [entry]]


def _is_right(meaning: Any, readings: list[dict[str, Any]]) -> bool:
    for one in readings:
        if "topic" in one:
            asked = one.get("special") or one["facet"]
            if meaning.topic == one["topic"] and asked == (meaning.label.special or meaning.label.facet):
                return True
        elif meaning.kind not in ("named", "carried", "elsewhere", "unnamed", "topicless"):
            family, _, kind = one["intent"].partition("/")
            if meaning.label.family == family and kind in ("", meaning.label.kind or ""):
                return True
    return False
