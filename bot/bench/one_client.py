"""Measures what one person waits for: messages, quick replies, and a conversation that has become long."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median, quantiles

from bot.bench.messages import every_message, questions
from bot.bench.system import System

WARM_UP, MEASURED = 20, 200
A_CONVERSATION = 10  # messages, after which another begins
PRESSED = 60
TO_A_CHECK = "can I get a maths course paid for?"
LONG_CONVERSATIONS = 3
AROUND = 3  # turns on both sides that count as turn 5, or turn 200


def messages(system: System, measured: int = MEASURED) -> dict[str, float]:
    """Median and 95th percentile of that many different messages, after some to warm up."""
    every = every_message()
    for index, text in enumerate(every[:WARM_UP]):
        system.say(f"warm-{index // A_CONVERSATION}", text)
    sent = every[WARM_UP : WARM_UP + measured]
    times = [system.say(f"bench-{index // A_CONVERSATION}", text) for index, text in enumerate(sent)]
    return {"median_ms": median(times), "p95_ms": quantiles(times, n=20)[-1]}


def quick_replies(system: System, pressed: int = PRESSED) -> dict[str, float]:
    """The median of buttons pressed: what an answer offers, and the choices of a question. Empty where none is offered."""
    times = list(_pressed(system, pressed))
    return {"quick_reply_ms": median(times)} if times else {}


def _pressed(system: System, most: int) -> Iterator[float]:
    for number, text in enumerate(questions()[:most]):
        sender = f"press-{number}"
        # Every third person presses a choice inside a check, the others what an answer offers next.
        _, card = system.client.say(sender, TO_A_CHECK if number % 3 == 0 else text)
        buttons = card.get("next") or []
        if buttons:
            yield system.say(sender, buttons[number % len(buttons)]["payload"])


def late_turns(system: System) -> dict[str, float]:
    """How much longer the turns around 200 of a conversation take than those around 5."""
    texts = questions()
    early: list[float] = []
    late: list[float] = []
    for conversation in range(LONG_CONVERSATIONS):
        for turn in range(1, 200 + AROUND + 1):
            # The same messages early and late, so that only the length of the conversation differs.
            text = texts[(turn + (5 if turn < 100 else -190)) % len(texts)]
            milliseconds = system.say(f"long-{conversation}", text)
            if abs(turn - 5) <= AROUND:
                early.append(milliseconds)
            elif abs(turn - 200) <= AROUND:
                late.append(milliseconds)
    return {"late_turn_ratio": median(late) / median(early)}
