"""A check from its start to its verdict."""

from __future__ import annotations

from typing import Any

import pytest

from actions.care import ActionCare
from actions.chat import ActionCommand
from actions.check import ActionCheck
from actions.check_form import AskCheckFormReply, ValidateCheckForm
from actions.verdict import ActionVerdict

TODAY_SET, OLD_SET = "adult-skills-fund-2026-27", "train-to-gain-2008-09"
MATHS = {"goal": "maths", "age": 34, "place": "rotherham", "holds-maths": "no", "residence": "none", "pay": 20000}


def begin(conversation: Any, **message: Any) -> dict[str, Any]:
    conversation.run(ActionCheck(), "check", **message)
    assert conversation.followup == "check_form"
    conversation.run(ValidateCheckForm(), "check", **message)
    return ask(conversation)


def ask(conversation: Any, intent: str = "") -> dict[str, Any]:
    cards = conversation.run(AskCheckFormReply(), intent)
    conversation.slots["requested_slot"] = "reply"
    return cards[0] if cards else {}


def reply(conversation: Any, kind: str = "value", value: Any = None) -> list[dict[str, Any]]:
    asked = conversation.slots["asked"]
    return conversation.run(ValidateCheckForm(), "reply", reply={"circumstance": asked, "value": value, "kind": kind})


def to_the_end(conversation: Any, facts: dict[str, Any]) -> dict[str, Any]:
    for _ in range(12):
        if conversation.slots.get("reply"):
            break
        reply(conversation, value=facts[conversation.slots["asked"]])
        ask(conversation)
    [card] = conversation.run(ActionVerdict())
    return card


def test_a_maths_learner_gets_a_verdict_with_reasons_sources_steps_and_a_route(conversation: Any) -> None:
    begin(conversation, text="can I get a maths course paid for", circumstances={"goal": "maths"})
    assert conversation.slots["asked"] != "goal"
    card = to_the_end(conversation, MATHS)
    assert card["card"] == "verdict" and card["reasons"] and card["sources"] and card["steps"] and card["routes"]
    assert conversation.slots["check"] is None


def test_what_is_asked_can_be_answered_by_each_choice_as_well(conversation: Any) -> None:
    card = begin(conversation)
    titles = [choice["title"] for choice in card["choices"]]
    assert titles and {offer["title"] for offer in conversation.slots["offered"]} == set(titles)


def test_whoever_asks_for_a_closed_scheme_hears_so_first_and_gets_todays_check_first(conversation: Any) -> None:
    [card] = conversation.run(ActionCheck(), "check", scheme="train-to-gain")
    assert card["card"] == "choice" and "2010" in card["title"]
    assert [offer["meaning"]["rule_set"] for offer in conversation.slots["offered"]] == [TODAY_SET, OLD_SET]


