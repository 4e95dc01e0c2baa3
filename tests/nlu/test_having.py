"""Words that ask whether something can be had."""

from __future__ import annotations

import pytest

from bot.nlu.certain import certain
from bot.nlu.having import asks_for_plain_verdict, asks_to_learn
from tests.nlu.test_changed import FUND, situation


@pytest.mark.parametrize("text", ["can i get training", "i work nights can i still do a course", "could my learner still do a course?", "hi, can i get any training for free"])
def test_a_wish_to_learn_and_nothing_else(text: str) -> None:
    assert asks_to_learn(text)
    assert (certain(situation(text)) or {})["intent"] == "check"


@pytest.mark.parametrize("text", ["can i get maths paid for", "could my learner get english for free", "is maths free for my learner who is 34 in rotherham"])
def test_a_subject_that_somebody_would_have_paid_is_a_check(text: str) -> None:
    assert (certain(situation(text)) or {})["intent"] == "check"


@pytest.mark.parametrize("text", ["is maths free for adults", "can i get a computer for free", "who is maths free for", "is english free"])
def test_a_question_of_what_is_free_for_everybody_is_none(text: str) -> None:
    assert certain(situation(text)) is None


@pytest.mark.parametrize("text", ["they are closing our site, can i get training", "can i get time off for training", "can i train a dog"])
def test_more_than_a_wish_to_learn(text: str) -> None:
    assert not asks_to_learn(text)


def test_what_may_be_a_question_of_what_is_talked_of_is_left_to_likelihood() -> None:
    assert certain(situation("can i get training", topic="redundancy")) is None


@pytest.mark.parametrize("text", ["i dont get it. can i get it free or not", "so is that a yes or no", "what does that mean", "so can she have it"])
def test_after_a_verdict_it_is_asked_for_again(text: str) -> None:
    assert asks_for_plain_verdict(text)
    after = situation(text, last="verdict", checked=FUND, topic="adult-skills-fund")
    assert {"intent": "command", "kind": "simpler"}.items() <= (certain(after) or {}).items()


@pytest.mark.parametrize("text", ["does my boss have to agree or not at all", "can i get a level 3 paid for", "who decides"])
def test_other_questions_after_a_verdict_are_none(text: str) -> None:
    assert not asks_for_plain_verdict(text)
