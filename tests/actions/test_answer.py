"""Answering questions."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answer import ActionAnswer
from actions.chat import ActionCommand
from actions.refer import ActionRefer
from actions.turn import JobFailed


def ask(topic: str | None, facet: str | None = None, **more: Any) -> dict[str, Any]:
    return {"topic": topic, "facet": facet, "special": None, "points": [], "on": None, **more}


def test_two_questions_are_answered_in_order(conversation: Any) -> None:
    questions = [ask("skills-pledge", "cost"), ask("train-to-gain", "cost")]
    [card] = conversation.run(ActionAnswer(), "ask", questions=questions)
    assert [card["topic"], card["then"][0]["topic"]] == ["skills-pledge", "train-to-gain"]
    assert conversation.slots["topic"] == "train-to-gain"


def test_a_question_without_a_topic_is_asked_back_with_the_same_question(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "ask", questions=[ask(None, "cost")])
    assert card["card"] == "choice"
    assert {offer["meaning"]["facet"] for offer in conversation.slots["offered"]} == {"cost"}


def test_a_chosen_offer_is_answered(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "ask", topic="skills-pledge", facet="time")
    assert (card["topic"], card["facet"]) == ("skills-pledge", "time")


def test_a_topic_that_is_gone_degrades_to_a_question_back(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "ask", questions=[ask("gone", "cost")])
    assert card["card"] == "choice"


def test_a_term_is_explained_with_its_source(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "ask", questions=[], term="level-2")
    assert card["facet"] == "term" and card["sources"]


def test_more_gives_points_not_yet_shown(conversation: Any) -> None:
    [first] = conversation.run(ActionAnswer(), "ask", questions=[ask("train-to-gain", "what")])
    assert first["more"] > 0
    [second] = conversation.run(ActionCommand(), "command", kind="more")
    shown = {point["text"] for point in first["detail"]}
    assert second["detail"] and not shown & {point["text"] for point in second["detail"]}


def test_more_of_what_is_not_known_is_that_it_is_not_known(conversation: Any) -> None:
    [first] = conversation.run(ActionAnswer(), "ask", questions=[ask("business-link", "certificate")])
    [second] = conversation.run(ActionCommand(), "command", kind="more")
    assert not first.get("short") and second == first


def test_it_is_said_more_simply_without_the_detail(conversation: Any) -> None:
    [first] = conversation.run(ActionAnswer(), "ask", questions=[ask("skills-pledge", "what")])
    [card] = conversation.run(ActionCommand(), "command", kind="simpler")
    assert card["short"] == first["plain"] != first["short"] and card["detail"] == [] and card["sources"]


def test_of_people_to_turn_to_the_first_is_said_more_simply(conversation: Any) -> None:
    [doors, *_] = conversation.run(ActionRefer(), "refer", need="english-maths", places=["leeds"])
    [card] = conversation.run(ActionCommand(), "command", kind="simpler")
    assert doors["routes"][0]["name"] in card["text"] and doors["routes"][1]["name"] not in card["text"]


def test_what_has_no_plainer_words_is_said_in_short(conversation: Any) -> None:
    [first] = conversation.run(ActionAnswer(), "ask", questions=[ask("skills-pledge", "launch")])
    [card] = conversation.run(ActionCommand(), "command", kind="simpler")
    assert first["plain"] is None and card["short"].endswith(first["short"])


def test_nothing_to_say_more_simply_is_said(conversation: Any) -> None:
    [card] = conversation.run(ActionCommand(), "command", kind="simpler")
    assert card["card"] == "note" and card["text"]


def test_topics_are_set_side_by_side(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "ask", compare=["train-to-gain", "skills-pledge"])
    assert card["facet"] == "comparison" and conversation.slots["topic"] == "train-to-gain"


def test_a_choice_of_award_is_laid_out(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "choose", kind="award")
    assert card["card"] == "answer" and card["title"]


def test_a_date_stays_with_the_answer(conversation: Any) -> None:
    days = ["2008-01-01", "2008-12-31"]
    [card] = conversation.run(ActionAnswer(), "ask", questions=[ask("apprenticeships", "cost", on=days)])
    assert card["as_at"].startswith(("2008", "2009")) and conversation.slots["on_date"] == days


def test_a_fact_said_in_passing_is_remembered(conversation: Any) -> None:
    conversation.run(ActionAnswer(), "ask", questions=[ask("apprenticeships", "who_for")], circumstances={"age": 47})
    assert conversation.slots["circumstances"] == {"age": 47}


def test_repeat_says_the_last_reply_again(conversation: Any) -> None:
    [first] = conversation.run(ActionAnswer(), "ask", questions=[ask("skills-pledge", "cost")])
    [again] = conversation.run(ActionCommand(), "command", kind="repeat")
    assert again["short"] == first["short"]


def test_advice_asked_for_beside_a_question_of_fact_is_given_as_well(conversation: Any) -> None:
    [card] = conversation.run(
        ActionAnswer(), "ask", questions=[ask("skills-pledge", "what")], also="refer", need="careers-advice", places=["leeds"]
    )
    assert [card["card"], card["then"][0]["card"]] == ["answer", "referral"]


def test_a_question_about_partnerships_says_which_one_a_place_had(conversation: Any) -> None:
    [card] = conversation.run(ActionAnswer(), "ask", questions=[ask("iag-partnerships", "what")], places=["wigan"])
    assert card["card"] == "note" and "Wigan IAG Partnership" in card["text"]


def test_a_failure_is_logged_without_the_words_of_the_message(conversation: Any, caplog: Any) -> None:
    secret = "zebedee"
    with pytest.raises(JobFailed) as failure:
        conversation.run(ActionAnswer(), "ask", questions=[ask("skills-pledge", "cost", on=[secret, secret])])
    assert secret not in caplog.text + str(failure.value) and "ValueError" in caplog.text
