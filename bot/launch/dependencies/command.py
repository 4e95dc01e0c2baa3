"""`python -m bot dependencies [--check | --measure]`: writes DEPENDENCIES.md, or says whether it is in step."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined

from bot.launch.dependencies.licences import licence_of
from bot.launch.dependencies.locked import left_out, locked
from bot.launch.dependencies.measure import measure, stored
from bot.launch.dependencies.routes import (
    RUN,
    SERVE,
    Routes,
    is_let_through,
    let_through,
    of_actions,
    of_rasas_api,
    of_server,
)
from bot.launch.progress import say
from bot.launch.settings import CannotStart, settings_from

PAGE = "DEPENDENCIES.md"
HERE = Path(__file__).parent
# What is told of a path.
TOLD = {"what", "who"}
LETTERS = {"run": "R", "serve": "S", "actions": "A"}


def main(arguments: list[str]) -> int:
    """Write the page, measured anew with --measure; with --check only say whether it is in step. The exit code."""
    if arguments not in ([], ["--check"], ["--measure"]):
        print("usage: python -m bot dependencies [--check | --measure]", file=sys.stderr)
        return 2
    root = Path()
    if arguments == ["--measure"]:
        measure(settings_from(os.environ), root)
    _without_tensorflow()
    text = page(root)
    if arguments == ["--check"]:
        if (root / PAGE).is_file() and (root / PAGE).read_text("utf-8") == text:
            return 0
        print(f"{PAGE} is out of step: `make dependencies` writes it", file=sys.stderr)
        return 1
    (root / PAGE).write_text(text, "utf-8")
    say(f"{PAGE} is written")
    return 0


def page(root: Path) -> str:
    """The page as it should be; CannotStart where a path is served that told.yml does not tell of, or the other way round."""
    told: dict[str, Any] = yaml.safe_load((HERE / "told.yml").read_text("utf-8"))
    loaded = stored()
    packages = [
        {**vars(each), "licence": licence_of(each.name), "loaded": _letters(each.name, loaded)} for each in locked(root)
    ]
    run, serve = of_server(RUN), of_server(SERVE)
    template = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    return template.from_string((HERE / "page.md").read_text("utf-8")).render(
        packages=packages,
        asked=[each for each in packages if each["reason"]],
        brought=[each for each in packages if not each["reason"]],
        loaded=loaded,
        left_out=left_out(root),
        let_through=let_through(),
        server=[
            {**row, "run": _yes(row["path"] in run), "serve": _reach(row["path"], serve)}
            for row in rows({**serve, **run}, told["server"], "server")
        ],
        actions=list(rows(of_actions(), told["actions"], "actions")),
        features=told["features"],
        api=[f"{method} {path}" for path, methods in of_rasas_api().items() if path not in run for method in methods],
        past=told["past"],
        held_back=told["held_back"],
    ).rstrip() + "\n"


def rows(routes: Routes, told: Mapping[str, Mapping[str, str]], part: str) -> Iterator[dict[str, str]]:
    """A row for each path that is served, with what is told of it."""
    strange = sorted(set(routes) ^ set(told))
    if strange:
        problem = "is not both served and told of; what is served has to stand there with who may ask for it"
        raise CannotStart("\n".join(f"bot/launch/dependencies/told.yml: {part}: {path}: {problem}" for path in strange))
    for path in told:
        if set(told[path]) != TOLD:
            raise CannotStart(f"bot/launch/dependencies/told.yml: {part}: {path}: should have {' and '.join(sorted(TOLD))}")
        yield {"path": path, "methods": ", ".join(routes[path]), **told[path]}


def _letters(name: str, loaded: Mapping[str, Any]) -> str:
    return " ".join(letter for part, letter in LETTERS.items() if name in loaded[part])


def _yes(served: bool) -> str:
    return "served" if served else "not there"


def _reach(path: str, routes: Routes) -> str:
    if path not in routes:
        return "not there"
    return "**from outside**" if is_let_through(path) else "inside only"


def _without_tensorflow() -> None:
    """Only in a process of its own: tests have the real one."""
    from bot.launch.server import leave_out_tensorflow

    if "tensorflow" not in sys.modules:
        leave_out_tensorflow()
