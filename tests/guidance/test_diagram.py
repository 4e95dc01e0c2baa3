"""Rules as a decision diagram: what is settled, what still matters, what can come out."""

from __future__ import annotations

from bot.guidance.eligibility.diagram import Diagram

YES, NO = 0, 1
# "good" needs both answers to be yes; "fair" needs the first; everybody else gets "none".
RULES = [
    ({0: frozenset({YES}), 1: frozenset({YES})}, "good"),
    ({0: frozenset({YES})}, "fair"),
    ({}, "none"),
]


def diagram() -> Diagram:
    return Diagram([2, 2], RULES, "open")


def test_nothing_is_settled_before_an_answer() -> None:
    rules = diagram()
    assert rules.outcome(rules.root) is None
    assert set(rules.reachable(rules.root)) == {"good", "fair", "none"}


def test_an_answer_that_decides_makes_the_other_question_needless() -> None:
    rules = diagram()
    node = rules.answer(rules.root, 0, NO)
    assert rules.outcome(node) == "none" and not rules.tested(node)


def test_the_order_of_answers_makes_no_difference() -> None:
    rules = diagram()
    one_way = rules.answer(rules.answer(rules.root, 0, YES), 1, NO)
    other_way = rules.answer(rules.answer(rules.root, 1, NO), 0, YES)
    assert one_way == other_way and rules.outcome(one_way) == "fair"


def test_giving_up_on_what_matters_leaves_it_open() -> None:
    rules = diagram()
    node = rules.give_up(rules.answer(rules.root, 0, YES), 1)
    assert rules.outcome(node) == "open"


def test_giving_up_on_what_no_longer_matters_changes_nothing() -> None:
    rules = diagram()
    node = rules.answer(rules.root, 0, NO)
    assert rules.give_up(node, 1) == node
