"""Makes a knowledge folder with ten times the topics, to measure whether more content makes the assistant slower."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

# Made-up words: each copy of a topic is called by other names than the topic and the other copies.
MARKS = "quonter belvick darrow fenstead gorrick halvern jostle korrin lumbrey".split()


class _AsItWas(yaml.CSafeDumper):
    """Writes every text as it was read, without quotes that would make a date or a number a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def ten_times(knowledge: Path, copy: Path, marks: Sequence[str] = MARKS) -> Path:
    """A copy of a knowledge folder in which each topic stands beside nine others of the same size."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(knowledge, copy)
    for path in sorted((copy / "topics").glob("*.yml")):
        # Every scalar stays the text it is ("on" is no truth value), and is written as it was read.
        topic = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
        for mark in marks:
            other = renamed(topic, mark)
            text = yaml.dump(other, Dumper=_AsItWas, sort_keys=False, allow_unicode=True)
            (copy / "topics" / f"{other['id']}.yml").write_text(text, "utf-8")
    return copy


def renamed(topic: dict[str, Any], mark: str) -> dict[str, Any]:
    """The topic under other names, its points with a word more: vectors are kept by text, so each needs its own.

    Special questions stay behind: they need examples, which grow with them and not with topics.
    """
    other = {key: value for key, value in topic.items() if key not in ("special", "specials")}
    facets = {
        facet: [{**entry, **({"points": _marked(entry["points"], mark)} if "points" in entry else {})} for entry in entries]
        for facet, entries in topic["facets"].items()
    }
    return {
        **other,
        "id": f"{topic['id']}-{mark}",
        **{name: f"{topic[name]} {mark.capitalize()}" for name in ("name", "title") if name in topic},
        "aliases": [f"{alias} {mark}" for alias in topic.get("aliases", [])],
        "facets": facets,
    }


def _marked(points: list[dict[str, Any]], mark: str) -> list[dict[str, Any]]:
    return [{**point, "text": f"{point['text'].removesuffix('.')}, {mark}."} for point in points]
