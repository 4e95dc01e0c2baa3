"""Slow bodies: whoever sends drop by drop is answered in the end, whoever never ends is hung up on, and others do not notice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from bot.bench.fuzz.visit import Place, Visit
from bot.bench.fuzz.wire import Request, exchange, posted

KIND = "slow bodies"
AT_ONCE = 30
PIECES, PAUSE = 8, 0.5
# How long somebody who never ends is listened to at most: in a server (readable.py), and in the proxy between two drops.
LONGEST_HELD = 45.0
OTHERS_WAIT = 10.0


async def slow(place: Place, at_once: int = AT_ONCE) -> list[Visit]:
    """Dripping and endless bodies at the same time, at the proxy and at a server itself, while somebody talks there."""
    spots = sorted({place.at, place.server})
    visits = [Visit(place, KIND, number) for number in range(at_once)]
    talking = Visit(place, KIND, at_once)
    held = [asyncio.create_task(_one(visit, spots[visit.number % len(spots)])) for visit in visits]
    talk = asyncio.create_task(_talk(talking, spots, held))
    await asyncio.gather(*held, talk)
    return [*visits, talking]


async def _one(visit: Visit, at: str) -> None:
    session = await visit.begin()
    body = {"session": session, "message_id": visit.new_id(), "text": f"what is the skills pledge {visit.canary}"}
    request = posted("/chat/message", body)
    if visit.number % 3:
        await visit.ask(request, {200}, at=at, pieces=PIECES, pause=PAUSE)
        return
    # Half of a body, and then nothing: the proxy hangs up without a word, a server says what was wrong.
    whole = request.to(at)
    begun = time.monotonic()
    answer = await exchange(at, Request(raw=whole[:-20]), visit.source, seconds=LONGEST_HELD + 5)
    visit.statuses[answer.status] += 1
    if time.monotonic() - begun > LONGEST_HELD:
        visit.wrong("is held on to for ever", request)
    if answer.status not in (408,) and (answer.status or at != visit.place.at or at == visit.place.server):
        visit.wrong(f"half a body gets status {answer.status}", request)


async def _talk(visit: Visit, spots: Sequence[str], held: Sequence[asyncio.Task[None]]) -> None:
    """Somebody who knows nothing of it, and is answered as always."""
    visit.longest = OTHERS_WAIT
    session, number = await visit.begin(), 0
    while not all(task.done() for task in held):
        body = {"session": session, "message_id": visit.new_id(), "text": "what does ESOL mean"}
        await visit.ask(posted("/chat/message", body), {200}, at=spots[number % len(spots)])
        number += 1
        await asyncio.sleep(2.5)
