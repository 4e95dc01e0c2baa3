"""Checks knowledge across files: references, aliases, live links on old contacts."""

from __future__ import annotations

import re
from typing import Any, Iterator

from bot.guidance.documents import Document, Problem
from bot.guidance.eligibility import rule_check
from bot.guidance.knowledge import FIGURE, Knowledge
from bot.guidance.text import normalise

LIVE_LINK = re.compile(r"https?:|tel:|mailto:|www\.|\S@\S+\.\w|\b0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}\b")
_ID = re.compile(r"[a-z0-9-]+")
Path = tuple[Any, ...]


def problems_across(knowledge: Knowledge, documents: dict[str, Document]) -> list[Problem]:
    """Everything that is wrong between records which are each right on their own."""
    return [
        *_references(knowledge, documents),
        *_aliases(knowledge, documents),
        *_links(knowledge, documents),
        *_rules(knowledge, documents),
    ]


def _references(knowledge: Knowledge, documents: dict[str, Document]) -> Iterator[Problem]:
    """Each id that names a source, topic, figure, place or question has one."""
    known = {
        "source": knowledge.sources,
        "topic": knowledge.topics,
        "figure": knowledge.figures,
        "area": knowledge.places.by_id if knowledge.places else {},
        "circumstance": knowledge.questions,
        "need": knowledge.needs,
    }
    for file, document in documents.items():
        for path, kind, name in _named(document.data, ()):
            # What phrases.yml offers is offered where it is in the files.
            if name not in known[kind] and (kind, file) != ("topic", "phrases.yml"):
                yield document.problem(path, f"there is no {kind} {name!r}")


def _named(data: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(data, str):
        yield from ((path, "figure", name) for name in FIGURE.findall(data))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _named(item, (*path, index))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _named_by_field((*path, key), value)
            yield from _named(value, (*path, key))


def _named_by_field(path: Path, value: Any) -> Iterator[tuple[Path, str, str]]:
    field = path[-1]
    if field == "source" and isinstance(value, dict) and "id" in value:
        yield (*path, "id"), "source", value["id"]
    if field == "sources" and isinstance(value, list):
        for index, citation in enumerate(value):
            if isinstance(citation, dict):
                yield (*path, index, "id"), "source", citation.get("id", "")
    if field in ("replaced_by", "see_also", "also_of"):
        yield from (((*path, index), "topic", name) for index, name in enumerate(value))
    if field in ("areas", "lives_in") and isinstance(value, list):
        yield from (((*path, index), "area", name) for index, name in enumerate(value) if isinstance(name, str))
    if field in ("rules_of", "main_topic", "topic") and isinstance(value, str) and _ID.fullmatch(value):
        yield path, "topic", value
    if field == "need" and isinstance(value, str):
        yield path, "need", value
    if field == "means" and isinstance(value, dict):
        yield from (((*path, role), "need", name) for role, name in value.items())
    if field in ("needs", "nearest_for") and isinstance(value, list):
        yield from (((*path, index), "need", name) for index, name in enumerate(value))
    if field == "circumstance":
        yield path, "circumstance", value


def _aliases(knowledge: Knowledge, documents: dict[str, Document]) -> Iterator[Problem]:
    """No alias belongs to two topics."""
    owners: dict[str, str] = {}
    for topic in knowledge.topics.values():
        for index, alias in enumerate(topic.aliases):
            owner = owners.setdefault(normalise(alias), topic.id)
            if owner != topic.id:
                document = documents[f"topics/{topic.id}.yml"]
                yield document.problem(("aliases", index), f"the alias {alias!r} belongs to {owner!r} already")


def _links(knowledge: Knowledge, documents: dict[str, Document]) -> Iterator[Problem]:
    """Numbers and links stand only on confirmed channels of routes: never in prose, never on old contacts."""
    for name, document in documents.items():
        if name.startswith("routes/"):
            yield from _unconfirmed(document)
        elif name not in ("sources.yml", "places.yml", "crisis.yml"):
            for path, text in _strings(document.data, ()):
                if LIVE_LINK.search(text):
                    yield document.problem(path, "a link, number or address in prose: name the organisation instead")


def _rules(knowledge: Knowledge, documents: dict[str, Document]) -> Iterator[Problem]:
    """Each set of eligibility rules makes sense as a whole."""
    for name in rule_check.never_asked(knowledge):
        yield documents["questions.yml"].problem((name,), "no set of rules asks this")
    for rule_set, path, message in rule_check.problems(knowledge):
        yield documents[f"eligibility/{rule_set}.yml"].problem(path, message)


def _unconfirmed(document: Document) -> Iterator[Problem]:
    for route_id, route in document.data.items():
        for index, channel in enumerate(route.get("channels", [])):
            texts = [text for _, text in _strings(channel, ())]
            if not channel.get("confirmed") and any(LIVE_LINK.search(text) for text in texts):
                path = (route_id, "channels", index)
                yield document.problem(path, "a live link or number on a contact that nobody has confirmed")


def _strings(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, (list, dict)):
        for key, value in enumerate(data) if isinstance(data, list) else data.items():
            yield from _strings(value, (*path, key))
