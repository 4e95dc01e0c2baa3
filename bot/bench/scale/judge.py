"""What has to hold whatever is killed: one's own answers, each turn once, none lost, and at worst one "try again"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.bench.scale.person import Talk

MOST_TRIES_AGAIN = 1


@dataclass(frozen=True)
class Verdict:
    """How many messages were answered and how often somebody had to try again; `wrong` says what must not be."""

    answered: int
    tried_again: int
    twice_or_more: int
    kinds: dict[str, int]
    wrong: list[str]


def judge(talks: list[Talk], right: list[list[str | None]]) -> Verdict:
    """Compare what was read with what is right and with what the server tells afterwards."""
    said = [each for talk in talks for each in talk.said]
    failures = Counter(failure for each in said for failure in each.failures)
    return Verdict(
        answered=sum(each.answer is not None for each in said),
        tried_again=sum(bool(each.failures) for each in said),
        twice_or_more=sum(len(each.failures) > MOST_TRIES_AGAIN for each in said),
        kinds=dict(failures.most_common()),
        wrong=[problem for talk in talks for problem in _wrong(talk, right[talk.script])],
    )


def _wrong(talk: Talk, right: list[str | None]) -> Iterator[str]:
    where = f"conversation {talk.script + 1}"
    for number, (said, expected) in enumerate(zip(talk.said, right), 1):
        if said.answer is None:
            yield f"{where}, message {number}: never answered ({', '.join(said.failures)})"
        elif said.answer != expected:
            yield f"{where}, message {number}: answered {_short(said.answer)} where {_short(expected)} is right"
        if len(said.failures) > MOST_TRIES_AGAIN:
            yield f"{where}, message {number}: had to be sent {len(said.failures) + 1} times ({', '.join(said.failures)})"
    told = dict(talk.told or [])
    if len(told) != len(talk.told or []):
        yield f"{where}: a turn is kept twice"
    if [name for name, _ in talk.told or []] != [said.message_id for said in talk.said]:
        yield f"{where}: {len(talk.said)} messages were sent, {len(told)} are kept, or in another order"
    for number, said in enumerate(talk.said, 1):
        if said.answer is not None and said.message_id in told and told[said.message_id] != said.answer:
            yield f"{where}, message {number}: {_short(told[said.message_id])} is kept, {_short(said.answer)} was answered"


def _short(text: str | None) -> str:
    return repr((text or "").replace("\n", " ")[:60])
