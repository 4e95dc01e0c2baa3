"""The page can be used before its script has come, and the script takes over what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, ServedChat
from tests.browser.keys import Keys


class Late(ServedChat):
    """The page while something that its script waits for is under way."""

    def __init__(self, page: Any, address: str) -> None:
        super().__init__(page, address)
        self._held: list[Any] = []

    def hold(self, what: str) -> Late:
        self.page.route(what, lambda route: self._held.append(route))
        self.page.goto(self.address, wait_until="commit")
        self.box.wait_for()
        return self

    def let_come(self, what: str) -> None:
        while self._held:
            self._held.pop().continue_()
        self.page.unroute(what)


@pytest.fixture
def late(open_context: Callable[..., Any], assistant: Assistant) -> Late:
    return Late(open_context().new_page(), assistant.address)


# Its first file, a part of it, and what it asks the server for.
@pytest.mark.parametrize("what", ["**/skills-chat.js", "**/skills-conversation.js", "**/chat/labels"])
def test_what_is_typed_meanwhile_is_kept_and_the_box_keeps_the_focus(late: Late, assistant: Assistant, what: str) -> None:
    late.hold(what)
    late.box.click()
    late.page.keyboard.type("first")
    late.let_come(what)
    late.taken_over()
    assert late.box.input_value() == "first"
    late.page.keyboard.type(" second")
    late.page.keyboard.press("Enter")
    late.replies.first.wait_for()
    assert assistant.texts() == ["first second"]


def test_typing_that_goes_on_while_the_script_takes_over_loses_no_letter(late: Late) -> None:
    text = "the quick brown fox jumps over the lazy dog " * 4
    late.hold("**/skills-conversation.js")
    late.box.click()
    late.page.keyboard.type(text[:5])
    late.let_come("**/skills-conversation.js")
    late.page.keyboard.type(text[5:], delay=8)
    late.taken_over()
    assert late.box.input_value() == text


def test_what_was_sent_by_the_form_meanwhile_is_in_the_conversation_that_the_script_goes_on_with(late: Late, assistant: Assistant) -> None:
    late.hold("**/skills-chat.js")
    late.box.fill("answer")
    late.button(WORDS["send"]).click()
    late.page.locator("#latest").wait_for()
    late.let_come("**/skills-chat.js")
    late.taken_over()
    assert late.replies.count() == 1 and late.replies.locator(".card.answer").count() == 1
    late.type_and_send("note")
    late.replies.nth(1).wait_for()
    assert assistant.texts() == ["answer", "note"] and len(assistant.senders()) == 1
    late.page.reload()
    late.taken_over()
    assert late.replies.count() == 2


def test_a_keyboard_that_was_on_a_choice_is_on_that_choice_afterwards(late: Late) -> None:
    late.hold("**/skills-conversation.js")
    keys = Keys(late.page)
    keys.to(WORDS["starters"][1])
    late.let_come("**/skills-conversation.js")
    late.taken_over()
    assert keys.focus and keys.focus.name == WORDS["starters"][1]


def test_where_the_script_breaks_the_served_page_goes_on(late: Late, assistant: Assistant) -> None:
    late.page.route("**/skills-tools.js", lambda route: route.fulfill(body="this is no script", content_type="text/javascript"))
    late.page.goto(late.address)
    late.page.wait_for_load_state("networkidle")
    late.box.fill("answer")
    late.button(WORDS["send"]).click()
    late.page.locator("#latest .card.answer").wait_for()
    assert assistant.texts() == ["answer"]
