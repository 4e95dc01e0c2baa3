"""Measures many people at once: 32 clients that each send the next message as soon as they are answered."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

from bot.bench.messages import questions
from bot.bench.system import Client, NoAnswer
from bot.guidance.live import current

CLIENTS = 32
MESSAGES = 25  # of each client
FAILED = "sorry.action_failed"  # what is said when something went wrong: no answer


def many_clients(port: int, clients: int = CLIENTS, messages: int = MESSAGES) -> dict[str, float]:
    """Messages a second, the 95th percentile, and how many got no answer; it ends by itself."""
    texts = questions()
    current()  # read before the clock starts

    def one(number: int) -> list[float | None]:
        client = Client(port)
        turns = range(messages)
        try:
            return [_timed(client, f"crowd-{number}", texts[(number * 7 + turn) % len(texts)]) for turn in turns]
        finally:
            client.close()

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as crowd:
        sent = [each for times in crowd.map(one, range(clients)) for each in times]
    seconds = time.perf_counter() - begun
    answered = [each for each in sent if each is not None]
    return {
        "messages_a_second": len(answered) / seconds,
        "crowd_p95_ms": quantiles(answered, n=20)[-1] if len(answered) > 1 else float("inf"),
        "crowd_errors": float(len(sent) - len(answered)),
    }


def _timed(client: Client, sender: str, text: str) -> float | None:
    try:
        milliseconds, card = client.say(sender, text)
    except NoAnswer:
        return None
    return None if card.get("text") == current().say(FAILED) else milliseconds
