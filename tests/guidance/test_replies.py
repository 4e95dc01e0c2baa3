"""Replies to the questions of a check, as people type them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance.eligibility.replies import parse, volunteered
from bot.guidance.load import load_knowledge

KNOWLEDGE = load_knowledge(Path(__file__).parents[2] / "knowledge")
TODAY = date(2026, 11, 22)

VALUES: dict[str, dict[str, Any]] = {
    "age": {
        "34": 34, "34.": 34, "34?": 34, "thirty four": 34, "Thirty-four": 34, "THIRTY FOUR": 34, "I'm 34": 34, "I’m 34": 34,
        "im 34": 34, "I am 34 years old": 34, "34 years of age": 34, "34yo": 34, "34 yrs": 34, "aged 34": 34, "my age is 34": 34,
        "I'm 34 nearly 35": 34, "nearly 35": 34, "I'll be 35 in May": 34, "turning 35 next month": 34, "19 next month": 18,
        "just turned 19": 19, "well I'm 61 now": 61, "about 40": 40, "eighteen and a half": 18, "forty-seven": 47,
        "a hundred and two": 102, "34 and I live in Leeds": 34, "I'm 47 and work in a school": 47, "fourty": 40,
        "born in 1991": 35, "I was born in May 1991": 35, "born 5 December 1991": 34, "05/12/1991": 34, "1991": 35,
        "my date of birth is 22/11/2007": 19, "dob 23/11/2007": 18, "it's 29": 29, "oh, 29 mate": 29,
    },
    "pay": {
        "about 26k": 26000, "26k": 26000, "£26k": 26000, "26.5k": 26500, "26,800": 26800, "£26,800": 26800, "26800 pounds": 26800,
        "twenty six thousand": 26000, "30 grand": 30000, "I earn 22k": 22000, "I'm on £22,500 a year before tax": 22500,
        "24000 pa": 24000, "£13 an hour 37 hours": 25012, "37.5 hours at £13.50 an hour": 26325, "13.20/hr 16 hours a week": 10982,
        "£12.71 an hour, 20 hours a week": 13218, "450 a week": 23400, "£450 per week": 23400, "2000 a month": 24000,
        "£2,000 pcm": 24000, "22-24k": 24000, "between 22k and 24k": 24000, "22k to 24k": 24000, "under 20k": 19999,
        "less than £26,800": 26799, "over 30 grand": 30001, "roughly 25 thousand": 25000,
        "not working": "not-working", "unemployed": "not-working", "I'm unemployed": "not-working", "nothing": "not-working",
        "0": "not-working", "out of work": "not-working", "I'm looking for work": "not-working", "no job": "not-working",
    },
    "holds-maths": {
        "yes": "yes", "Yes!": "yes", "yep": "yes", "yeah": "yes", "I do": "yes", "yes I passed it": "yes", "got a C in maths": "yes",
        "I've got a B": "yes", "grade 5": "yes", "C": "yes", "an A": "yes", "1": "yes", "passed": "yes", "yeah got a B back in 1998": "yes",
        "no": "no", "nope": "no", "nah": "no", "no quals": "no", "No GCSEs": "no", "I have no GCSEs": "no", "I failed it": "no",
        "I got a D": "no", "grade 3": "no", "I haven't": "no", "2": "no", "never": "no", "not yet": "no", "I don't think so": "no",
    },
    "level": {
        "no quals": "none", "none": "none", "left school with nothing": "none", "I don't have any": "none", "5 GCSEs": "level-2",
        "five GCSEs": "level-2", "six good gcses": "level-2", "3 GCSEs": "level-1", "NVQ 2": "level-2", "NVQ2": "level-2",
        "nvq level 3": "level-3", "2 A levels": "level-3", "A levels": "level-3", "A-levels": "level-3", "a degree": "level-4",
        "I have a degree in history": "level-4", "HND": "level-4", "BA": "level-4", "GCSEs and A levels": "level-3", "2": "level-2",
        "bachelor's degree": "level-4", "level 1": "level-1", "I've got a BTEC national": "level-3", "no A levels": "none",
    },
    "goal": {
        "maths": "maths", "Maths course please": "maths", "mahts": "maths", "I want to learn maths": "maths", "english": "english",
        "reading and writing": "english", "computers": "digital", "I'd like to learn computer skills": "digital",
        "english as a second language": "esol", "ESOL": "esol", "level 3": "level-3", "NVQ 2": "level-2", "a degree": "higher",
        "not sure yet": "unsure", "don't know": "unsure", "something else": "unsure", "The second one": "english", "1": "maths",
    },
    "place": {
        "Leeds": "leeds", "I live in Leeds": "leeds", "I work in York and live in Leeds": "leeds", "S60": "rotherham", "Wales": "wales",
        "in salford mate": "salford", "abroad": "elsewhere", "Norwich": "norwich", "Scotland": "scotland",
    },
    "residence": {
        "no": "none", "none of these": "none", "nope": "none", "No, none of these": "none", "british": "none",
        "yes": "some", "Yes, one of these": "some", "I'm on a student visa": "some", "2": "some",
    },
    "age-then": {"34": 34, "born in 1960": 48},
    "staff-then": {"40": 40, "about 40": 40, "forty staff": 40, "1,200": 1200, "we had 40 people": 40},
    "employer-then": {
        "the council": "council", "a private company": "private", "NHS": "nhs", "civil service": "central-government",
        "I was self-employed": "self-employed", "a school": "other-public", "the third": "nhs",
    },
    "start-then": {"september 2008": "before", "in March 2009": "after", "2": "between"},
}
UNANSWERED = {
    "dont_know": ("don't know", "dont know", "I don't know", "not sure", "no idea", "dunno", "I can't remember", "maybe", "sorry, not sure"),
    "rather_not": ("rather not say", "I'd rather not say", "prefer not to say", "none of your business", "I don't want to say", "skip"),
}
IMPOSSIBLE = {
    "age": ("400", "-5", "0", "I'm 400", "7", "two hundred"),
    "pay": ("26", "£13 an hour", "£5", "999999999"),
    "place": ("England", "Newport", "Yorkshire", "the UK"),
    "staff-then": ("0", "-3"),
}
SOMETHING_ELSE = (
    "what is the weather", "what's level 2?", "what is level 2", "why do you ask?", "why do you need to know", "who can help me?",
    "how old do I have to be?", "can I speak to a person", "is 34 too old?", "does it matter?", "I don't know what that means",
    "banana", "", "   ", "🙂", "tell me about the skills pledge", "do I need level 2 for that?", "hang on, what is an NVQ 2",
)
NOT_THIS_QUESTION = {
    "age": ("I have 34 cats", "yes", "old enough", "level 2", "last", "first"),
    "holds-maths": ("no I got a C", "no problem"),
    "level": ("level 22", "1 A level"),
    "residence": ("no, I'm on a student visa", "not british"),
    "pay": ("minimum wage",),
    "goal": ("english and maths", "plumbing"),
}
VOLUNTEERED: dict[str, dict[str, Any]] = {
    "I'm 34": {"age": 34},
    "am I too old for an apprenticeship at 47?": {"age": 47},
    "I earn 22k": {"pay": 22000},
    "I'm on £13 an hour 37 hours": {"pay": 25012},
    "I have no GCSEs": {"holds-maths": "no", "holds-english": "no"},
    "can I get a maths course paid for?": {"goal": "maths"},
    "could they pay for a maths course for me": {"goal": "maths"},
    "do I qualify for a free english course": {"goal": "english"},
    "can i get digital skills training for nothing": {"goal": "digital"},
    "can I get a first level 3 paid for": {"goal": "level-3"},
    "I'm 34 and unemployed, can I do a level 2 course": {"age": 34, "pay": "not-working", "goal": "level-2"},
    "I'm 34, earn 22k and have no GCSEs, can I get a maths course paid for?": {
        "age": 34, "pay": 22000, "holds-maths": "no", "holds-english": "no", "goal": "maths",
    },
    "can I get training paid for?": {},
    "what's level 2?": {}, "what is a level 3 course": {}, "what if I were 24?": {}, "what if I earned 20k": {}, "my son is 19": {},
    "she is 34 and has no GCSEs": {}, "when I was 34 I earned 20k": {}, "we have 34 staff": {"employer-size": 34}, "I want to earn 30k": {},
    "who can help me learn in Reading": {}, "call me at 10": {}, "i'm 5 minutes away": {}, "in 2008": {}, "I live in Leeds": {},
    "does the skills pledge cover level 2 qualifications": {}, "how many staff did level 2": {}, "is the weather free": {},
    "I'm 400": {}, "": {},
}
QUESTIONS = sorted(KNOWLEDGE.questions)


def table(cases: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [(name, text, value) for name, texts in cases.items() for text, value in texts.items()]


@pytest.mark.parametrize("name,text,value", table(VALUES))
def test_an_answer_is_taken_as_people_give_it(name: str, text: str, value: object) -> None:
    reply = parse(KNOWLEDGE.questions[name], text, KNOWLEDGE, TODAY)
    assert (reply.kind, reply.value) == ("value", value)


@pytest.mark.parametrize("name", [name for name in QUESTIONS if KNOWLEDGE.questions[name].dont_know is None])
@pytest.mark.parametrize("kind,text", [(kind, text) for kind, texts in UNANSWERED.items() for text in texts])
def test_not_knowing_and_not_saying_are_answers_to_every_question(name: str, kind: str, text: str) -> None:
    reply = parse(KNOWLEDGE.questions[name], text, KNOWLEDGE, TODAY)
    assert (reply.kind, reply.value) == (kind, None)


@pytest.mark.parametrize("name,text", [(name, text) for name, texts in IMPOSSIBLE.items() for text in texts])
def test_a_value_that_cannot_be_is_said_to_be_impossible(name: str, text: str) -> None:
    reply = parse(KNOWLEDGE.questions[name], text, KNOWLEDGE, TODAY)
    assert (reply.kind, reply.value) == ("impossible", None)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_a_question_or_something_else_is_never_stored(name: str, text: str) -> None:
    assert parse(KNOWLEDGE.questions[name], text, KNOWLEDGE, TODAY).kind == "none"


@pytest.mark.parametrize("name,text", [(name, text) for name, texts in NOT_THIS_QUESTION.items() for text in texts])
def test_what_is_unclear_is_asked_again(name: str, text: str) -> None:
    assert parse(KNOWLEDGE.questions[name], text, KNOWLEDGE, TODAY).kind == "none"


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_offered_answer_can_be_typed_by_title_number_and_alias(name: str) -> None:
    question = KNOWLEDGE.questions[name]
    for number, choice in enumerate(question.choices, start=1):
        words = [alias for alias in choice.aliases if not re.match(r"\d(?:\+|-\d) ", alias)]
        for text in (choice.title, choice.title.upper(), str(number), *words):
            assert parse(question, text, KNOWLEDGE, TODAY).value == choice.id


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_alias_belongs_to_two_answers_of_a_question(name: str) -> None:
    owners: dict[str, str] = {}
    for choice in KNOWLEDGE.questions[name].choices:
        for alias in (choice.title.lower(), *choice.aliases):
            assert owners.setdefault(alias.lower(), choice.id) == choice.id, alias


@pytest.mark.parametrize("text,facts", VOLUNTEERED.items())
def test_facts_are_taken_from_any_message_and_in_doubt_none(text: str, facts: dict[str, Any]) -> None:
    assert volunteered(KNOWLEDGE, text, TODAY) == facts


def test_nothing_is_volunteered_about_the_past() -> None:
    told = volunteered(KNOWLEDGE, "I'm 34, I work for a council and want a level 2 course", TODAY)
    assert not [name for name in told if KNOWLEDGE.questions[name].at is not None]


@pytest.mark.parametrize("name", QUESTIONS)
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_at_all_gets_a_reply_of_the_question(name: str, text: str) -> None:
    question = KNOWLEDGE.questions[name]
    reply = parse(question, text, KNOWLEDGE, TODAY)
    assert (reply.value is not None) == (reply.kind == "value")
    if isinstance(reply.value, int):
        assert question.range is not None and question.range[0] <= reply.value <= question.range[1]


@settings(max_examples=200, deadline=None)
@given(age=st.integers(min_value=10, max_value=110), before=st.sampled_from(["", "I'm ", "im ", "I am ", "aged ", "well, "]),
       after=st.sampled_from(["", " years old", ".", " now", "!", " yrs"]))
def test_every_age_is_understood_in_every_dress(age: int, before: str, after: str) -> None:
    assert parse(KNOWLEDGE.questions["age"], f"{before}{age}{after}", KNOWLEDGE, TODAY).value == age


@settings(max_examples=200, deadline=None)
@given(pay=st.integers(min_value=1000, max_value=999_999), form=st.sampled_from(["{}", "£{:,}", "{:,} a year", "I earn £{}", "about {:,} pounds"]))
def test_every_yearly_pay_is_understood_in_every_dress(pay: int, form: str) -> None:
    assert parse(KNOWLEDGE.questions["pay"], form.format(pay), KNOWLEDGE, TODAY).value == pay
