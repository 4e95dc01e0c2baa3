"""Every kind in turn: so many messages of each, several people at once, the same for the same seed."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from bot.bench.fuzz import bodies, broken_http, forms, said, sessions, texts
from bot.bench.fuzz.visit import Place, Visit

AT_ONCE = 8
Kind = Callable[[Visit], Awaitable[None]]
# Each kind and its share of the messages: twice as many texts of what an attacker would try first.
KINDS: dict[str, tuple[Kind, int]] = {
    **{name: (said.said, 2 if name in ("long", "markup", "templates", "injections") else 1) for name in texts.patterns()},
    "intents": (said.looks_like_rasa, 2),
    "wrong types": (bodies.wrong_types, 2),
    "nested": (bodies.nested, 1),
    "no json": (bodies.no_json, 2),
    "replayed": (sessions.replayed, 1),
    "tampered": (sessions.tampered, 1),
    "expired": (sessions.expired, 1),
    "others": (sessions.other_peoples, 1),
    "forms": (forms.typed, 1),
    "odd forms": (forms.odd_forms, 1),
    "cookies": (forms.cookies, 1),
    "bad bytes": (broken_http.bad_bytes, 1),
    "places": (broken_http.places, 1),
    "programs": (broken_http.programs, 1),
}


@dataclass
class Row:
    """What came of one kind."""

    kind: str
    visits: list[Visit] = field(default_factory=list)

    @property
    def statuses(self) -> dict[int, int]:
        """How often each status was answered."""
        every = sorted({status for visit in self.visits for status in visit.statuses})
        return {status: sum(visit.statuses[status] for visit in self.visits) for status in every}

    @property
    def messages(self) -> int:
        """How many were sent."""
        return sum(self.statuses.values())

    @property
    def slowest(self) -> float:
        """The seconds of the slowest answer."""
        return max((visit.slowest for visit in self.visits), default=0.0)

    @property
    def wrong(self) -> int:
        """How much was wrong."""
        return sum(len(visit.wrongs) for visit in self.visits)


async def run(place: Place, messages: int, told: Callable[[Row, float], None] = lambda _row, _seconds: None) -> list[Row]:
    """Send at least so many messages over all kinds; `told` hears of each kind as it is done."""
    shares = sum(share for _, share in KINDS.values())
    rows = []
    for name, (_, share) in KINDS.items():
        begun = time.monotonic()
        rows.append(await of_kind(place, name, -(-messages * share // shares)))
        told(rows[-1], time.monotonic() - begun)
    return rows


async def of_kind(place: Place, name: str, messages: int, at_once: int = AT_ONCE) -> Row:
    """At least so many messages of one kind."""
    row = Row(name)
    numbers = count()

    async def visitor() -> None:
        while row.messages < messages:
            await _visited(row, place, name, next(numbers))

    await asyncio.gather(*(visitor() for _ in range(at_once)))
    return row


async def once_more(place: Place, name: str) -> Row:
    """One visit, named as it was printed: kind/number."""
    kind, _, number = name.rpartition("/")
    row = Row(kind)
    await _visited(row, place, kind, int(number))
    return row


async def _visited(row: Row, place: Place, name: str, number: int) -> None:
    visit = Visit(place, name, number)
    row.visits.append(visit)
    try:
        await KINDS[name][0](visit)
    except Exception as error:  # whatever it is, the visit was not as it should be, and the others go on
        visit.wrong(f"the visit broke off: {type(error).__name__} {error}"[:300])


def problems(rows: list[Row]) -> Iterator[str]:
    """A few lines for each thing that is wrong: how often, and the first time with what was sent."""
    for row in rows:
        every = [wrong for visit in row.visits for wrong in visit.wrongs]
        often = Counter(wrong.what for wrong in every)
        for wrong in every:
            if times := often.pop(wrong.what, 0):
                more = f" ({times} times)" if times > 1 else ""
                yield f"{wrong.visit}: {wrong.what}{more}" + (f"\n    {wrong.again}" if wrong.again else "")
