"""Nothing moves for those who asked for that."""

from __future__ import annotations

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import Chat

MOVING = """() => [document, document.querySelector('skills-chat').shadowRoot]
    .flatMap(tree => tree.getAnimations()).filter(one => one.playState === 'running').length"""
SCROLLED = """() => {
    window.ways = [];
    const scroll = Element.prototype.scrollIntoView;
    Element.prototype.scrollIntoView = function (how) { window.ways.push(how.behavior); return scroll.call(this, how); };
}"""


@pytest.mark.parametrize(
    ("chat", "moves"), [({"reduced_motion": "reduce"}, False), ({"reduced_motion": "no-preference"}, True)], indirect=["chat"],
    ids=["reduced", "as usual"],
)
def test_what_moves_while_somebody_waits_and_how_the_page_goes_on(chat: Chat, assistant: Assistant, moves: bool) -> None:
    chat.page.evaluate(SCROLLED)
    assistant.delay = 0.6
    chat.type_and_send("answer")
    chat.page.locator("li.working").wait_for()
    assert bool(chat.page.evaluate(MOVING)) == moves
    assert chat.page.locator("li.working").text_content().strip()
    chat.replies.first.wait_for()
    assert set(chat.page.evaluate("window.ways")) == {"smooth" if moves else "auto"}
    still = chat.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert moves or still == "auto"
