"""What a message means depends on the conversation that it stands in."""
from __future__ import annotations

from typing import Any, Callable

import pytest

Heard = Callable[..., dict[str, Any]]
COST = {"ask/cost": 0.9, "ask/what": 0.1}
WHAT = {"ask/what": 0.9, "ask/cost": 0.1}


def asked(parse: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The topic and facet or special of each question."""
    assert parse["intent"] == "ask"
    return [(question["topic"], question["facet"] or question["special"]) for question in parse["questions"]]


# Topics: named, carried over, changed


def test_a_named_topic_is_asked_about(heard: Heard) -> None:
    parse = heard("what does the skills pledge cost", COST)
    assert asked(parse) == [("skills-pledge", "cost")]
    assert not parse["questions"][0]["carried"]


def test_a_topic_not_named_is_carried_over(heard: Heard) -> None:
    parse = heard("and its price?", COST, topic="skills-pledge", facet="what")
    assert asked(parse) == [("skills-pledge", "cost")]
    assert parse["questions"][0]["carried"]


def test_naming_another_topic_changes_it(heard: Heard) -> None:
    parse = heard("what does an apprenticeship cost", COST, topic="skills-pledge", facet="what")
    assert asked(parse) == [("apprenticeships", "cost")]


def test_without_any_topic_the_question_has_none(heard: Heard) -> None:
    assert asked(heard("what does it cost", COST)) == [(None, "cost")]


def test_a_topic_that_is_gone_is_not_carried(heard: Heard) -> None:
    assert asked(heard("what does it cost", COST, topic="no-longer-there")) == [(None, "cost")]


def test_a_bare_topic_keeps_the_facet(heard: Heard) -> None:
    assert asked(heard("what about apprenticeships?", WHAT, topic="skills-pledge", facet="cost")) == [("apprenticeships", "cost")]


def test_a_bare_topic_keeps_no_special_that_it_does_not_have(heard: Heard) -> None:
    parse = heard("and apprenticeships?", WHAT, topic="skills-pledge", facet="by-sector")
    assert asked(parse) == [("apprenticeships", "what")]


def test_a_bare_topic_at_first_asks_what_it_is(heard: Heard) -> None:
    assert asked(heard("apprenticeships", COST)) == [("apprenticeships", "what")]


def test_two_topics_are_both_asked_about(heard: Heard) -> None:
    parse = heard("what do the pledge and apprenticeships cost", COST)
    assert asked(parse) == [("skills-pledge", "cost"), ("apprenticeships", "cost")]


def test_what_links_two_topics_is_one_question(heard: Heard) -> None:
    parse = heard("how does the pledge fit with apprenticeships", {"ask/links": 0.9})
    assert asked(parse) == [("skills-pledge", "links")]


def test_two_questions_are_answered_in_order(heard: Heard) -> None:
    parse = heard("what is the skills pledge and how much does it cost?", [WHAT, COST])
    assert asked(parse) == [("skills-pledge", "what"), ("skills-pledge", "cost")]


def test_it_may_stand_before_its_name(heard: Heard) -> None:
    parse = heard("how much does it cost? the skills pledge, what is it", [COST, WHAT, WHAT])
    assert asked(parse) == [("skills-pledge", "cost"), ("skills-pledge", "what")]


def test_a_clause_about_something_unknown_gets_no_other_topic(heard: Heard) -> None:
    parse = heard("what is the unheard award and how do I sign the pledge", [WHAT, {"ask/how": 0.9}])
    assert ("skills-pledge", "what") not in asked(parse)
    assert ("skills-pledge", "how") in asked(parse)


def test_things_that_are_compared_are_set_side_by_side(heard: Heard) -> None:
    parse = heard("what's the difference between the skills pledge and an apprenticeship?", WHAT)
    assert parse["compare"] == ["skills-pledge", "apprenticeships"]


def test_a_thing_is_compared_with_the_one_talked_of_before(heard: Heard) -> None:
    assert heard("how is that different from an apprenticeship", WHAT, topic="skills-pledge", facet="what")["compare"] == [
        "apprenticeships", "skills-pledge"
    ]


def test_nothing_is_compared_with_itself(heard: Heard) -> None:
    assert not heard("is an apprenticeship different in wales", WHAT, topic="apprenticeships", facet="what").get("compare")


def test_a_choice_between_awards_keeps_its_kind(heard: Heard) -> None:
    parse = heard("which one should we go for", {"choose/award": 0.9, "ask/what": 0.1})
    assert (parse["intent"], parse["kind"]) == ("choose", "award")


def test_background_is_no_question(heard: Heard) -> None:
    parse = heard("I work in a bakery. what does the pledge cost", [{"ask/what": 0.3, "check": 0.3, "chat/ashamed": 0.3}, COST])
    assert asked(parse) == [("skills-pledge", "cost")]


def test_a_greeting_around_a_question_is_passed_over(heard: Heard) -> None:
    around = [{"chat/greet": 0.99}, COST, {"chat/thanks": 0.99}, COST]
    assert asked(heard("hello there. what does the pledge cost? many thanks", around)) == [("skills-pledge", "cost")]


# Dates


def test_a_date_holds_for_its_question(heard: Heard) -> None:
    parse = heard("what did the pledge cost in 2008?", COST)
    assert parse["questions"][0]["on"] == ["2008-01-01", "2008-12-31"]


def test_a_date_holds_for_bare_follow_ups_only(heard: Heard) -> None:
    year = ["2008-01-01", "2008-12-31"]
    follow_up = heard("what did it cost", COST, topic="skills-pledge", facet="what", on_date=year)
    new = heard("what do apprenticeships cost", COST, topic="skills-pledge", facet="what", on_date=year)
    assert follow_up["questions"][0]["on"] == year
    assert new["questions"][0]["on"] is None


def test_a_bare_date_asks_the_same_for_that_date(heard: Heard) -> None:
    parse = heard("and in 2009?", WHAT, topic="skills-pledge", facet="cost")
    assert asked(parse) == [("skills-pledge", "cost")]
    assert parse["questions"][0]["on"] == ["2009-01-01", "2009-12-31"]


# Specials and points


def test_a_special_is_asked_when_its_topic_is_named(heard: Heard) -> None:
    parse = heard("which sectors signed the pledge", {"ask/skills-pledge.by-sector": 0.7, "ask/figures": 0.2})
    assert asked(parse) == [("skills-pledge", "by-sector")]


def test_a_special_of_another_topic_is_out_of_the_question(heard: Heard) -> None:
    parse = heard("which sectors take on apprenticeships", {"ask/skills-pledge.by-sector": 0.7, "ask/figures": 0.2})
    assert asked(parse) == [("apprenticeships", "figures")]


def test_a_special_that_is_gone_is_out_of_the_question(heard: Heard) -> None:
    parse = heard("which sectors signed the pledge", {"ask/skills-pledge.gone": 0.7, "ask/cost": 0.2})
    assert asked(parse) == [("skills-pledge", "cost")]


def test_a_special_brings_its_own_topic(heard: Heard) -> None:
    assert asked(heard("which sectors signed", {"ask/skills-pledge.by-sector": 0.9})) == [("skills-pledge", "by-sector")]


# Doubt


def test_two_likely_meanings_are_offered(heard: Heard) -> None:
    parse = heard("the pledge money thing what", {"ask/cost": 0.34, "ask/what": 0.33, "ask/how": 0.33})
    assert parse["intent"] == "unclear"
    assert [choice["facet"] for choice in parse["choices"]] == ["cost", "what", "how"]
    assert {choice["topic"] for choice in parse["choices"]} == {"skills-pledge"}


def test_a_guess_is_not_an_answer(heard: Heard) -> None:
    vague = {"ask/cost": 0.2, "ask/what": 0.1, **{f"refer/{number}": 0.05 for number in range(14)}}
    assert heard("the pledge in a way", vague)["intent"] == "unclear"


def test_out_of_scope_is_never_answered_with_the_topic_talked_of(heard: Heard) -> None:
    parse = heard("who won the match", {"out_of_scope": 0.6, "ask/what": 0.4}, topic="skills-pledge")
    assert (parse["intent"], parse["questions"]) == ("out_of_scope", [])


# Terms, referral, check


def test_a_term_is_explained(heard: Heard) -> None:
    parse = heard("what's level 2?", WHAT, topic="skills-pledge")
    assert (parse["intent"], parse["term"], parse["questions"]) == ("ask", "level-2", [])


def test_a_need_is_referred(heard: Heard) -> None:
    parse = heard("who can help me with computers", {"refer/digital": 0.9})
    assert (parse["intent"], parse["need"], parse["kind"]) == ("refer", "digital", None)


def test_a_check_knows_the_scheme_that_is_named(heard: Heard) -> None:
    assert heard("am i eligible for an apprenticeship", {"check": 0.9})["scheme"] == "apprenticeships"
    assert heard("am i eligible for anything", {"check": 0.9})["scheme"] is None


def test_a_special_of_another_topic_does_not_take_a_follow_up(heard: Heard) -> None:
    likely = {"ask/skills-pledge.by-sector": 0.9, "ask/cost": 0.1}
    assert asked(heard("how many of them signed", likely, near=0.99, topic="apprenticeships", facet="cost")) == [
        ("apprenticeships", "cost")
    ]


def test_more_is_more_of_the_last_answer(heard: Heard) -> None:
    assert heard("tell me more", WHAT, topic="skills-pledge")["kind"] == "more"
    assert heard("tell me more", WHAT)["kind"] is None


# Offers taken

OFFERED = [
    {"title": "What did it cost?", "meaning": {"intent": "ask", "topic": "skills-pledge", "facet": "cost"}},
    {"title": "Who can help me?", "meaning": {"intent": "refer", "need": "digital", "place": "leeds"}},
    {"title": "Yes", "meaning": {"intent": "reply", "circumstance": "age", "value": 19}},
]


def test_an_offered_title_means_what_was_offered(heard: Heard) -> None:
    parse = heard("what did it cost", {"out_of_scope": 0.9}, offered=OFFERED)
    assert asked(parse) == [("skills-pledge", "cost")]
    assert parse["questions"][0]["points"]


def test_an_offer_can_be_taken_by_its_number(heard: Heard) -> None:
    parse = heard("2", {"out_of_scope": 0.9}, offered=OFFERED)
    assert (parse["intent"], parse["need"], parse["places"]) == ("refer", "digital", ["leeds"])


def test_an_offered_reply_is_a_reply(heard: Heard) -> None:
    parse = heard("Yes!", {"chat/affirm": 0.9}, offered=OFFERED, asked="age")
    assert parse["reply"] == {"circumstance": "age", "value": 19, "kind": "value"}


def test_a_number_is_an_answer_before_it_is_a_choice(heard: Heard) -> None:
    parse = heard("19", {"out_of_scope": 0.9}, offered=OFFERED * 7, asked="age")
    assert parse["reply"]["value"] == 19


# While a question of ours is open


@pytest.mark.parametrize(("text", "kind", "value"), [("47", "value", 47), ("rather not say", "rather_not", None), ("no idea", "dont_know", None), ("205", "impossible", None)])
def test_the_open_question_reads_its_reply_first(heard: Heard, text: str, kind: str, value: Any) -> None:
    parse = heard(text, {"command/stop": 0.9}, asked="age")
    assert parse["intent"] == "reply"
    assert parse["reply"] == {"circumstance": "age", "value": value, "kind": kind}


def test_a_plain_command_is_carried_out(heard: Heard) -> None:
    parse = heard("go back please", {"command/go_back": 0.8}, asked="age")
    assert (parse["intent"], parse["kind"]) == ("command", "go_back")


def test_a_plain_question_is_a_digression(heard: Heard) -> None:
    assert asked(heard("what does the pledge cost", COST, asked="age")) == [("skills-pledge", "cost")]


def test_a_term_is_explained_on_the_way(heard: Heard) -> None:
    assert heard("what's level 2?", {"out_of_scope": 0.9}, asked="age")["term"] == "level-2"


def test_anything_else_is_no_reply_and_is_asked_again(heard: Heard) -> None:
    parse = heard("banana bread", {"command/stop": 0.3, "check": 0.3, "chat/deny": 0.4}, asked="age")
    assert (parse["intent"], parse["reply"]["kind"]) == ("reply", "none")


# Before everything else


def test_crisis_words_come_first_even_inside_a_check(heard: Heard) -> None:
    parse = heard("I am 47 and want to kill myself", COST, asked="age", offered=OFFERED)
    assert (parse["intent"], parse["kind"], parse["questions"]) == ("care", "self_harm", [])


@pytest.mark.parametrize(("text", "kind"), [("", "blank"), ("🙂", "emoji"), ("<b>x</b>", "markup"), ("a " * 600, "too_long"), ("привет", "language")])
def test_a_message_that_cannot_be_read_says_why(heard: Heard, text: str, kind: str) -> None:
    parse = heard(text, None)
    assert (parse["intent"], parse["kind"]) == ("broken", kind)


def test_every_parse_has_every_key(heard: Heard) -> None:
    keys = set(heard("what does the pledge cost", COST))
    assert keys == set(heard("", None)) == set(heard("who won", {"out_of_scope": 0.9}))
    assert {"intent", "questions", "choices", "places", "need", "reply", "term", "circumstances", "knowledge_version"} <= keys


def test_a_check_that_may_be_meant_is_offered_with_the_questions(heard: Heard) -> None:
    parse = heard("skills pledge or something for us", {"ask/what": 0.2, "check": 0.3, "ask/cost": 0.2, "ask/how": 0.2})
    assert parse["intent"] == "unclear"
    assert any(choice.get("check") for choice in parse["choices"])
