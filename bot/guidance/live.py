"""The knowledge in use: swaps in a whole new version when a file changes, or keeps the old one."""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from pathlib import Path
from typing import Any

from bot.guidance.documents import KnowledgeError, Problem
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import UNREADABLE, knowledge_files, load_knowledge

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0
# After a file could not be read: the files look the same when it can.
SECONDS_BEFORE_ANOTHER_TRY = 30.0
_VALUE = re.compile(r"\{\w+\}")


class LiveKnowledge:
    """Knowledge of a folder that follows its files; a broken edit is logged and changes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp = self._look()
        self._knowledge = load_knowledge(folder)
        self._looked_at = time.monotonic()
        self._try_again_at: float | None = None
        # What is wrong with the files as they are; None where they are what is in use.
        self.refused: str | None = None

    def current(self) -> Knowledge:
        """The newest version that is whole; files are looked at once a second at most."""
        if time.monotonic() - self._looked_at >= SECONDS_BETWEEN_LOOKS and self._lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._looked_at = time.monotonic()
                self._lock.release()
        return self._knowledge

    def _refresh(self) -> None:
        try:
            stamp = self._look()
            if stamp == self._stamp and (self._try_again_at is None or time.monotonic() < self._try_again_at):
                return
            self._stamp, self._try_again_at = stamp, None
            loaded = load_knowledge(self._folder)
            lost = sorted(_keys(self._knowledge.phrases) - _keys(loaded.phrases))
            if lost:
                problem = f"takes away what the assistant says under {', '.join(lost)}"
                raise KnowledgeError([Problem(f"{self._folder.name}/phrases.yml", 1, "(keys)", problem)])
            self._knowledge, self.refused = loaded, None
            logger.info("knowledge: version %s is in use", self._knowledge.version)
        except KnowledgeError as error:
            if any(problem.field == UNREADABLE for problem in error.problems):
                self._try_again_at = time.monotonic() + SECONDS_BEFORE_ANOTHER_TRY
            self._refuse(str(error))
        except Exception as error:  # people are answered from what is in use, whatever became of the files
            self._try_again_at = time.monotonic() + SECONDS_BEFORE_ANOTHER_TRY
            self._refuse(f"{type(error).__name__}: {error}")

    def _refuse(self, problem: str) -> None:
        if problem != self.refused:
            logger.error("knowledge: an edit was refused, version %s stays:\n%s", self._knowledge.version, problem)
        self.refused = problem

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        return tuple(
            (str(path), stat.st_mtime_ns, stat.st_size)
            for path in knowledge_files(self._folder)
            for stat in (path.stat(),)
        )


def _keys(phrases: Any, path: str = "") -> set[str]:
    """The key of each phrase, with the values it is filled with: words may change while it runs, not these."""
    if isinstance(phrases, dict):
        return {key for name, inside in phrases.items() for key in _keys(inside, f"{path}.{name}")}
    return {path.lstrip(".") + "".join(sorted(set(_VALUE.findall(str(phrases)))))}


_live: LiveKnowledge | None = None
_first = threading.Lock()


def current() -> Knowledge:
    """The knowledge of this process, from the folder KNOWLEDGE_DIR (default `knowledge`)."""
    global _live
    if _live is None:
        with _first:
            _live = _live or LiveKnowledge(Path(os.environ.get("KNOWLEDGE_DIR", "knowledge")))
    return _live.current()


def refused_edit() -> str | None:
    """The first line of what is wrong with the files, where this process goes on with an earlier version; else None."""
    return _live.refused.partition("\n")[0] if _live and _live.refused else None
