"""Loads all knowledge files, checks them as a whole, and refuses the lot where one is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Iterator, Type

from pydantic import BaseModel, ValidationError

from bot.guidance.check import problems_across
from bot.guidance.documents import Document, KnowledgeError, Problem, read_document
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.crisis import Crisis
from bot.guidance.schema.eligibility import Circumstance, RuleSet
from bot.guidance.schema.need import Need, Person
from bot.guidance.schema.place import Places
from bot.guidance.schema.route import Route
from bot.guidance.schema.source import Figure, Source
from bot.guidance.schema.topic import Topic
from bot.guidance.schema.words import Term
from bot.guidance.schema.workforce import Workforce

# Files that hold one record each, and files that hold a mapping of id to record.
ONE_EACH: dict[str, tuple[str, Type[BaseModel]]] = {
    "topics": ("topics/*.yml", Topic),
    "rule_sets": ("eligibility/*.yml", RuleSet),
}
MAPPINGS: dict[str, tuple[str, Type[BaseModel]]] = {
    "sources": ("sources.yml", Source),
    "figures": ("figures.yml", Figure),
    "glossary": ("glossary.yml", Term),
    "questions": ("questions.yml", Circumstance),
    "needs": ("needs.yml", Need),
    "people": ("people.yml", Person),
    "routes": ("routes/*.yml", Route),
}
WHOLE: dict[str, tuple[str, Type[BaseModel] | None]] = {
    "places": ("places.yml", Places),
    "crisis": ("crisis.yml", Crisis),
    "phrases": ("phrases.yml", None),
    "workforce": ("workforce.yml", Workforce),
}


# The sections of phrases.yml: a file that lost some of them would be found out one message at a time.
SECTIONS = (
    "featured", "roles", "chat", "handover", "command", "sorry", "care", "facets", "facets_of_other", "checklist", "compare",
    "card", "masking", "widget", "referral", "sheet", "keep", "check", "statement", "switch", "limits", "report",
)
# The field of a problem that may pass although nobody changes a file.
UNREADABLE = "(reading)"


def load_knowledge(folder: Path) -> Knowledge:
    """The knowledge in a folder; KnowledgeError lists every problem as file:line: field: message."""
    try:
        return _loaded(folder)
    except KnowledgeError:
        raise
    except OSError as error:
        raise KnowledgeError([Problem(folder.name, 1, UNREADABLE, f"cannot be read ({error.strerror})")]) from error
    except Exception as error:
        # YAML can say more than our checks were made for; whoever wrote it wants a line, and people an assistant that goes on.
        problem = f"cannot be checked ({type(error).__name__}: {error}): look at what was changed last"
        raise KnowledgeError([Problem(folder.name, 1, "(files)", problem)]) from error


def _loaded(folder: Path) -> Knowledge:
    problems: list[Problem] = []
    documents = _read(folder, problems)
    parts: dict[str, Any] = {}
    for name, (pattern, model) in ONE_EACH.items():
        parts[name] = _one_each(_matching(folder, pattern, documents), model, problems)
    for name, (pattern, model) in MAPPINGS.items():
        parts[name] = _mapping(_matching(folder, pattern, documents), model, problems)
    for name, (pattern, whole) in WHOLE.items():
        parts[name] = next(
            (_record(doc, whole, doc.data, (), problems) if whole else doc.data
             for doc in _matching(folder, pattern, documents)),
            {} if whole is None else None,
        )
    phrases = parts["phrases"] if isinstance(parts["phrases"], dict) else {}
    for section in SECTIONS:
        if not isinstance(phrases.get(section), dict):
            problems.append(Problem(f"{folder.name}/phrases.yml", 1, section, "what is said here is missing"))
    if not problems:
        knowledge = Knowledge(version=version_of(folder), **parts)
        problems = problems_across(knowledge, documents)
        if not problems:
            return knowledge
    raise KnowledgeError(problems)


def knowledge_files(folder: Path) -> list[Path]:
    """Every YAML file of a knowledge folder, in a fixed order."""
    return sorted(folder.rglob("*.yml"))


def version_of(folder: Path) -> str:
    """A short fingerprint of all files: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in knowledge_files(folder):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _read(folder: Path, problems: list[Problem]) -> dict[str, Document]:
    documents = {}
    for path in knowledge_files(folder):
        name = str(path.relative_to(folder))
        try:
            documents[name] = read_document(path, f"{folder.name}/{name}")
        except KnowledgeError as error:
            problems.extend(error.problems)
        except OSError as error:
            problems.append(Problem(f"{folder.name}/{name}", 1, UNREADABLE, f"cannot be read ({error.strerror})"))
    patterns = [pattern for part in (ONE_EACH, MAPPINGS, WHOLE) for pattern, _ in part.values()]
    for path in sorted(path for path in folder.rglob("*.y*ml") if path.is_file()):
        inside = path.relative_to(folder)
        if not any(inside.match(pattern) and len(inside.parts) == pattern.count("/") + 1 for pattern in patterns):
            problems.append(Problem(f"{folder.name}/{inside}", 1, "(file)", "nothing reads a file of this name here"))
    if not documents and not problems:
        problems.append(Problem(str(folder), 1, "(folder)", "holds no knowledge files"))
    return documents


def _matching(folder: Path, pattern: str, documents: dict[str, Document]) -> Iterator[Document]:
    for path in sorted(folder.glob(pattern)):
        document = documents.get(str(path.relative_to(folder)))
        if document is not None:
            yield document


def _one_each(documents: Iterator[Document], model: Type[BaseModel], problems: list[Problem]) -> dict[str, Any]:
    records: dict[str, Any] = {}
    for document in documents:
        record: Any = _record(document, model, document.data, (), problems)
        if record is None:
            continue
        if record.id != Path(document.name).stem:
            problems.append(document.problem(("id",), f"is {record.id!r}, and the file is called otherwise"))
        records[record.id] = record
    return records


def _mapping(documents: Iterator[Document], model: Type[BaseModel], problems: list[Problem]) -> dict[str, Any]:
    records: dict[str, Any] = {}
    for document in documents:
        if not isinstance(document.data, dict):
            problems.append(document.problem((), "should be a mapping of id to record"))
            continue
        for key, value in document.data.items():
            if key in records:
                problems.append(document.problem((key,), "this id is taken by another file"))
            records[key] = _record(document, model, value, (key,), problems)
    return records


def _record(
    document: Document, model: Type[BaseModel], data: Any, path: tuple[str | int, ...], problems: list[Problem]
) -> BaseModel | None:
    if not isinstance(data, dict):
        problems.append(document.problem(path, "should be a mapping of fields"))
        return None
    try:
        return model.parse_obj(data)
    except ValidationError as error:
        for detail in error.errors():
            message = "unknown field" if detail["type"] == "value_error.extra" else detail["msg"]
            problems.append(document.problem((*path, *detail["loc"]), message))
        return None
