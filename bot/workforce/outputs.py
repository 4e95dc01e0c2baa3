"""Files that appear whole or not at all: written beside their place, moved there when everything is done."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from types import TracebackType

from bot.guidance.schema.workforce import Workforce
from bot.workforce.refusals import CannotDo


class Outputs:
    """The results of one run; nothing of them is left where the run does not come to its end.

    Only their owner can read them, because they speak of people.
    """

    def __init__(self, words: Workforce, force: bool) -> None:
        self._words, self._force = words, force
        self._waiting: dict[Path, Path] = {}

    def check(self, finals: Collection[Path], read: Path | None) -> None:
        """Refuse to write over the file that is read, over others without being told so, or into no folder."""
        for final in finals:
            if not final.parent.is_dir():
                raise CannotDo(self._words.say("refused.no_folder", name=final.parent))
            if final.is_dir():
                raise CannotDo(self._words.say("refused.is_folder", name=final.name))
            if read is not None and final.exists() and final.samefile(read):
                raise CannotDo(self._words.say("refused.is_input", name=final.name))
        there = [final.name for final in finals if final.exists()]
        if there and not self._force:
            raise CannotDo(self._words.say("refused.exists", names=", ".join(there)))

    def begin(self, final: Path) -> Path:
        """The file to write in place of one that will be there at the end."""
        try:
            number, name = tempfile.mkstemp(prefix=f".{final.name}.", suffix=".part", dir=final.parent)
        except OSError as error:
            raise CannotDo(self._words.say("refused.cannot_write", name=final.name, problem=error.strerror)) from error
        os.close(number)
        self._waiting[final] = Path(name)
        return self._waiting[final]

    def drop(self, final: Path) -> None:
        """Give up on a file that turned out not to be needed."""
        self._waiting.pop(final).unlink(missing_ok=True)

    def keep(self) -> None:
        """Move every file to its place."""
        for final, part in list(self._waiting.items()):
            os.replace(part, final)
            del self._waiting[final]

    def __enter__(self) -> Outputs:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for final in list(self._waiting):
            self.drop(final)
