"""axe-core finds nothing wrong: every card and state, each page, with and without the script, as a widget, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.guidance.live import current
from tests.browser.assistant import Assistant
from tests.browser.axe import DESKTOP, PHONE, wrong
from tests.browser.chat import Chat, ServedChat
from tests.browser.host_page import host
from tests.example_cards import CARDS

FOR_ULR = "for_ulr"
# Enough where the same cards are seen in all four on the page of every card.
TWO_LOOKS = [(PHONE, "light"), (DESKTOP, "dark")]


@pytest.fixture
def unscripted(open_context: Callable[..., Any], assistant: Assistant) -> ServedChat:
    """The page as it is where its script does not come; axe itself needs one."""
    page = open_context().new_page()
    page.route("**/chat/*.js", lambda route: route.abort())
    return ServedChat(page, assistant.address).open()


def learner_sheet() -> dict[str, Any]:
    """What is remembered of a conversation in which something of everything was said."""
    knowledge = current()
    return {"role": "ulr", "topic": next(iter(knowledge.topics)), "need": next(iter(knowledge.needs))}


def paper(chat: Chat, what: str) -> Any:
    """The page to print of the last thing of that kind on the screen."""
    form = chat.page.locator(f"form.keep:has(input[value={what}])").last
    with chat.page.context.expect_page() as opened:
        form.locator("button[value=page]").click()
    opened.value.wait_for_load_state()
    return opened.value


def test_axe_would_find_a_fault_inside_the_chat(chat: Chat) -> None:
    chat.page.evaluate(
        """() => {
            const [root, style] = [document.querySelector('skills-chat').shadowRoot, new CSSStyleSheet()];
            style.replaceSync('.faint { color: #777; background: #888 } .small { font-size: 8px; line-height: 1; padding: 0 }');
            root.adoptedStyleSheets = [style];
            for (const [tag, look, words] of [['p', 'faint', 'Hardly to be read'], ['button', 'small', 'one'], ['button', 'small', '']]) {
                const element = document.createElement(tag);
                Object.assign(element, {className: look, textContent: words});
                root.querySelector('.turns').before(element);
            }
        }"""
    )
    assert {"button-name", "color-contrast", "target-size"} <= {line.split(" ")[0] for line in wrong(chat.page)}


def test_nothing_is_wrong_before_the_first_question(chat: Chat) -> None:
    chat.open_options()
    assert wrong(chat.page) == []


def test_nothing_is_wrong_with_a_conversation_in_which_everything_happened(chat: Chat, assistant: Assistant) -> None:
    assistant.agent.remembered.update(learner_sheet())
    for kind in CARDS:
        chat.ask(kind)
    chat.page.evaluate("sessionStorage.setItem('skills-session', 'over')")
    chat.ask(FOR_ULR)
    chat.page.locator(".sheet section").first.wait_for(state="attached")
    assistant.silent = True
    chat.ask("answer")
    chat.page.route("**/chat/message", lambda route: route.abort())
    chat.type_and_send("note")
    chat.retry.nth(1).wait_for()
    chat.open_every_detail()
    assert chat.page.locator("li.notice").count() == 1 and chat.page.locator(".sheet section").first.is_visible()
    assert wrong(chat.page, TWO_LOOKS) == []


def test_nothing_is_wrong_where_a_page_shows_every_card_and_the_closed_widget(chat: Chat) -> None:
    chat.page.goto(f"{chat.address}/chat/demo")
    chat.page.locator("button.launcher").wait_for()
    assert chat.page.locator(".card").count() >= len(CARDS)
    chat.open_every_detail()
    assert wrong(chat.page) == []


def test_nothing_is_wrong_with_the_accessibility_statement(chat: Chat) -> None:
    chat.page.goto(f"{chat.address}/chat/accessibility")
    assert chat.page.locator("h2").count() > 1
    assert wrong(chat.page) == []


def test_nothing_is_wrong_with_the_widget_on_another_page(chat: Chat) -> None:
    chat.page.route("**/host", lambda route: route.fulfill(body=host(), content_type="text/html"))
    chat.page.goto(f"{chat.address}/host")
    chat.page.locator("button.launcher").click()
    chat.box.wait_for()
    chat.ask("answer")
    chat.open_options()
    assert chat.page.locator(".options .anew").is_visible()
    assert wrong(chat.page) == []
    chat.page.locator("button.launcher").click()
    assert not chat.box.is_visible()
    assert wrong(chat.page) == []


def test_nothing_is_wrong_without_the_script(unscripted: ServedChat, assistant: Assistant) -> None:
    assert wrong(unscripted.page) == []
    unscripted.ask("")
    assert unscripted.problem.is_visible()
    assert wrong(unscripted.page) == []
    assistant.agent.remembered.update(learner_sheet())
    for kind in ("answer", "comparison", "verdict", FOR_ULR):
        unscripted.ask(kind)
    unscripted.open_every_detail()
    assert unscripted.page.locator(".sheet section").count() > 1
    assert wrong(unscripted.page, TWO_LOOKS) == []


def test_nothing_is_wrong_with_what_can_be_printed(chat: Chat, assistant: Assistant) -> None:
    assistant.agent.remembered.update(learner_sheet())
    for kind in ("comparison", "verdict", "summary", FOR_ULR):
        chat.ask(kind)
    chat.page.locator(".sheet section").first.wait_for(state="attached")
    chat.page.locator(".sheet summary").first.click()
    printable = {what: paper(chat, what) for what in ("sheet", "answer", "summary")}
    chat.open_options()
    chat.page.locator(".sheet section").first.wait_for(state="hidden")
    printable["conversation"] = paper(chat, "conversation")
    for what, printed in printable.items():
        assert printed.locator("h1").count() == 1, what
        # A paper is dark on white at night too.
        assert wrong(printed, TWO_LOOKS) == [], what
