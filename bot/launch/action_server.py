"""The action server, which is not started where the content is not right: it would fail in every turn, and say it is well."""

from __future__ import annotations

import sys

from bot.guidance.documents import KnowledgeError
from bot.guidance.live import current
from bot.launch.family import CONTENT, REFUSED


def main(arguments: list[str]) -> int:
    """Run rasa_sdk with its arguments; 1 and a line where the content is not right."""
    try:
        current()
    except KnowledgeError as problem:
        print(f"{problem}\n{REFUSED}{CONTENT}", file=sys.stderr)
        return 1
    from rasa_sdk.__main__ import main as sdk_main  # type: ignore[import-untyped]

    sys.argv = ["rasa_sdk", *arguments]
    sdk_main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
