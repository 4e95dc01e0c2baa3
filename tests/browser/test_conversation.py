"""A conversation: said, replied, announced, chosen from, and deleted when somebody starts again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.channel.typed import LONGEST
from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, Chat
from tests.browser.host_page import host
from tests.example_cards import CARDS


def test_the_transcript_is_an_ordered_list_with_a_heading_for_each_message(chat: Chat) -> None:
    chat.ask("note")
    chat.ask("note")
    assert chat.page.locator("ol.turns > li").count() == 4
    headings = chat.page.locator("ol.turns > li > h3").all_text_contents()
    assert len(headings) == len(set(headings)) == 4


def test_choices_are_real_buttons_and_become_words_once_chosen(chat: Chat, assistant: Assistant) -> None:
    first = CARDS["choice"]["choices"][0]["title"]
    chat.ask("choice")
    chat.button(first).click()
    chat.replies.nth(1).wait_for()
    assert assistant.texts()[-1] == first
    assert chat.replies.first.get_by_role("button").count() == 0
    assert first in chat.replies.first.text_content()


def test_each_reply_is_announced_once_and_whole(chat: Chat) -> None:
    chat.page.evaluate(
        """() => {
            window.heard = [];
            const line = document.querySelector('skills-chat').shadowRoot.querySelector('[role=status]');
            new MutationObserver(() => line.textContent && window.heard.push(line.textContent))
                .observe(line, {childList: true, characterData: true, subtree: true});
        }"""
    )
    chat.ask("choice")
    chat.ask("choice")
    chat.page.wait_for_function("() => window.heard.length >= 2")
    heard = chat.page.evaluate("window.heard")
    assert heard == [heard[0]] * 2
    assert CARDS["choice"]["title"] in heard[0]
    assert chat.page.locator("[aria-live]").count() == 0 and chat.page.locator("[role=status]").count() == 1


def test_messages_sent_one_after_the_other_are_answered_in_order(chat: Chat, assistant: Assistant) -> None:
    assistant.delay = 0.3
    for text in ("note", "answer", "steps"):
        chat.type_and_send(text)
    chat.replies.nth(2).wait_for()
    assert assistant.texts() == ["note", "answer", "steps"]
    order = chat.page.locator("ol.turns > li").evaluate_all("items => items.map(item => item.className.split(' ')[1])")
    assert order == ["you", "reply"] * 3


@pytest.mark.parametrize("press", ["Enter", "Send", "choice"])
def test_pressing_twice_asks_once(chat: Chat, assistant: Assistant, press: str) -> None:
    chat.ask("choice")
    assistant.delay = 0.3
    chat.box.fill("answer")
    if press == "Enter":
        chat.page.keyboard.press("Enter")
        chat.page.keyboard.press("Enter")
    elif press == "Send":
        chat.button(WORDS["send"]).dblclick()
    else:
        chat.button("What is Train to Gain?").dblclick()
    chat.replies.nth(1).wait_for()
    assert len(assistant.texts()) == 2 and chat.problem.text_content() == ""


PLACE = """() => {
    const chat = document.querySelector('skills-chat').shadowRoot.querySelector('.chat');
    return [scrollY, chat.scrollTop];
}"""


@pytest.mark.parametrize("page", ["full", "widget"])
def test_what_is_being_read_stays_where_it_is_while_somebody_types(chat: Chat, page: str) -> None:
    for _ in range(3):
        chat.ask("verdict")
    if page == "widget":
        chat.page.route("**/host", lambda route: route.fulfill(body=host(), content_type="text/html"))
        chat.page.goto(f"{chat.address}/host")
        chat.page.locator("button.launcher").click()
        chat.replies.nth(2).wait_for()
    chat.replies.nth(1).scroll_into_view_if_needed()
    chat.page.mouse.move(200, 300)
    chat.page.mouse.wheel(0, -200)
    chat.page.wait_for_timeout(200)
    before = chat.page.evaluate(PLACE)
    assert max(before) > 200
    chat.box.click()
    chat.page.keyboard.type("is it free")
    chat.page.wait_for_timeout(100)
    assert chat.page.evaluate(PLACE) == before


def test_an_empty_message_is_not_sent_and_says_so(chat: Chat, assistant: Assistant) -> None:
    chat.button(WORDS["send"]).click()
    assert chat.box.get_attribute("aria-invalid") == "true"
    assert chat.problem.text_content() == WORDS["empty"]
    assert chat.box.get_attribute("aria-describedby").split()[-1] == "problem"
    assert assistant.texts() == []


def test_a_message_that_is_too_long_is_kept_in_the_box(chat: Chat, assistant: Assistant) -> None:
    text = "x" * (LONGEST + 399)
    chat.type_and_send(text)
    assert chat.box.input_value() == text
    assert "399" in chat.problem.text_content()
    chat.box.fill(text[:LONGEST])
    assert chat.problem.text_content() == "" and chat.box.get_attribute("aria-invalid") == "false"
    assert assistant.texts() == []


def test_while_it_looks_the_page_says_so_in_words(chat: Chat, assistant: Assistant) -> None:
    assistant.delay = 0.6
    chat.type_and_send("note")
    chat.page.locator("li.working").wait_for()
    assert chat.page.locator("li.working").text_content() == WORDS["working"]
    chat.replies.first.wait_for()
    assert chat.page.locator("li.working").count() == 0


def test_personal_data_is_shown_as_it_is_kept(chat: Chat, assistant: Assistant) -> None:
    chat.ask("I am jo@example.org")
    assert "example.org" not in chat.said.text_content()
    assert assistant.texts()[0] in chat.said.text_content()


def test_start_again_asks_first_and_then_forgets(chat: Chat, assistant: Assistant) -> None:
    chat.ask("for_ulr")
    chat.open_options()
    assert WORDS["start_again_sure"] in chat.page.locator(".anew").text_content()
    assert chat.said.count() == 1
    chat.button(WORDS["start_again_yes"]).click()
    chat.page.locator(".welcome h2").wait_for()
    assert chat.page.locator("ol.turns > li").count() == 0 and not chat.page.locator(".sheet").is_visible()
    chat.ask("note")
    assert len(assistant.senders()) == 2
    chat.open()
    assert chat.said.count() == 1


def test_where_it_cannot_be_deleted_the_conversation_stays_and_the_page_says_so(chat: Chat) -> None:
    chat.ask("answer")
    chat.page.route("**/chat/start-again", lambda route: route.abort())
    chat.open_options()
    chat.button(WORDS["start_again_yes"]).click()
    chat.page.locator(".anew .problem").wait_for()
    assert chat.said.count() == 1


def test_another_browser_is_another_conversation(chat: Chat, open_context: Callable[..., Any], assistant: Assistant) -> None:
    chat.ask("answer")
    other = Chat(open_context().new_page(), assistant.address).open()
    assert other.said.count() == 0
    other.ask("note")
    assert len(assistant.senders()) == 2
