"""The scale test sees what it is there to see, and works out what so many conversations take."""

from __future__ import annotations

import pytest

from bot.bench.scale.capacity import Cost, need, table
from bot.bench.scale.crowd import scripts
from bot.bench.scale.curve import Point, limit
from bot.bench.scale.judge import judge
from bot.bench.scale.person import Said, Talk

RIGHT = [["one", "two"]]


def talk(*answers: str | None, failures: tuple[str, ...] = ()) -> Talk:
    said = [Said(f"text {number}", f"id-{number}", answer=answer) for number, answer in enumerate(answers)]
    said[0].failures.extend(failures)
    return Talk(0, said, [(each.message_id, each.answer or "") for each in said])


def test_what_is_right_is_right() -> None:
    verdict = judge([talk("one", "two")], RIGHT)
    assert (verdict.answered, verdict.tried_again, verdict.wrong) == (2, 0, [])


def test_one_try_again_is_counted_and_allowed_and_two_are_not() -> None:
    once, twice = talk("one", "two", failures=("503",)), talk("one", "two", failures=("503", "apology"))
    assert judge([once], RIGHT).wrong == [] and judge([once], RIGHT).tried_again == 1
    assert "had to be sent 3 times" in judge([twice], RIGHT).wrong[0]


def test_somebody_elses_answer_is_seen() -> None:
    assert "is right" in judge([talk("one", "three")], RIGHT).wrong[0]


def test_a_message_that_was_never_answered_is_seen() -> None:
    assert "never answered" in judge([talk("one", None)], RIGHT).wrong[0]


@pytest.mark.parametrize(
    "told",
    [
        [("id-0", "one")],
        [("id-0", "one"), ("id-0", "one"), ("id-1", "two")],
        [("id-1", "two"), ("id-0", "one")],
        [("id-0", "one"), ("id-1", "another")],
    ],
    ids=["lost", "twice", "in another order", "another answer is kept"],
)
def test_what_the_server_keeps_is_compared(told: list[tuple[str, str]]) -> None:
    one = talk("one", "two")
    one.told = told
    assert judge([one], RIGHT).wrong


def test_every_conversation_says_something_and_none_is_like_another() -> None:
    every = scripts()
    assert all(len(texts) >= 5 for texts in every)
    assert len({tuple(texts) for texts in every}) == len(every)


COST = Cost({"servers": 20.0, "action servers": 2.0, "PostgreSQL": 2.0}, {"servers": 500, "action servers": 100, "PostgreSQL": 100}, 10)


def test_what_a_few_take_is_two_of_each() -> None:
    few = need(10, COST)
    assert (few.servers, few.action_servers, few.cores) == (2, 2, 2)
    assert few.memory == pytest.approx(1.3)


def test_a_hundred_times_as_many_take_so_much_more() -> None:
    few, many = need(1_000, COST), need(100_000, COST)
    assert many.a_second == pytest.approx(100 * few.a_second)
    # 333 messages a second of 24 ms on cores that are busy at most 60 % of the time.
    assert many.cores == 14 and many.servers == 12
    assert many.kept == pytest.approx(144)
    assert len(table(COST)) == 4


def point(**more: float) -> Point:
    given = {"servers": 1, "a_second": 30, "median_ms": 1, "p95_ms": 1, "machine": 0.5, "others": 0.0, **more}
    return Point(**given, wrong=[], cost_ms={"servers": 20}, memory_mb={}, kept_kb=1)  # type: ignore[arg-type]


def test_what_limits_is_named() -> None:
    assert "cores of this machine are in use" in limit(point(machine=0.97))
    assert "busy 96% of the time" in limit(point(a_second=48))
    assert "people wait" in limit(point())
