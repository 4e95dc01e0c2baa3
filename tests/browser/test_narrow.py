"""At 320 pixels, and at 400 %, nothing is cut off, scrolls sideways or lies over something else."""

from __future__ import annotations

import pytest

from bot.channel.typed import LONGEST
from tests.browser.assistant import Assistant
from tests.browser.chat import NARROWEST, ZOOMED, Chat
from tests.example_cards import CARDS

# Elements whose own text is cut off, or that stick out of the window; what is there for screen readers only is left out.
CUT_OFF = """() => {
    const root = document.querySelector('skills-chat').shadowRoot;
    const seen = [...root.querySelectorAll('*')].filter(one => one.checkVisibility() && !one.closest('.unseen, thead') && one.getClientRects().length);
    return seen.filter(one => {
        const {left, right} = one.getBoundingClientRect(), {overflowX, overflowY} = getComputedStyle(one);
        const sideways = one.scrollWidth > one.clientWidth + 1 && overflowX !== 'visible' && !one.matches('.scrolls');
        const down = one.scrollHeight > one.clientHeight + 1 && overflowY === 'hidden';
        return sideways || down || (!one.closest('.scrolls') && (left < -1 || right > innerWidth + 1));
    }).map(one => one.outerHTML.slice(0, 100));
}"""
# Whether the words of the one and the other have a point in common.
OVERLAP = """([a, b]) => {
    const root = document.querySelector('skills-chat').shadowRoot;
    const [one, other] = [a, b].map(part => {
        const words = document.createRange();
        words.selectNodeContents(root.querySelector(part));
        return words.getBoundingClientRect();
    });
    return one.width > 0 && one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}"""
WINDOWS = pytest.mark.parametrize("chat", [{"viewport": NARROWEST}, {"viewport": ZOOMED}], indirect=True, ids=["320", "400 %"])


def state(chat: Chat, assistant: Assistant) -> None:
    """Every card and every state of a message on one page."""
    for kind in CARDS:
        chat.ask(kind)
    assistant.silent = True
    chat.ask("answer")
    chat.page.route("**/chat/message", lambda route: route.abort())
    chat.type_and_send("a-word-of-very-many-letters-" * 6)
    chat.retry.nth(1).wait_for()
    chat.box.fill("x" * (LONGEST + 1))


@WINDOWS
def test_nothing_is_cut_off_or_has_to_be_scrolled_sideways(chat: Chat, assistant: Assistant) -> None:
    assert chat.is_as_wide_as_the_window and chat.page.evaluate(CUT_OFF) == []
    state(chat, assistant)
    chat.open_every_detail()
    assert chat.is_as_wide_as_the_window
    assert chat.page.evaluate(CUT_OFF) == []


@WINDOWS
def test_the_label_and_the_options_do_not_lie_over_each_other(chat: Chat) -> None:
    chat.ask("note")
    assert not chat.page.evaluate(OVERLAP, [".composer > label", ".options > summary"])


@WINDOWS
def test_the_statement_and_the_page_of_every_card_fit(chat: Chat) -> None:
    for path in ("/chat/demo", "/chat/accessibility"):
        chat.page.goto(chat.address + path)
        assert chat.is_as_wide_as_the_window, path


@pytest.mark.parametrize("chat", [{"viewport": ZOOMED}], indirect=True)
@pytest.mark.parametrize("kind", ["answer", "for_ulr"])
def test_in_a_low_window_nothing_sticks_over_what_is_read(chat: Chat, kind: str) -> None:
    chat.ask(kind)
    if kind == "for_ulr":
        chat.page.locator(".sheet summary").first.wait_for()
    stuck = chat.page.evaluate(
        """() => [...document.querySelector('skills-chat').shadowRoot.querySelectorAll('*')]
            .filter(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position) && one.checkVisibility()).length"""
    )
    assert stuck == 0


@pytest.mark.parametrize("chat", [{"viewport": NARROWEST}, {"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_the_rows_of_a_comparison_say_their_column_where_they_stand_under_each_other(chat: Chat) -> None:
    table = chat.ask("comparison").get_by_role("table")
    columns = CARDS["comparison"]["table"]["columns"]
    assert table.get_by_role("columnheader").all_text_contents() == columns
    assert table.get_by_role("row").count() == len(CARDS["comparison"]["table"]["rows"]) + 1
    first = table.get_by_role("cell", name=CARDS["comparison"]["table"]["rows"][0]["cells"][0]["text"])
    assert first.locator("[aria-hidden=true]").first.inner_text() == columns[0]


def test_the_page_can_be_enlarged(chat: Chat) -> None:
    content = chat.page.locator("meta[name=viewport]").get_attribute("content")
    assert "maximum-scale" not in content and "user-scalable" not in content