def test_with_the_clock_in_2008_train_to_gain_is_checked_straight_away(
    conversation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOWLEDGE_AS_OF", "2008-10-01")
    begin(conversation, scheme="train-to-gain")
    assert conversation.slots["check"]["rule_sets"] == [OLD_SET]


def test_go_back_asks_the_last_question_again(conversation: Any) -> None:
    begin(conversation)
    first = conversation.slots["asked"]
    reply(conversation, value={"goal": "maths", "age": 34}.get(first, "none"))
    ask(conversation)
    assert conversation.slots["asked"] != first
    conversation.run(ValidateCheckForm(), "command", kind="go_back")
    ask(conversation)
    assert conversation.slots["asked"] == first


def test_stop_ends_without_a_verdict(conversation: Any) -> None:
    begin(conversation)
    conversation.run(ValidateCheckForm(), "command", kind="stop")
    [card] = conversation.run(ActionVerdict())
    assert card["card"] == "note" and conversation.slots["check"] is None


def test_any_other_question_is_answered_and_the_check_goes_on(conversation: Any) -> None:
    begin(conversation)
    asked = conversation.slots["asked"]
    [card] = conversation.run(ValidateCheckForm(), "ask", questions=[], term="level-2")
    assert card["facet"] == "term" and card["next"] == []
    assert ask(conversation)["circumstance"] == asked


def test_what_is_no_reply_is_asked_again_and_never_taken_for_one(conversation: Any) -> None:
    begin(conversation)
    asked = conversation.slots["asked"]
    for _ in range(3):
        [card] = reply(conversation, "none")
        assert card["card"] == "note" and conversation.slots["circumstances"].get(asked) is None


def test_a_value_that_cannot_be_is_said_so_once_and_then_left_open(conversation: Any) -> None:
    begin(conversation, text="can I get a maths course paid for", circumstances={"goal": "maths", "place": "norwich"})
    while conversation.slots["asked"] != "age":
        reply(conversation, value=MATHS[conversation.slots["asked"]])
        ask(conversation)
    [card] = reply(conversation, "impossible")
    assert "34" in card["text"] and "age" not in conversation.slots["circumstances"]
    reply(conversation, "impossible")
    assert conversation.slots["circumstances"]["age"] == "unknown"


def test_a_finished_check_is_kept_while_another_is_open(conversation: Any) -> None:
    begin(conversation, text="can I get a maths course paid for", circumstances={"goal": "maths"})
    first = to_the_end(conversation, MATHS)
    begin(conversation, text="can he get a level 3 paid for, he's 40")
    assert conversation.slots["circumstances"].get("place") is None
    [kept] = conversation.run(ActionCommand(), "command", kind="keep")
    assert kept["card"] == "summary" and any(first["title"] in section["title"] for section in kept["sections"])


def test_somebody_elses_check_knows_nothing_of_the_last_person(conversation: Any) -> None:
    begin(conversation, text="can I get a maths course paid for", circumstances={"goal": "maths"})
    to_the_end(conversation, MATHS)
    begin(conversation, text="now another member. he's 22, can he get a level 3 paid for")
    known = conversation.slots["circumstances"]
    assert known == {"goal": "level-3", "age": 22}


def test_everything_unknown_still_ends_in_a_verdict_that_says_whom_to_ask(conversation: Any) -> None:
    begin(conversation)
    for _ in range(12):
        if conversation.slots.get("reply"):
            break
        reply(conversation, "dont_know")
        ask(conversation)
    [card] = conversation.run(ActionVerdict())
    assert card["card"] == "verdict" and card["steps"]


def test_what_answers_another_question_is_said_to_be_noted(conversation: Any) -> None:
    begin(conversation, text="can I get a maths course paid for", circumstances={"goal": "maths"})
    assert conversation.slots["asked"] == "place"
    [note] = conversation.run(ValidateCheckForm(), "reply", reply={"circumstance": "age", "value": 34, "kind": "value"})
    assert note["card"] == "note" and "34" in note["text"]
    ask(conversation)
    assert reply(conversation, value="rotherham") == []


def test_after_goodbye_the_check_is_left_where_it_is(conversation: Any) -> None:
    begin(conversation)
    asked = conversation.slots["asked"]
    [note] = conversation.run(ValidateCheckForm(), "chat", kind="goodbye")
    assert note["card"] == "note" and conversation.run(AskCheckFormReply(), "chat", kind="goodbye") == []
    assert conversation.slots["asked"] == asked and conversation.slots["reply"] is None


def test_whoever_feels_low_gets_the_question_without_a_list(conversation: Any) -> None:
    begin(conversation)
    conversation.run(ValidateCheckForm(), "chat", kind="ashamed")
    [card] = conversation.run(AskCheckFormReply(), "chat", kind="ashamed")
    assert card["ask"] and card["note"] and not card["choices"] and not card["next"]


def test_a_verdict_can_be_had_again_in_a_sentence(conversation: Any) -> None:
    begin(conversation, text="can I get a maths course paid for", circumstances={"goal": "maths"})
    card = to_the_end(conversation, MATHS)
    for _ in range(2):
        [plain] = conversation.run(ActionCommand(), "command", kind="simpler")
        assert plain["card"] == "note" and card["sentence"] in plain["text"] and conversation.slots["checked"]


def test_in_a_crisis_no_door_says_why_it_comes_first(conversation: Any) -> None:
    for kind in ("self_harm", "upset", "exploitation"):
        [card] = conversation.run(ActionCare(), "care", kind=kind)
        assert card["routes"] and not any(route["why"] for route in card["routes"])


def test_in_a_crisis_the_next_question_waits(conversation: Any) -> None:
    begin(conversation)
    [care] = conversation.run(ValidateCheckForm(), "care", kind="self_harm")
    assert care["card"] == "care" and care["routes"]
    assert conversation.run(AskCheckFormReply(), "care", kind="self_harm") == []


def test_care_comes_with_doors_for_each_kind(conversation: Any) -> None:
    for kind in ("self_harm", "self_harm_other", "exploitation", "exploitation_other", "danger"):
        [card] = conversation.run(ActionCare(), "care", kind=kind)
        assert card["routes"] and card["text"]
