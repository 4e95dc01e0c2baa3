"""Wider spacing of text (WCAG 1.4.12) loses nothing."""

from __future__ import annotations

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import DESKTOP, NARROWEST, Chat
from tests.browser.test_narrow import CUT_OFF, OVERLAP, state

SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""
# Pieces of text that stick out of what holds them.
STICK_OUT = """() => {
    const root = document.querySelector('skills-chat').shadowRoot, found = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), range = document.createRange();
    while (texts.nextNode()) {
        const holder = texts.currentNode.parentElement.closest('button, summary, label, h2, h3, h4, h5, p, li, td, th, dt, dd, .tag');
        if (!holder?.checkVisibility() || texts.currentNode.parentElement.closest('.unseen, thead')) continue;
        const box = holder.getBoundingClientRect();
        range.selectNodeContents(texts.currentNode);
        const out = [...range.getClientRects()].some(({left, right, top, bottom, width}) =>
            width > 1 && (left < box.left - 1 || right > box.right + 1 || top < box.top - 3 || bottom > box.bottom + 3));
        if (out) found.push(texts.currentNode.textContent);
    }
    return found;
}"""


def space(chat: Chat) -> None:
    """Spaces the text of the page and of the chat as widely as anybody may."""
    chat.page.evaluate(
        """style => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(style);
            for (const tree of [document, document.querySelector('skills-chat').shadowRoot]) tree.adoptedStyleSheets = [sheet];
        }""",
        SPACED,
    )


def nothing_is_lost(chat: Chat) -> None:
    assert chat.is_as_wide_as_the_window
    assert not chat.page.evaluate(OVERLAP, [".composer > label", ".options > summary"])
    assert chat.page.evaluate(CUT_OFF) == []
    assert chat.page.evaluate(STICK_OUT) == []


@pytest.mark.parametrize("chat", [{"viewport": NARROWEST}, {"viewport": DESKTOP}], indirect=True, ids=["narrow", "wide"])
def test_wider_spacing_of_text_loses_nothing(chat: Chat, assistant: Assistant) -> None:
    space(chat)
    letter = chat.page.locator(".welcome .offer").first.evaluate("one => getComputedStyle(one).letterSpacing")
    assert float(letter.removesuffix("px")) > 1
    nothing_is_lost(chat)
    state(chat, assistant)
    nothing_is_lost(chat)
    chat.open_every_detail()
    nothing_is_lost(chat)
