"""Who asks is known on every reply; it decides what comes first and whom a check is about, and hides nothing."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answer import ActionAnswer
from actions.care import ActionCare
from actions.chat import ActionChat, ActionCommand
from actions.check import ActionCheck
from actions.check_form import AskCheckFormReply, ValidateCheckForm
from actions.refer import ActionRefer
from actions.sorry import ActionSorry
from actions.verdict import ActionVerdict
from bot.guidance.live import current
from bot.guidance.referral.people import UNSAID

FUND, COST = "adult-skills-fund-2026-27", "apprentice-cost-2026-27"
ROLES = ("employee", "ulr", "employer")


def who(conversation: Any, role: str, text: str = "") -> dict[str, Any]:
    [card] = conversation.run(ActionChat(), "chat", kind="role", role=role, text=text or f"I am {role}")
    return dict(card)


def ask(topic: str, facet: str) -> list[dict[str, Any]]:
    return [{"topic": topic, "facet": facet, "special": None, "points": [], "on": None}]


def titles(card: dict[str, Any]) -> list[str]:
    return [offer["title"] for offer in card["next"]]


def cards_of(conversation: Any) -> list[dict[str, Any]]:
    """The replies to one message for each action."""
    return [
        *conversation.run(ActionAnswer(), "ask", questions=ask("skills-pledge", "what") + ask("skills-pledge", "cost")),
        *conversation.run(ActionChat(), "chat", kind="thanks"),
        *conversation.run(ActionChat(), "chat", kind="human"),
        *conversation.run(ActionCommand(), "command", kind="repeat"),
        *conversation.run(ActionSorry(), "out_of_scope"),
        *conversation.run(ActionRefer(), "refer", need="english-maths", places=["leeds"]),
        *conversation.run(ActionCare(), "care", kind="danger"),
        *conversation.run(ActionCheck(), "check", scheme="train-to-gain"),
    ]


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_reply_says_who_it_is_for(conversation: Any, role: str | None) -> None:
    if role:
        assert who(conversation, role)["role"] == role
    for card in cards_of(conversation):
        assert card["role"] == role
        assert all(follow["role"] == role for follow in card.get("then", [])), card["card"]


def test_the_questions_and_the_verdict_of_a_check_say_it_too(conversation: Any) -> None:
    who(conversation, "ulr")
    conversation.run(ActionCheck(), "check", rule_set=FUND, text="Check: the fund")
    conversation.run(ValidateCheckForm(), "check")
    [question] = conversation.run(AskCheckFormReply())
    conversation.slots["requested_slot"] = "reply"
    [aside] = conversation.run(ValidateCheckForm(), "reply", reply={"kind": "none"})
    conversation.run(ValidateCheckForm(), "command", kind="stop")
    [stopped] = conversation.run(ActionVerdict())
    assert [card["role"] for card in (question, aside, stopped)] == ["ulr"] * 3


def test_each_kind_of_person_hears_what_changes_and_gets_three_or_four_next_things(conversation: Any) -> None:
    offered = {}
    for role in ROLES:
        card = who(conversation, role)
        assert card["text"] == current().say(f"roles.noted.{role}") and conversation.slots["role"] == role
        assert 3 <= len(card["next"]) <= 4
        offered[role] = titles(card)
    assert len({tuple(each) for each in offered.values()}) == len(ROLES)


def test_what_is_offered_and_featured_exists(conversation: Any) -> None:
    knowledge = current()
    assert {"default"} <= set(knowledge.phrase("roles.offers")) <= {"default", *knowledge.people}
    assert {"default"} <= set(knowledge.phrase("featured.topics")) <= {"default", *knowledge.people}
    for topics in knowledge.phrase("featured.topics").values():
        assert set(topics) <= set(knowledge.topics) and len(topics) == 3
    for role, offers in knowledge.phrase("roles.offers").items():
        card = who(conversation, role) if role != "default" else who(conversation, UNSAID)
        assert len(card["next"]) == len(offers), role


def test_the_same_question_is_answered_alike_for_everybody(conversation: Any) -> None:
    said = []
    for role in (UNSAID, *ROLES):
        who(conversation, role)
        [card] = conversation.run(ActionAnswer(), "ask", questions=ask("skills-bootcamps", "how"))
        said.append((card["short"], card["detail"], card["sources"]))
        assert bool(card.get("checklist")) is (role == "employer")
    assert all(each == said[0] for each in said)


def test_who_somebody_is_can_be_taken_back_and_is_forgotten_when_starting_over(conversation: Any) -> None:
    who(conversation, "employer")
    card = who(conversation, UNSAID, "forget who I am")
    assert card["role"] is None and conversation.slots["role"] is None
    assert current().say("check.offer_today") in titles(card)
    who(conversation, "employer")
    [card] = conversation.run(ActionCommand(), "command", kind="start_over")
    assert card["role"] is None and current().say("check.offer_today") in titles(card)


def test_a_word_in_passing_does_not_change_who_asks_and_saying_so_does(conversation: Any) -> None:
    who(conversation, "ulr")
    questions = ask("time-off-to-study", "what")
    [card] = conversation.run(ActionAnswer(), "ask", questions=questions, role="employee", text="my boss said no, what is it")
    assert card["role"] == "ulr"
    [card] = conversation.run(ActionAnswer(), "ask", questions=questions, role="employer", text="I'm an employer. what is it")
    assert card["role"] == "employer"


def test_who_asks_may_change_within_a_check(conversation: Any) -> None:
    conversation.run(ActionCheck(), "check", rule_set=FUND)
    conversation.slots["requested_slot"] = "reply"
    for role, text, kind in (("employer", "I am an employer", "none"), (UNSAID, "forget who I am", "dont_know")):
        [card] = conversation.run(ValidateCheckForm(), "reply", reply={"kind": kind}, role=role, text=text)
        assert card["text"] == current().say(f"roles.noted.{role}") and card["next"] == []
        assert conversation.slots["reply"] is None
    assert conversation.slots["role"] is None


def test_an_answer_to_a_question_is_no_word_on_who_asks(conversation: Any) -> None:
    who(conversation, "ulr")
    conversation.run(ActionCheck(), "check", rule_set=FUND)
    conversation.slots["requested_slot"] = "reply"
    given = {"circumstance": "residence", "value": "none", "kind": "value"}
    assert conversation.run(ValidateCheckForm(), "reply", reply=given, role=UNSAID, text="I am none of these") == []
    assert conversation.slots["role"] == "ulr" and conversation.slots["circumstances"]["residence"] == "none"


def test_a_representative_checks_for_a_learner_and_an_employer_for_staff(conversation: Any) -> None:
    for role, text in (("ulr", "Check what a learner could get paid for today"), ("employer", "Check: the fund")):
        who(conversation, role)
        conversation.run(ActionCheck(), "check", rule_set=FUND, text=text)
        assert conversation.slots["check"]["for_other"] is True
    conversation.run(ActionCheck(), "check", rule_set=FUND, text="can I get a maths course paid for")
    assert conversation.slots["check"]["for_other"] is False
    conversation.run(ActionCheck(), "check", rule_set=COST, text="can my apprentice be paid for")
    assert conversation.slots["check"]["for_other"] is False


def test_the_verdict_for_a_learner_says_whom_it_is_about_and_stays_on_the_sheet(conversation: Any) -> None:
    who(conversation, "ulr")
    given = {"goal": "maths", "age": 34, "place": "norwich", "holds-maths": "no", "residence": "none"}
    conversation.run(ActionCheck(), "check", rule_set=FUND, text="Check: the fund", circumstances=given)
    [card] = conversation.run(ActionVerdict())
    assert current().phrase("roles.whom")["ulr"] in card["note"]
    assert conversation.slots["checked"]["done"] == {FUND: card["outcome"]}
    conversation.run(ActionCheck(), "check", rule_set="apprenticeship-start-2026-27", text="Check: apprenticeships")
    assert conversation.slots["check"]["done"] == {FUND: card["outcome"]} and conversation.slots["circumstances"]["age"] == 34


def test_the_next_learner_begins_with_nothing_of_the_last_one(conversation: Any) -> None:
    who(conversation, "ulr")
    given = {"goal": "maths", "age": 34, "place": "norwich", "holds-maths": "no", "residence": "none"}
    conversation.run(ActionCheck(), "check", rule_set=FUND, text="Check: the fund", circumstances=given)
    conversation.run(ActionVerdict())
    conversation.run(ActionCheck(), "check", scheme=None, text="Check what a learner could get paid for today")
    assert conversation.slots["circumstances"] == {} and conversation.slots["check"]["done"] == {}


def test_an_employer_is_asked_which_check_and_may_ask_for_the_whole_staff(conversation: Any) -> None:
    who(conversation, "employer")
    conversation.slots["checked"] = {"rule_sets": [FUND], "done": {FUND: "open"}}
    conversation.slots["circumstances"] = {"age": 34}
    [card] = conversation.run(ActionCheck(), "check", scheme=None)
    assert card["card"] == "choice" and current().say("chat.file_offer") in titles(card)
    assert conversation.slots["circumstances"] == {} and conversation.slots["checked"]["rule_sets"] == [FUND]


def test_how_a_file_of_staff_is_checked_is_told_to_all_but_employees(conversation: Any) -> None:
    for role in (UNSAID, "ulr", "employer"):
        who(conversation, role)
        [card] = conversation.run(ActionChat(), "chat", kind="file")
        said = " ".join(card["items"])
        for words in ("-m bot workforce", "--template", FUND, "Home town or postcode", "Names"):
            assert words in said, words
        assert current().say("chat.file_offer") not in titles(card)
    who(conversation, "employee")
    [card] = conversation.run(ActionChat(), "chat", kind="file")
    assert card["items"] == [] and card["text"]


def test_after_what_an_employer_can_have_its_steps_are_offered(conversation: Any) -> None:
    who(conversation, "employer")
    [card] = conversation.run(ActionAnswer(), "ask", questions=ask("apprenticeships", "what"))
    assert card["next"][0]["title"] == current().phrase("checklist.titles")["apprenticeships"]
    meant = {offer["title"]: offer["meaning"] for offer in conversation.slots["offered"]}
    assert meant[card["next"][0]["title"]]["facet"] == "how"
