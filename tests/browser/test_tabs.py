"""Two tabs of one browser show one conversation."""

from __future__ import annotations

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import Chat


@pytest.fixture
def other(chat: Chat) -> Chat:
    """A second tab, opened before anything was said."""
    return Chat(chat.page.context.new_page(), chat.address).open()


def test_what_is_said_in_one_tab_is_shown_in_the_other(chat: Chat, other: Chat, assistant: Assistant) -> None:
    chat.ask("answer")
    other.replies.first.wait_for()
    other.ask("note")
    chat.replies.nth(1).wait_for()
    assert len(assistant.senders()) == 1
    assert chat.said.all_text_contents() == other.said.all_text_contents()


def test_a_tab_that_is_opened_later_goes_on_with_the_conversation(chat: Chat, assistant: Assistant) -> None:
    chat.ask("answer")
    other = Chat(chat.page.context.new_page(), chat.address).open()
    assert other.said.count() == 1
    other.ask("note")
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["answer", "note"] and len(assistant.senders()) == 1


def test_starting_again_in_one_tab_starts_again_in_both(chat: Chat, other: Chat, assistant: Assistant) -> None:
    chat.ask("answer")
    other.replies.first.wait_for()
    other.start_again()
    chat.page.locator(".welcome h2").wait_for()
    assert chat.said.count() == 0
    chat.ask("note")
    other.replies.first.wait_for()
    assert len(assistant.senders()) == 2


def test_what_is_being_typed_stays_in_its_tab(chat: Chat, other: Chat) -> None:
    chat.box.fill("mine")
    other.box.fill("yours")
    other.ask("note")
    chat.replies.first.wait_for()
    assert chat.box.input_value() == "mine"
