"""What help somebody looks for is read from bare words, from a topic, and for the kind of person."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.referral.needs import general_need, need_for, need_named, need_of_topic
from bot.guidance.referral.people import UNSAID, role_of, says_only_role, says_outright, without_role
from bot.guidance.text import normalise


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


@pytest.mark.parametrize(
    "typed, need",
    [("maths", "english-maths"), ("Dyslexia", "disability-dyslexia"), ("my rights", "rights-at-work"),
     ("becoming an apprentice", "apprenticeship"), ("maths in Leeds", None), ("", None), ("gardening", None)],
)
def test_a_bare_word_names_a_need(knowledge: Knowledge, typed: str, need: str | None) -> None:
    assert need_named(knowledge, typed) == need


def test_every_need_is_found_by_each_of_its_own_words_once(knowledge: Knowledge) -> None:
    for name, need in knowledge.needs.items():
        for word in (need.title, *need.aliases):
            assert need_named(knowledge, word) == name, word


def test_the_same_word_means_another_need_to_an_employer(knowledge: Knowledge) -> None:
    assert need_for(knowledge, "apprenticeship", "employer") == "apprenticeship-employer"
    assert need_for(knowledge, "apprenticeship", None) == "apprenticeship"
    assert need_for(knowledge, "training-workforce", "employee") == "first-qualification"


def test_a_topic_tells_what_people_who_talk_of_it_need(knowledge: Knowledge) -> None:
    assert need_of_topic(knowledge, "dyslexia-support") == "disability-dyslexia"
    assert need_of_topic(knowledge, "atlantis") is None is need_of_topic(knowledge, None)


def test_there_is_one_general_door(knowledge: Knowledge) -> None:
    assert [name for name, need in knowledge.needs.items() if need.general] == [general_need(knowledge)]


@pytest.mark.parametrize(
    "typed, role",
    [
        ("I'm a union learning rep, what is move on", "ulr"),
        ("im a ULR", "ulr"),
        ("one of my members wants to learn to read", "ulr"),
        ("as an employer what do I pay", "employer"),
        ("can my staff get this", "employer"),
        ("I run a small garage", "employer"),
        ("my boss said no", "employee"),
        ("i'm a care worker on nights", "employee"),
        ("I'm a union rep and my boss said no", "ulr"),
        ("my manager says my team needs it", None),
        ("what is the skills pledge", None),
        ("", None),
    ],
)
def test_a_message_shows_who_it_comes_from(knowledge: Knowledge, typed: str, role: str | None) -> None:
    assert role_of(knowledge, normalise(typed)) == role


@pytest.mark.parametrize(
    "typed, only", [("I'm an employer", True), ("hi, im a ulr", True), ("I'm a union rep, what is it", False), ("hello", False)]
)
def test_a_message_may_say_who_somebody_is_and_nothing_else(knowledge: Knowledge, typed: str, only: bool) -> None:
    assert says_only_role(knowledge, normalise(typed)) is only


def test_who_somebody_is_can_be_taken_back_in_whole_messages_only(knowledge: Knowledge) -> None:
    for phrase in knowledge.phrase("roles.taken_back"):
        assert role_of(knowledge, normalise(phrase.capitalize())) == UNSAID and says_only_role(knowledge, phrase), phrase
    for typed in ("none of these", "rather not say", "forget who I am, I'm an employer", "forget it"):
        assert role_of(knowledge, normalise(typed)) != UNSAID, typed


def test_saying_who_one_is_differs_from_showing_it_in_passing(knowledge: Knowledge) -> None:
    assert says_outright(knowledge, "i'm a union rep. who pays?") and not says_outright(knowledge, "my boss said no")
    assert without_role(knowledge, "i'm a union rep. who pays?").split() == [".", "who", "pays?"]
    assert without_role(knowledge, "who pays?") == "who pays?"
