"""Everything can be done with the keyboard alone, and what has the focus can be seen."""

from __future__ import annotations

import pytest

from bot.channel.typed import LONGEST
from tests.browser.assistant import Assistant
from tests.browser.chat import NARROWEST, WORDS, ZOOMED, Chat
from tests.browser.host_page import host
from tests.browser.keys import Keys, Stop
from tests.example_cards import CARDS


def unseen(stops: list[Stop]) -> list[Stop]:
    """The stops that are not marked or lie under something else."""
    return [stop for stop in stops if stop.covered or not stop.marked]


def everything(chat: Chat) -> Keys:
    """A conversation with every card in it, and the focus at the top of the page."""
    for kind in CARDS:
        chat.ask(kind)
    keys = Keys(chat.page)
    chat.page.evaluate("() => { scrollTo(0, 0); document.querySelector('skills-chat').shadowRoot.activeElement?.blur(); }")
    # The browser goes on from where the focus was: a click on the title brings it to the top.
    chat.page.locator("h1").click()
    return keys


def test_the_first_stop_skips_to_the_chat(chat: Chat) -> None:
    keys = Keys(chat.page)
    keys.press("Tab")
    assert keys.focus.name == WORDS["skip"] and not keys.focus.covered
    keys.press("Enter", "Tab")
    assert keys.focus.name == WORDS["starters"][0]


@pytest.mark.parametrize("chat", [{}, {"viewport": NARROWEST}, {"viewport": ZOOMED}], indirect=True, ids=["phone", "narrowest", "zoomed"])
def test_nothing_that_has_the_focus_is_covered(chat: Chat) -> None:
    keys = everything(chat)
    there = keys.stops()
    assert len(there) > 4 * len(CARDS) and unseen(there) == []
    assert unseen(keys.stops("Shift+Tab")) == []


def in_the_window(chat: Chat, state: str) -> None:
    """A conversation, and something that makes what sticks to the edge of the window taller."""
    chat.ask("verdict")
    chat.ask("for_ulr" if state == "sheet" else "answer")
    if state == "options":
        chat.open_options()
    elif state == "long draft":
        chat.box.fill("line\n" * 12)
    elif state == "larger":
        chat.choose_reading("larger")
    elif state == "problem":
        chat.box.fill("x" * (LONGEST + 1))
        assert chat.problem.is_visible()
    else:
        chat.page.locator(".sheet summary").first.click()
    chat.box.click()


def nothing_is_covered(chat: Chat) -> None:
    keys = Keys(chat.page)
    back = keys.stops("Shift+Tab")
    assert len(back) > 10 and unseen(back) == []
    assert unseen(keys.stops()) == []


@pytest.mark.parametrize("state", ["options", "long draft", "larger", "problem", "sheet"])
def test_nothing_is_covered_where_the_box_and_what_is_around_it_take_more_room(chat: Chat, state: str) -> None:
    in_the_window(chat, state)
    nothing_is_covered(chat)


@pytest.mark.parametrize("state", ["options", "long draft", "sheet"])
def test_nothing_is_covered_in_the_widget_on_another_page_either(chat: Chat, state: str) -> None:
    chat.page.route("**/host", lambda route: route.fulfill(body=host(), content_type="text/html"))
    chat.page.goto(f"{chat.address}/host")
    chat.page.locator("button.launcher").click()
    chat.box.wait_for()
    in_the_window(chat, state)
    nothing_is_covered(chat)


def test_the_stops_come_in_the_order_in_which_things_are_read(chat: Chat) -> None:
    names = [stop.name for stop in everything(chat).stops()]
    read = chat.page.locator("h1, a, button, summary, textarea").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.textContent.replace(/\\s+/g, ' ').trim())"
    )
    assert len(names) > 4 * len(CARDS)
    assert [name for name in read if name in names] == [name for name in names if name in read]
    assert chat.page.locator("[tabindex]:not([tabindex='-1']):not([tabindex='0'])").count() == 0


def test_a_choice_is_taken_with_enter_or_space_and_the_focus_goes_to_what_was_said(chat: Chat, assistant: Assistant) -> None:
    keys = Keys(chat.page)
    for key in ("Enter", "Space"):
        keys.to(WORDS["input"], tag="textarea")
        keys.type("choice")
        keys.press("Enter")
        chat.replies.last.locator(".choices").wait_for()
        keys.to("What is Train to Gain?", "Shift+Tab", "button")
        keys.press(key)
        chat.replies.nth(chat.said.count() - 1).wait_for()
        assert "What is Train to Gain?" in keys.focus.name and keys.focus.tag == "li"
    assert assistant.texts() == ["choice", "What is Train to Gain?"] * 2


def test_shift_and_enter_starts_a_new_line(chat: Chat, assistant: Assistant) -> None:
    keys = Keys(chat.page)
    keys.to(WORDS["input"], tag="textarea")
    keys.type("one")
    keys.press("Shift+Enter")
    keys.type("two")
    assert chat.box.input_value() == "one\ntwo"
    assert assistant.texts() == []


def test_options_open_and_close_and_each_of_them_is_reached(chat: Chat) -> None:
    chat.ask("answer")
    keys = Keys(chat.page)
    keys.to(WORDS["options"], tag="summary")
    keys.press("Enter")
    for box in ("larger", "simple"):
        keys.to(WORDS[f"reading_{box}"], tag="input")
        keys.press("Space")
        assert chat.page.locator(f".chat.{box}").count() == 1
    keys.to(WORDS["start_again_yes"], tag="button")
    keys.to(WORDS["options"], "Shift+Tab", "summary")
    keys.press("Enter")
    assert not chat.page.locator(".reading").is_visible()


@pytest.mark.parametrize("chat", [{"viewport": {"width": 600, "height": 800}}], indirect=True)
def test_a_table_that_is_wider_than_the_window_is_scrolled_with_the_arrows(chat: Chat, assistant: Assistant) -> None:
    card = CARDS["comparison"]
    columns, rows = card["table"]["columns"], card["table"]["rows"]
    wide = {"columns": columns * 3, "rows": [{**row, "cells": row["cells"] * 3} for row in rows]}
    assistant.cards = {"wide": {**card, "table": wide}}
    table = chat.ask("wide").locator(".scrolls")
    keys = Keys(chat.page)
    keys.to(card["title"], "Shift+Tab", "div")
    assert table.evaluate("one => one.scrollLeft") == 0
    keys.press("ArrowRight", "ArrowRight")
    chat.page.wait_for_function("() => document.querySelector('skills-chat').shadowRoot.querySelector('.scrolls').scrollLeft > 0")


def test_an_opinion_is_given_and_the_focus_goes_to_the_thanks(chat: Chat) -> None:
    chat.ask("answer")
    keys = Keys(chat.page)
    keys.to(WORDS["useful_no"], "Shift+Tab", "summary")
    keys.press("Enter")
    keys.to(WORDS["useful_reasons"]["too_hard_to_read"])
    keys.press("Enter")
    chat.page.locator(".thanks").wait_for()
    assert keys.focus.name == WORDS["useful_thanks"]
