"""What can be done with a reply: copied, handed over, called useful, not useful or wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, Chat
from tests.browser.keys import Keys
from tests.example_cards import CARDS, message

TEXT = message(CARDS["answer"])["text"]


def copied(chat: Chat) -> str:
    """What a person gets who pastes now."""
    chat.box.click()
    chat.page.keyboard.press("Control+V")
    return str(chat.box.input_value())


@pytest.fixture
def copying(open_context: Callable[..., Any], assistant: Assistant, request: Any) -> Chat:
    """The page with a clipboard; a parameter holds a script that takes away a way to it."""
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(getattr(request, "param", ""))
    return Chat(context.new_page(), assistant.address).open()


NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
REFUSED = "Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject(new Error())}});"
NO_COPY = f"{REFUSED} document.execCommand = () => false;"


@pytest.mark.parametrize("copying", ["", NO_CLIPBOARD, REFUSED], indirect=True, ids=["now", "of old", "refused"])
def test_a_reply_is_copied_as_text_and_the_page_says_so(copying: Chat) -> None:
    copying.ask("answer")
    keys = Keys(copying.page)
    keys.to(WORDS["copy"], "Shift+Tab", "button")
    keys.press("Enter")
    copying.button(WORDS["copied"]).wait_for()
    copying.page.wait_for_function("words => document.querySelector('skills-chat').shadowRoot.querySelector('[role=status]').textContent === words", arg=WORDS["copied"])
    assert keys.focus and keys.focus.name == WORDS["copied"]
    assert copied(copying) == TEXT


@pytest.mark.parametrize("copying", [NO_COPY], indirect=True, ids=["neither"])
def test_where_copying_does_not_work_the_page_says_so(copying: Chat) -> None:
    copying.ask("answer")
    copying.button(WORDS["copy"]).click()
    copying.button(WORDS["not_copied"]).wait_for()


def test_the_learner_sheet_is_copied_too(copying: Chat) -> None:
    copying.ask("for_ulr")
    copying.page.locator(".sheet summary").first.click()
    copying.page.locator(".sheet").get_by_role("button", name=WORDS["copy"]).click()
    copying.button(WORDS["copied"]).wait_for()
    assert len(copied(copying)) > 20


def test_an_answer_is_handed_over_as_a_page_in_its_plain_words_with_its_sources(chat: Chat) -> None:
    chat.ask("answer")
    with chat.page.context.expect_page() as opened:
        chat.button(WORDS["hand_over"]).click()
    page = opened.value
    page.wait_for_load_state()
    text = page.locator("main").text_content()
    assert CARDS["answer"]["plain"] in text and all(source["title"] in text for source in CARDS["answer"]["sources"])
    assert page.locator("main button, form, input").count() == 0 and page.locator("details:not([open])").count() == 0
    assert page.url == f"{chat.address}/chat/keep"


def noted(chat: Chat) -> list[dict[str, Any]]:
    """Notes what is posted about replies from now on."""
    posted: list[dict[str, Any]] = []
    chat.page.on("request", lambda one: posted.append(json.loads(one.post_data)) if one.url.endswith("/chat/feedback") else None)
    return posted


@pytest.mark.parametrize(
    ("press", "opinion", "reason"),
    [
        (WORDS["useful_yes"], "useful", None),
        (WORDS["useful_wrong"], "wrong", None),
        (WORDS["useful_no_reason"], "not_useful", None),
        *((title, "not_useful", reason) for reason, title in WORDS["useful_reasons"].items()),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else None,
)
def test_an_opinion_is_posted_without_a_word_of_the_conversation(chat: Chat, press: str, opinion: str, reason: str | None) -> None:
    chat.ask("answer")
    posted = noted(chat)
    if opinion == "not_useful":
        chat.page.locator(".opinion summary").click()
    chat.page.locator(".opinion button", has_text=press).first.click()
    chat.page.locator(".thanks").wait_for()
    assert chat.page.locator(".thanks").text_content() == WORDS["useful_thanks"] and chat.page.locator(".opinion").count() == 0
    [body] = posted
    assert (body["opinion"], body.get("reason")) == (opinion, reason)
    assert set(body) == {"session", "message_id", "opinion"} | ({"reason"} if reason else set())


def test_where_an_opinion_is_not_noted_the_form_stays_and_can_be_used_again(chat: Chat) -> None:
    chat.ask("answer")
    chat.page.route("**/chat/feedback", lambda route: route.abort(), times=2)
    yes = chat.page.locator(".opinion button").first
    for _ in range(2):
        yes.click()
        chat.page.locator(".opinion .thanks:focus").wait_for()
        assert chat.page.locator(".opinion .thanks").all_text_contents() == [WORDS["useful_failed"]]
        yes.focus()
    yes.click()
    chat.page.get_by_text(WORDS["useful_thanks"]).first.wait_for()
    assert chat.page.locator(".opinion").count() == 0


def test_only_what_says_something_is_asked_about(chat: Chat) -> None:
    for kind in ("question", "choice", "note", "care"):
        assert chat.ask(kind).locator(".after").count() == 0, kind
    for kind in ("answer", "verdict", "referral"):
        assert chat.ask(kind).locator(".after").count() == 1, kind
