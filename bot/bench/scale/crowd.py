"""Many people at once, who begin a new conversation as soon as one is over."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import yaml

from bot.bench.scale.person import Person, Said, Talk, browser

NERVOUS = 8  # one in so many
SCRIPTS = Path(__file__).with_name("conversations.yml")


def scripts() -> list[list[str]]:
    """What is said in each of the conversations."""
    return [[str(text) for text in texts] for texts in yaml.safe_load(SCRIPTS.read_text("utf-8"))]


@dataclass
class Crowd:
    """So many people who talk until `stop` is set; `talks` has every conversation that came to its end."""

    at: str
    clients: int
    pause: float = 0.0
    talks: list[Talk] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = asyncio.Event()
        self.begun = time.time()

    async def run(self) -> None:
        """Talk until somebody says stop; conversations that have begun come to their end."""
        async with browser() as http:
            people = [Person(http, self.at, nervous=not number % NERVOUS) for number in range(self.clients)]
            await asyncio.gather(*(self._one(person, number) for number, person in enumerate(people)))

    def stop(self) -> None:
        """Begin no further conversation."""
        self._stop.set()

    async def _one(self, person: Person, number: int) -> None:
        every, turn = scripts(), number
        # Not all at the very same moment.
        await asyncio.sleep((self.pause or 1.0) * number / self.clients)
        while not self._stop.is_set():
            try:
                self.talks.append(await person.talk(turn % len(every), every[turn % len(every)], self.pause))
            except RuntimeError as error:
                self.broken.append(str(error))
            turn += 1

    def said(self, since: float = 0.0, until: float = float("inf")) -> list[Said]:
        """Every message that was answered or given up within that time, by the clock."""
        return [said for talk in self.talks for said in talk.said if since <= said.at < until]


async def alone(at: str) -> list[list[str | None]]:
    """What is answered to each conversation when nobody else talks: what everybody should read."""
    async with browser() as http:
        person = Person(http, at)
        talks = [await person.talk(number, texts) for number, texts in enumerate(scripts())]
    return [[said.answer for said in talk.said] for talk in talks]


def times(said: list[Said]) -> tuple[float, float]:
    """The median and the 95th percentile of the answered messages, in milliseconds."""
    answered = [each.milliseconds for each in said if each.answer is not None]
    if len(answered) < 2:
        return float("nan"), float("nan")
    return median(answered), quantiles(answered, n=20)[-1]
