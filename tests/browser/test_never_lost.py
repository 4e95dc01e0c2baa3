"""What somebody typed is never lost: no network, a slow one, a reply that gets lost, a reload, a browser without storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, Chat

MESSAGE = "**/chat/message"


@contextmanager
def no_way_through(chat: Chat) -> Iterator[None]:
    """No message reaches the server; the browser does not notice."""
    chat.page.route(MESSAGE, lambda route: route.abort())
    yield
    chat.page.unroute(MESSAGE)


def note_of(chat: Chat) -> Any:
    """What the page says of a message that did not get through."""
    return chat.page.locator("li.unsent p")


@pytest.fixture
def clocked(open_context: Callable[..., Any], assistant: Assistant) -> Chat:
    """The page with a clock that can be put forward."""
    page = open_context().new_page()
    page.clock.install()
    return Chat(page, assistant.address).open()


def test_without_a_network_it_says_so_keeps_the_message_and_sends_it_once_when_the_network_is_back(chat: Chat, assistant: Assistant) -> None:
    chat.ask("note")
    chat.page.context.set_offline(True)
    chat.type_and_send("answer")
    note_of(chat).wait_for()
    assert note_of(chat).text_content() == WORDS["trying_again"]
    chat.page.locator("[role=status]", has_text=WORDS["trying_again"]).wait_for(state="attached")
    assert chat.said.last.text_content().endswith("answer")
    chat.box.fill("the next one")
    chat.page.context.set_offline(False)
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["note", "answer"]
    assert note_of(chat).count() == 0 and chat.box.input_value() == "the next one"


def test_it_tries_again_by_itself(chat: Chat, assistant: Assistant) -> None:
    with no_way_through(chat):
        chat.type_and_send("answer")
        note_of(chat).wait_for()
    chat.replies.first.wait_for()
    assert assistant.texts() == ["answer"]


def test_a_server_that_has_an_error_every_time_is_given_up_and_the_next_is_left_to_the_person(clocked: Chat, assistant: Assistant) -> None:
    clocked.page.route(MESSAGE, lambda route: route.fulfill(status=500, json={"error": "failed"}))
    clocked.type_and_send("answer")
    for wait in (2, 5, 15):
        clocked.page.wait_for_function("() => document.querySelector('skills-chat').shadowRoot.querySelector('.unsent')")
        assert note_of(clocked).text_content() == WORDS["busy"]
        with clocked.page.expect_response(MESSAGE):
            clocked.page.clock.fast_forward(wait * 1000)
    clocked.page.get_by_text(WORDS["not_sent"]).first.wait_for()
    clocked.page.unroute(MESSAGE)
    clocked.retry.click()
    clocked.replies.first.wait_for()
    assert assistant.texts() == ["answer"] and clocked.retry.count() == 0


def test_a_server_that_asks_for_patience_is_given_it_in_its_own_words_however_often(clocked: Chat, assistant: Assistant) -> None:
    patience = "That is a lot. Please wait 90 seconds."
    too_many = {"error": "too_many", "retry_after": 90, "text": patience}
    clocked.page.route(MESSAGE, lambda route: route.fulfill(status=429, json=too_many))
    clocked.type_and_send("answer")
    for _ in range(6):
        note_of(clocked).get_by_text(patience).wait_for()
        clocked.page.clock.fast_forward(80_000)
        with clocked.page.expect_response(MESSAGE):
            clocked.page.clock.fast_forward(11_000)
    note_of(clocked).get_by_text(patience).wait_for()
    clocked.page.unroute(MESSAGE)
    clocked.page.clock.fast_forward(91_000)
    clocked.replies.first.wait_for()
    assert assistant.texts() == ["answer"] and note_of(clocked).count() == 0


def test_what_was_typed_after_a_message_that_waits_is_not_answered_before_it(chat: Chat, assistant: Assistant) -> None:
    with no_way_through(chat):
        chat.type_and_send("answer")
        note_of(chat).wait_for()
        chat.type_and_send("steps")
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["answer", "steps"]


def test_start_again_ends_a_message_that_waits(chat: Chat, assistant: Assistant) -> None:
    with no_way_through(chat):
        chat.type_and_send("answer")
        note_of(chat).wait_for()
        chat.start_again()
    chat.ask("note")
    assert assistant.texts() == ["note"] and chat.said.count() == 1


def test_a_server_that_never_answers_is_not_waited_for_without_end(clocked: Chat, assistant: Assistant) -> None:
    held: list[Any] = []
    clocked.page.route(MESSAGE, lambda route: held.append(route), times=1)
    clocked.type_and_send("answer")
    clocked.page.locator("li.working").wait_for()
    while not held:
        clocked.page.wait_for_timeout(20)
    clocked.page.clock.fast_forward(45_000)
    note_of(clocked).wait_for()
    clocked.page.clock.fast_forward(2_000)
    clocked.replies.first.wait_for()
    assert assistant.texts() == ["answer"]


def test_where_it_takes_long_it_says_that_too(clocked: Chat) -> None:
    held: list[Any] = []
    clocked.page.route(MESSAGE, lambda route: held.append(route), times=1)
    clocked.type_and_send("answer")
    working = clocked.page.locator("li.working")
    working.wait_for()
    assert working.text_content() == WORDS["working"]
    while not held:
        clocked.page.wait_for_timeout(20)
    clocked.page.clock.fast_forward(5_000)
    clocked.page.get_by_text(WORDS["still_working"]).first.wait_for()
    clocked.page.wait_for_function("words => document.querySelector('skills-chat').shadowRoot.querySelector('[role=status]').textContent === words", arg=WORDS["still_working"])
    held[0].continue_()
    clocked.replies.first.wait_for()
    assert working.count() == 0


def test_a_reply_lost_on_the_way_back_is_fetched_without_asking_twice(chat: Chat, assistant: Assistant) -> None:
    def lose_the_reply(route: Any) -> None:
        route.fetch()
        route.abort()

    chat.page.route(MESSAGE, lose_the_reply, times=1)
    chat.type_and_send("answer")
    chat.retry.click()
    chat.replies.first.wait_for()
    assert assistant.texts() == ["answer"]


def test_a_message_that_never_got_through_is_still_there_after_a_reload(chat: Chat, assistant: Assistant) -> None:
    chat.ask("note")
    with no_way_through(chat):
        chat.type_and_send("answer")
        chat.retry.wait_for()
        chat.open()
        chat.retry.wait_for()
        assert chat.said.last.text_content().endswith("answer")
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["note", "answer"]
    chat.open()
    assert chat.retry.count() == 0


def test_a_reload_while_the_reply_is_on_its_way_asks_once_and_shows_it(chat: Chat, assistant: Assistant) -> None:
    assistant.delay = 1.0
    chat.type_and_send("answer")
    chat.page.locator("li.working").wait_for()
    while not assistant.texts():
        chat.page.wait_for_timeout(20)
    chat.open()
    chat.page.locator("li.reply .card.answer").wait_for()
    assert assistant.texts() == ["answer"]
    assert chat.said.count() == chat.replies.count() == 1


def test_a_reload_keeps_what_was_being_typed_and_shows_the_conversation(chat: Chat) -> None:
    chat.ask("answer")
    chat.ask("question")
    chat.box.fill("half a quest")
    chat.open()
    assert chat.box.input_value() == "half a quest"
    assert chat.said.count() == chat.replies.count() == 2
    assert chat.replies.last.get_by_role("button").count() > 1
    chat.ask("note")
    chat.open()
    assert chat.box.input_value() == ""


def test_a_turn_that_failed_shows_the_apology_and_can_be_tried_again(chat: Chat, assistant: Assistant) -> None:
    assistant.silent = True
    assert chat.ask("answer").locator(".card.sorry").count() == 1
    assistant.silent = False
    chat.retry.click()
    chat.page.locator("li.reply .card.answer").wait_for()
    assert chat.replies.count() == 1 and chat.retry.count() == 0


def test_where_the_earlier_messages_do_not_load_it_says_so_and_goes_on(chat: Chat) -> None:
    chat.ask("answer")
    chat.page.route("**/chat/history", lambda route: route.abort())
    chat.open()
    assert WORDS["history_failed"] in chat.page.locator("li.notice").text_content()
    chat.ask("note")


def test_a_browser_that_forbids_storage_loses_nothing_while_the_page_is_open(open_context: Callable[..., Any], assistant: Assistant) -> None:
    context = open_context()
    context.add_init_script("Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('', 'SecurityError'); }});")
    chat = Chat(context.new_page(), assistant.address).open()
    chat.ask("note")
    with no_way_through(chat):
        chat.type_and_send("answer")
        chat.retry.wait_for()
    chat.retry.click()
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["note", "answer"] and len(assistant.senders()) == 1
