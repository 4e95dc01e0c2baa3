"""Fixed forms of words are recognised, and nothing besides."""
from __future__ import annotations

import pytest

from bot.nlu import having, wording
from bot.nlu.wording import (
    asks_for_more,
    asks_meaning,
    chosen_number,
    is_bare_name,
    looks_like_question,
    without_date,
)


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize("text", ["what about NAME?", "and NAME", "NAME", "no sorry i meant NAME", "ok and in NAME then?"])
def test_a_bare_name_is_seen(text: str) -> None:
    plain = text.lower()
    assert is_bare_name(plain, [span(plain, "name")])


@pytest.mark.parametrize("text", ["what does NAME cost", "who is NAME for", "can i get NAME", "apply for NAME"])
def test_a_name_with_a_question_is_not_bare(text: str) -> None:
    plain = text.lower()
    assert not is_bare_name(plain, [span(plain, "name")])


@pytest.mark.parametrize("text", ["what's level 2?", "level 2?", "what does level 2 mean", "sorry, what is a level 2", "i don't know what level 2 is", "explain level 2 please"])
def test_asking_what_a_term_means_is_seen(text: str) -> None:
    assert asks_meaning(text, span(text, "level 2"))


@pytest.mark.parametrize("text", ["i have a level 2", "do i need level 2?", "what is the cost of level 2", "what's after level 2", "is level 2 free", "i do not have a level 2"])
def test_using_a_term_is_not_asking_what_it_means(text: str) -> None:
    assert not asks_meaning(text, span(text, "level 2"))


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("option 3", 3), ("the first one", 1), ("second", 2), ("1.", 1)])
def test_a_number_chooses(text: str, number: int) -> None:
    assert chosen_number(text) == number


@pytest.mark.parametrize("text", ["47", "the one", "2 please help me", "first aid", "level 2", ""])
def test_other_words_choose_nothing(text: str) -> None:
    assert chosen_number(text) is None


def test_asking_for_more() -> None:
    assert asks_for_more("tell me more!")
    assert not asks_for_more("tell me more about apprenticeships")


@pytest.mark.parametrize(("text", "is_one"), [("what is it", True), ("ok so how long", True), ("really?", True), ("level 2", False), ("i was told so", False)])
def test_what_is_put_as_a_question(text: str, is_one: bool) -> None:
    assert looks_like_question(text) is is_one


def test_dates_are_blanked_out_without_moving_the_rest() -> None:
    text = "and in september 2008?"
    assert without_date(text).split() == ["and", "in", "?"]
    assert len(without_date(text)) == len(text)


@pytest.mark.parametrize("text", [
    "what was train to gain?", "could you explain train to gain to me", "tell me what train to gain was",
    "i want to know about train to gain", "so what did train to gain do", "right. and what was train to gain then",
])
def test_asking_what_a_thing_is_needs_no_classifier(text: str) -> None:
    start = text.index("train to gain")
    assert wording.asks_what(text, [(start, start + len("train to gain"))])


@pytest.mark.parametrize("text", [
    "what did train to gain cost", "train to gain", "who was train to gain for", "what about train to gain",
    "what were the steps of train to gain",
])
def test_asking_something_else_about_a_thing_is_not_asking_what_it_is(text: str) -> None:
    start = text.index("train to gain")
    assert not wording.asks_what(text, [(start, start + len("train to gain"))])


def test_what_replaced_a_thing_is_not_what_it_replaced() -> None:
    assert wording.asks_what_came_after("what replaced train to gain?")
    assert wording.asks_what_came_after("what's taken its place, i mean what came after it")
    assert not wording.asks_what_came_after("what did train to gain replace")


def test_today_ends_what_was_asked_of_a_date() -> None:
    assert wording.asks_of_today("is it still going")
    assert not wording.asks_of_today("and who was it for")


@pytest.mark.parametrize(("text", "rest"), [
    ("no sorry i meant maths", "maths"), ("actually 35", "35"), ("well, leeds", "leeds"), ("maths", "maths"), ("no", "no"),
])
def test_the_words_that_open_a_correction_are_left_out(text: str, rest: str) -> None:
    assert wording.without_correction(text) == rest


@pytest.mark.parametrize("text", [
    "am i eligible for train to gain?", "would i have qualified for it", "are my staff entitled to anything", "does she qualify",
])
def test_asking_whether_somebody_qualifies_is_asking_for_a_check(text: str) -> None:
    assert having.asks_eligibility(text)


def test_asking_who_qualified_is_a_question_about_the_scheme() -> None:
    assert not having.asks_eligibility("who qualified for train to gain")
