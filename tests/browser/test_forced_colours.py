"""In colours that the person forces, what was told apart by colour still has words or edges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, Chat
from tests.browser.keys import Keys
from tests.example_cards import CARDS

# What stands out from what it lies on by nothing but its colour, or the colour of its edge; by class, else by tag.
COLOURED = """() => {
    const root = document.querySelector('skills-chat').shadowRoot;
    const ground = one => {
        for (let at = one; at; at = at.parentElement) {
            const {backgroundColor} = getComputedStyle(at);
            if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
        }
        return getComputedStyle(root.host).backgroundColor;
    };
    const coloured = [...root.querySelectorAll('*')].filter(one => one.checkVisibility() && one.parentElement
        && getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)' && ground(one) !== ground(one.parentElement));
    return [...new Set(coloured.map(one => one.className || one.localName))];
}"""
EDGED = """name => {
    const root = document.querySelector('skills-chat').shadowRoot;
    const one = root.querySelector(`[class="${name}"]`) ?? root.querySelector(name);
    const style = getComputedStyle(one);
    const edges = ['Top', 'Right', 'Bottom', 'Left'].map(side => style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]));
    return edges.some(Boolean);
}"""
# These say in words what their colour says: a heading of its own, the head of a column or row, the rows' names on a phone.
IN_WORDS = {"outcome", "th"}


def everything(chat: Chat) -> None:
    for kind in CARDS:
        chat.ask(kind)
    chat.open_options()


def test_what_stands_out_by_its_colour_has_an_edge_or_words(chat: Chat) -> None:
    everything(chat)
    coloured = set(chat.page.evaluate(COLOURED))
    assert {"said", "tag", "card question", "status closed", "send"} <= coloured
    chat.page.emulate_media(forced_colors="active")
    assert {name for name in coloured - IN_WORDS if not chat.page.evaluate(EDGED, name)} == set()


@pytest.fixture
def forced(open_context: Callable[..., Any], assistant: Assistant) -> Chat:
    return Chat(open_context(forced_colors="active").new_page(), assistant.address).open()


def test_states_are_said_in_words(forced: Chat) -> None:
    verdict = forced.ask("verdict")
    assert len(set(verdict.locator(".reason strong").all_text_contents())) == 3
    marks = verdict.locator(".reason strong").evaluate_all("all => all.map(one => getComputedStyle(one, '::before').content)")
    assert len(set(marks)) == 3
    assert forced.ask("answer").locator(".tag").text_content() == WORDS["state_closed"]
    question = forced.ask("question")
    assert CARDS["question"]["progress"]["text"] in question.text_content()
    assert forced.ask("checklist").locator(".checklist > li").first.evaluate("one => getComputedStyle(one, '::before').borderTopStyle") == "solid"


def test_how_far_a_check_has_come_can_be_seen(forced: Chat) -> None:
    bars = forced.ask("question").locator(".bar span")
    looks = bars.evaluate_all("all => all.map(one => { const style = getComputedStyle(one); return style.backgroundColor + style.backgroundImage; })")
    progress = CARDS["question"]["progress"]
    assert len(looks) == progress["at_most"] and looks[0] != looks[-1] and len(set(looks[progress["answered"] + 1:])) == 1


def test_links_are_underlined_and_what_has_the_focus_is_marked(forced: Chat) -> None:
    forced.ask("referral")
    lines = forced.page.locator(".way a, summary, .quiet").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => getComputedStyle(one).textDecorationLine)"
    )
    assert len(lines) > 4 and set(lines) == {"underline"}
    stops = Keys(forced.page).stops("Shift+Tab")
    assert len(stops) > 8 and all(stop.marked for stop in stops)


def test_a_problem_is_said_in_words(forced: Chat) -> None:
    forced.button(WORDS["send"]).click()
    assert forced.problem.is_visible() and forced.problem.text_content() == WORDS["empty"]
