"""Reads a knowledge file and remembers on which line each field stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Hashable

import yaml


class KnowledgeError(Exception):
    """Knowledge that cannot be used; `problems` says where and why, a line each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file, as an editor needs it: file, line, field, what to mend."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class _Loader(yaml.CSafeLoader):
    """PyYAML's C loader with dates and yes/no left as written, and repeated keys refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a name should be a word", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands here twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


# "on", "yes" and "no" are words in our files, and 2008-09-15 is read by PartialDate.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] not in ("bool", "timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _first, _word in (("t", "true"), ("f", "false")):
    _Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(f"^{_word}$"), [_first])


@dataclass(frozen=True)
class Document:
    """The data of one file, with its syntax tree for naming lines."""

    name: str
    data: Any
    tree: yaml.Node | None

    def line(self, *path: str | int) -> int:
        """The line (from 1) of the deepest part of the path that is in the file."""
        node, line = self.tree, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def problem(self, path: tuple[str | int, ...], message: str) -> Problem:
        """A problem at a field of this file."""
        field = ".".join(str(step) for step in path if step != "__root__")
        return Problem(self.name, self.line(*path), field or "(file)", message)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def read_document(path: Path, name: str) -> Document:
    """The document in a file; KnowledgeError names the line where it is not YAML."""
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        tree = loader.get_single_node()
        data = loader.construct_document(tree) if tree is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError([Problem(name, line, "(yaml)", error.problem or "not valid YAML")]) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError([Problem(name, 1, "(yaml)", f"cannot be read: {error}")]) from error
    return Document(name, data, tree)
