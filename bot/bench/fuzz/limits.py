"""That the limits on use hold whatever is sent: of a conversation, and of an address."""

from __future__ import annotations

from bot.bench.fuzz.visit import Place, Visit
from bot.bench.fuzz.wire import Answer, Request, posted

KIND = "limits"
PER_SESSION, PER_ADDRESS = 30, 300
# How many more may get through while they come: some are let in again with each second.
MORE = 30


async def limits(place: Place) -> list[Visit]:
    """Send more than one conversation and one address may; each refusal says in words when to try again."""
    session, address = Visit(place, KIND, 0), Visit(place, KIND, 1)
    name = await session.begin()
    answers = [await session.ask(_message(session, name), {200, 429}) for _ in range(PER_SESSION + MORE)]
    _judge(session, answers, PER_SESSION)
    # Where a proxy stands in front it says the address itself, and does not believe whoever asks.
    asked = Request("GET", "/chat/labels", {"X-Forwarded-For": "203.0.113.9"})
    answers = [await address.ask(asked, {200, 429}) for _ in range(PER_ADDRESS + 4 * MORE)]
    _judge(address, answers, PER_ADDRESS)
    return [session, address]


def _message(visit: Visit, session: str) -> Request:
    # Short, so that they come faster than the limit lets them in.
    return posted("/chat/message", {"session": session, "text": " ", "message_id": visit.new_id()})


def _judge(visit: Visit, answers: list[Answer], most: int) -> None:
    through = sum(answer.status == 200 for answer in answers)
    if not most <= through < len(answers):
        visit.wrong(f"{through} of {len(answers)} got through where {most} may at once")
    for answer in answers:
        if answer.status == 429 and not (answer.headers.get("retry-after", "").isdecimal() and (answer.json() or {}).get("text")):
            visit.wrong("a refusal does not say when to try again")
