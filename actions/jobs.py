"""Which job answers which intent, inside a check as outside."""

from __future__ import annotations

from actions.answer import answer
from actions.care import care
from actions.chat import chat, command
from actions.refer import refer
from actions.sorry import choice, sorry
from actions.turn import Job

JOBS: dict[str, Job] = {
    "ask": answer,
    "choose": answer,
    "refer": refer,
    "chat": chat,
    "command": command,
    "out_of_scope": sorry,
    "broken": sorry,
    "unclear": choice,
    "care": care,
}
