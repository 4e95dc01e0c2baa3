"""Says a set of messages that nothing was trained on, and counts how well they are understood."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.bench.in_process import InProcess
from bot.bench.said import Said, said
from bot.bench.slipped import KINDS, slipped
from bot.bench.verdicts import CONFIDENT, REFUSED, RIGHT, VERDICTS, verdict
from bot.guidance.knowledge import Knowledge
from bot.launch.progress import say

MOST_MISSES = 15
A_WORD_EVERY = 250
QUESTIONS, FOLLOW_UPS, OUT = "questions", "follow-ups", "out of scope"
# Turns of a conversation that stand by themselves, whatever was said before.
_BY_THEMSELVES = (None, "full", "out-of-scope")

# What each figure is, and whether its bar is the least or the most.
ROWS = {
    "right": ("questions: topic and facet both right", "least"),
    "follow_ups": ("follow-ups right", "least"),
    "slips": ("questions with a slip: points lost", "most"),
    "turned_away": ("out of scope refused", "least"),
    "refused": ("questions refused as out of scope", "most"),
    "confident": ("wrong and confident, questions and follow-ups", "most"),
}


@dataclass
class Tally:
    """How many messages of each group met with which verdict, and what was asked in those that went wrong."""

    groups: dict[str, Counter[str]] = field(default_factory=dict)
    misses: Counter[str] = field(default_factory=Counter)
    said: list[Said] = field(default_factory=list)

    def add(self, group: str, noted: dict[str, Any], found: str, parse: dict[str, Any] | None = None) -> None:
        """Count one message, and keep what it was taken for unless it has a slip that was made."""
        self.groups.setdefault(group, Counter())[found] += 1
        if group.startswith("with a "):
            return
        if found != RIGHT:
            self.misses.update(_asked(noted))
        if parse is not None:
            self.said.append(said(noted, found, parse))

    def share(self, found: str, *groups: str) -> float:
        """The part of all messages of these groups that met with that verdict."""
        counts = sum((self.groups.get(group, Counter()) for group in groups), Counter())
        return counts[found] / total if (total := sum(counts.values())) else 0.0


def measure(
    assistant: InProcess, folder: Path, knowledge: Knowledge, apart: str = "", slips: bool = True
) -> Tally:
    """Say every message of a set, each question also with every kind of slip, and every conversation.

    `apart` keeps the conversations of one measurement apart from those of another.
    """
    messages, conversations = (
        yaml.safe_load((folder / f"{name}.yml").read_text("utf-8"))[name] for name in ("messages", "conversations")
    )
    tally, number_said = Tally(), 0

    def one(sender: str, group: str, text: str, noted: dict[str, Any]) -> None:
        nonlocal number_said
        parse = assistant.say(f"{apart}{sender}", text).parse
        tally.add(group, noted, verdict(noted, parse, knowledge), parse)
        number_said += 1
        if number_said % A_WORD_EVERY == 0:
            say(f"  {number_said} messages said")

    for number, noted in enumerate(messages):
        one(f"message-{number}", _group(noted), noted["text"], noted)
        for kind in KINDS if slips and "expect" in noted else ():
            text = slipped(noted["text"], kind, random.Random(number))
            one(f"message-{number}-{kind}", f"with a {kind}", text, noted)
    for number, conversation in enumerate(conversations):
        for turn in conversation["turns"]:
            group = "first turns" if turn.get("kind") in _BY_THEMSELVES else FOLLOW_UPS
            one(f"conversation-{number}", group, turn["text"], turn)
    return tally


def figures_of(tally: Tally) -> dict[str, float]:
    """The shares that have a bar, by their name in ROWS."""
    right = tally.share(RIGHT, QUESTIONS)
    return {
        "right": right,
        "follow_ups": tally.share(RIGHT, FOLLOW_UPS),
        "slips": max(right - tally.share(RIGHT, f"with a {kind}") for kind in KINDS),
        "turned_away": tally.share(RIGHT, OUT),
        "refused": tally.share(REFUSED, QUESTIONS),
        "confident": tally.share(CONFIDENT, QUESTIONS, FOLLOW_UPS),
    }


def missed(figures: dict[str, float], bars: dict[str, float]) -> list[str]:
    """The names of the figures on the wrong side of their bar."""
    return [
        name for name, bar in bars.items()
        if (figures[name] < bar if ROWS[name][1] == "least" else figures[name] > bar)
    ]


def page(name: str, tally: Tally, figures: dict[str, float], bars: dict[str, float]) -> Iterator[str]:
    """The figures with their bars, the verdicts of every group, and what is misunderstood most."""
    wrong = missed(figures, bars)
    yield f"How well the set “{name}” is understood"
    for row, (title, side) in ROWS.items():
        judged = "MISSED" if row in wrong else "ok"
        yield f"  {title:48}{figures[row]:>7.1%}   at {side} {bars[row]:.0%}   {judged}"
    yield ""
    yield f"  {'':26}{'messages':>9}" + "".join(f"{one:>17}" for one in VERDICTS)
    for group, counts in sorted(tally.groups.items()):
        total = sum(counts.values())
        yield f"  {group:26}{total:>9}" + "".join(f"{counts[one] / total:>17.1%}" for one in VERDICTS)
    yield ""
    yield f"  Misunderstood most: {', '.join(f'{label} {count}' for label, count in tally.misses.most_common(MOST_MISSES))}"


def _group(noted: dict[str, Any]) -> str:
    if "expect" in noted:
        return QUESTIONS
    wanted = noted["intent"].partition("/")[0]
    return OUT if wanted == "out_of_scope" else wanted


def _asked(noted: dict[str, Any]) -> list[str]:
    """What a message was about, as its writer noted it: a topic with its facet, or an intent."""
    readings = [(entry.get("any") or [entry])[0] for entry in noted.get("expect") or [noted]]
    return [one.get("intent") or f"{one['topic']}/{one.get('special') or one['facet']}" for one in readings]
