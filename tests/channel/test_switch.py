"""The off switch: one command or file for the whole chat or a topic, seen at once, and words that say where to turn."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.channel import switch
from bot.channel.page import private
from bot.channel.reply import Reply
from bot.channel.shown import Shown
from bot.channel.site import Site
from bot.channel.turned_off import turned_off, without_topics
from bot.guidance.content.answer import find_answer
from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import answer_card, choice_card, lift_meanings, question_offer, with_then
from bot.guidance.content.compare import comparison_card
from bot.guidance.content.term import term_card
from bot.guidance.eligibility.cards import keep_card, question_card, verdict_cards
from bot.guidance.live import current
from bot.guidance.referral.cards import referral_card
from bot.guidance.referral.handover import handover_card, noted
from bot.launch.switch import main
from tests.example_cards import CARDS

TODAY = date(2026, 11, 26)
KNOWLEDGE = current()
OFF, OTHER = "skills-pledge", "esol"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: Any) -> Path:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def reply_of(*cards: dict[str, Any]) -> Reply:
    card, _ = lift_meanings(with_then(list(cards)))
    return Reply(card_text(KNOWLEDGE, card), card)


def answer(topic: str, question: str = "what") -> dict[str, Any]:
    return answer_card(KNOWLEDGE, find_answer(KNOWLEDGE, topic, question, TODAY), [])


def cards_of(reply: Reply) -> list[dict[str, Any]]:
    return [reply.card, *reply.card.get("then", [])]


def test_a_file_turns_the_chat_off_and_its_removal_on(state: Path) -> None:
    assert not switch.is_off()
    state.mkdir()
    (state / "off").touch()
    assert switch.is_off()
    (state / "off").unlink()
    assert not switch.is_off()


def test_it_is_seen_with_the_very_next_look(state: Path) -> None:
    for _ in range(50):
        switch.turn_off(state)
        assert switch.is_off()
        switch.turn_on(state)
        assert not switch.is_off()


def test_looking_costs_next_to_nothing(state: Path) -> None:
    switch.turn_off(state, OFF)
    begun = time.perf_counter()
    for _ in range(1000):
        switch.is_off(), switch.topics_off()
    assert time.perf_counter() - begun < 1.0


def test_the_command_turns_off_and_on_and_says_how_it_stands(state: Path, capsys: Any) -> None:
    assert main([]) == 0 and "The chat is on. Topics that are off: none." in capsys.readouterr().out
    assert main(["off"]) == 0 and "off for everybody" in capsys.readouterr().out
    assert switch.is_off()
    assert main(["off", OFF]) == 0 and OFF in capsys.readouterr().out
    assert switch.topics_off() == {OFF}
    assert main(["on"]) == 0 and not switch.is_off() and switch.topics_off() == {OFF}
    assert main(["on", OFF]) == 0 and not switch.topics_off()
    assert main(["on", OFF]) == 0


@pytest.mark.parametrize("words", [["out"], ["off", "a", "b"], ["off", "a", "b", "c"]])
def test_other_words_are_refused(state: Path, words: list[str], capsys: Any) -> None:
    assert main(words) == 2 and "usage" in capsys.readouterr().err


@pytest.mark.parametrize("turn", ["off", "on"])
@pytest.mark.parametrize("topic", ["pledge", "../off", "", "skills pledge"])
def test_what_is_no_topic_is_refused_and_nothing_is_touched(state: Path, turn: str, topic: str, capsys: Any) -> None:
    switch.turn_off(state, OTHER)
    before = sorted(state.rglob("*"))
    assert main([turn, topic]) == 1
    assert sorted(state.rglob("*")) == before
    assert "no topic" in capsys.readouterr().err


def test_while_it_is_off_it_is_said_and_where_to_turn() -> None:
    reply = turned_off()
    assert not reply.failed and reply.card["card"] == "sorry"
    assert KNOWLEDGE.say("switch.off") in reply.text
    assert reply.card["routes"] and all(route["name"] in reply.text for route in reply.card["routes"])
    assert any(channel["text"] in reply.text for route in reply.card["routes"] for channel in route["channels"])


def test_it_is_said_even_where_no_route_can_be_found(monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.channel.turned_off.route_cards", lambda *_: 1 / 0)
    assert KNOWLEDGE.say("switch.off") in turned_off().text


def test_the_page_shows_it_without_a_script_and_offers_nothing_to_type() -> None:
    reply = turned_off()
    page = private(Shown(Site()).page("instead.html", turn={"text": reply.text, "custom": reply.card})).body.decode()
    assert KNOWLEDGE.say("switch.off").strip() in page
    assert reply.card["routes"][0]["name"] in page
    assert "<skills-chat" not in page and "<script" not in page and "<textarea" not in page


@pytest.mark.parametrize("topic", KNOWLEDGE.topics)
def test_every_topic_can_be_turned_off(state: Path, topic: str) -> None:
    assert main(["off", topic]) == 0 and main(["on", topic]) == 0
    before = {question: reply_of(answer(topic, question)) for question in KNOWLEDGE.topics[topic].questions()}
    assert all(without_topics(reply) is reply for reply in before.values())
    switch.turn_off(state, topic)
    for reply in before.values():
        shown = without_topics(reply)
        assert [card["card"] for card in cards_of(shown)] == ["sorry"]
        assert shown.card["topic"] == topic and shown.card["routes"]
        assert KNOWLEDGE.topics[topic].title in shown.text
        if reply.card["card"] == "answer":
            assert reply.card["short"] not in shown.text


def test_other_topics_are_spoken_of_as_before(state: Path) -> None:
    switch.turn_off(state, OFF)
    for topic in (topic for topic in KNOWLEDGE.topics if topic != OFF):
        reply = reply_of(answer(topic))
        shown = without_topics(reply)
        offered = {one["title"] for one in reply.card["next"]} - {one["title"] for one in shown.card["next"]}
        assert {**reply.card, "next": []} == {**shown.card, "next": []}
        # It is not even offered to ask about the one that is off.
        assert all(KNOWLEDGE.topics[OFF].title in title for title in offered)


def test_a_turn_about_both_says_the_one_and_not_the_other(state: Path) -> None:
    both = reply_of(answer(OFF), answer(OTHER), answer(OFF, "cost"))
    switch.turn_off(state, OFF)
    shown = without_topics(both)
    assert [(card["card"], card.get("topic")) for card in cards_of(shown)] == [("sorry", OFF), ("answer", OTHER)]
    assert both.card["short"] not in shown.text and answer(OTHER)["short"] in shown.text
    assert shown.text == card_text(KNOWLEDGE, shown.card)


def test_a_comparison_with_it_is_not_shown(state: Path) -> None:
    switch.turn_off(state, OFF)
    compared = reply_of(comparison_card(KNOWLEDGE, [OFF, "investors-in-people"], TODAY))
    assert without_topics(compared).card["card"] == "sorry"
    others = reply_of(comparison_card(KNOWLEDGE, [OTHER, "investors-in-people"], TODAY))
    assert without_topics(others).card["card"] == "answer"


def test_a_term_that_means_it_is_not_explained(state: Path) -> None:
    name, term = next((name, term) for name, term in KNOWLEDGE.glossary.items() if term.topic)
    reply = reply_of(term_card(KNOWLEDGE, name, TODAY))
    assert without_topics(reply) is reply
    switch.turn_off(state, str(term.topic))
    assert without_topics(reply).card["card"] == "sorry"


def test_a_choice_loses_it_and_is_none_where_nothing_else_is_left(state: Path) -> None:
    switch.turn_off(state, OFF)
    both = reply_of(choice_card("Which?", [question_offer(KNOWLEDGE, OFF, "what"), question_offer(KNOWLEDGE, OTHER, "what")]))
    shown = without_topics(both).card
    assert len(both.card["choices"]) == 2 and len(shown["choices"]) == len(shown["next"]) == 1
    alone = reply_of(choice_card("Which?", [question_offer(KNOWLEDGE, OFF, "what")]))
    assert without_topics(alone).card["card"] == "sorry"


@pytest.mark.parametrize("rules", KNOWLEDGE.rule_sets.values(), ids=lambda rules: rules.id)
def test_a_check_by_its_rules_is_not_gone_on_with(state: Path, rules: Any) -> None:
    asked = next(iter(rules.criteria.values())).test.circumstance
    question = reply_of(question_card(KNOWLEDGE, [rules], {}, {}, asked))
    unknown = {criterion.test.circumstance: "unknown" for criterion in rules.criteria.values()}
    verdicts = verdict_cards(KNOWLEDGE, [rules], unknown, None, None, TODAY)
    kept = reply_of(keep_card(KNOWLEDGE, [rules], unknown, verdicts, TODAY))
    replies = [question, reply_of(*verdicts)]
    assert all(without_topics(reply) is reply for reply in [*replies, kept])
    switch.turn_off(state, rules.topic)
    assert [without_topics(reply).card["card"] for reply in replies] == ["sorry"] * 2
    assert verdicts[0]["sentence"] not in without_topics(kept).text


def test_a_note_to_take_along_leaves_it_out(state: Path) -> None:
    notes = noted([], [answer(OFF), answer(OTHER)])
    card = handover_card(KNOWLEDGE, notes, None, None, None, TODAY)
    switch.turn_off(state, OFF)
    shown = without_topics(reply_of(card)).text
    assert answer(OFF)["short"] not in shown and answer(OTHER)["short"] in shown


def test_what_is_about_no_topic_stays(state: Path) -> None:
    switch.turn_off(state, OFF)
    for need in KNOWLEDGE.needs:
        reply = reply_of(referral_card(KNOWLEDGE, need, None, None, TODAY))
        assert without_topics(reply).card["routes"] == reply.card["routes"]


@pytest.mark.parametrize("kind", CARDS)
def test_every_kind_of_card_can_be_looked_at(state: Path, kind: str) -> None:
    switch.turn_off(state, OFF)
    assert without_topics(Reply("text", CARDS[kind])).card["card"] in (CARDS[kind]["card"], "sorry")


def test_a_file_that_names_no_topic_changes_nothing(state: Path) -> None:
    switch.turn_off(state, "a-topic-that-is-gone")
    reply = reply_of(answer(OTHER))
    assert without_topics(reply) is reply
