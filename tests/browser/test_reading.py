"""Ways of reading, each off until somebody asks for it: aloud, larger, in simpler words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import NARROWEST, WORDS, Chat
from tests.example_cards import CARDS

# A voice that only notes what it is told; being told to stop ends a reading, as in browsers.
VOICE = """
    window.heard = [];
    const waiting = [];
    const end = how => waiting.splice(0).forEach(said => said[how]?.());
    window.finish = () => end('onend');
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, 'speechSynthesis', {value: {
        speak: said => { waiting.push(said); window.heard.push(said.text); },
        cancel: () => { if (waiting.length) window.heard.push('(stopped)'); end('onerror'); },
    }});
"""
STOPPED = "(stopped)"
MUTE = "delete window.speechSynthesis; delete Window.prototype.speechSynthesis;"


@pytest.fixture
def voiced(open_context: Callable[..., Any], assistant: Assistant) -> Chat:
    """The page in a browser with a voice."""
    context = open_context()
    context.add_init_script(VOICE)
    return Chat(context.new_page(), assistant.address).open()


def heard(chat: Chat) -> list[str]:
    return list(chat.page.evaluate("window.heard"))


def test_nothing_is_read_aloud_until_somebody_asks_for_it(voiced: Chat) -> None:
    voiced.ask("answer")
    voiced.ask("note")
    assert heard(voiced) == []


def test_each_reply_is_read_aloud_once_that_was_chosen_and_no_more_once_it_was_not(voiced: Chat) -> None:
    voiced.choose_reading("aloud")
    assert heard(voiced) == [WORDS["reading_aloud_on"]]
    voiced.page.evaluate("window.finish()")
    voiced.ask("choice")
    read = heard(voiced)[1:]
    assert read[0] == CARDS["choice"]["title"] and {one["title"] for one in CARDS["choice"]["choices"]} <= set(read)
    voiced.open_options()
    voiced.page.locator(".reading input[name=aloud]").uncheck()
    assert heard(voiced)[-1] == STOPPED
    voiced.ask("note")
    assert heard(voiced)[-1] == STOPPED


def test_one_reply_is_read_aloud_by_its_button_and_stops_by_it(voiced: Chat) -> None:
    voiced.ask("verdict")
    button = voiced.replies.first.get_by_role("button", name=WORDS["read_aloud"])
    button.click()
    read = heard(voiced)
    assert CARDS["verdict"]["title"] in read and CARDS["verdict"]["sentence"] in read
    assert all(any(reason["text"] in text and reason["state_text"] in text for text in read) for reason in CARDS["verdict"]["reasons"])
    stop = voiced.replies.first.get_by_role("button", name=WORDS["stop_reading"])
    stop.click()
    assert heard(voiced)[len(read):] == [STOPPED] and stop.count() == 0
    button.click()
    voiced.page.evaluate("window.finish()")
    assert button.count() == 1


def test_what_is_for_the_eye_only_is_not_read(voiced: Chat) -> None:
    voiced.ask("answer").get_by_role("button", name=WORDS["read_aloud"]).click()
    read = " ".join(heard(voiced))
    card = CARDS["answer"]
    assert card["short"].split("\n")[0] in read and card["detail"][0]["text"] in read and card["status"]["line"].split(".")[0] in read
    assert not [words for words in (card["sources"][0]["title"], "[1]", WORDS["copy"], WORDS["useful"], card["next"][0]["title"]) if words in read]


def test_a_second_reading_ends_the_first(voiced: Chat) -> None:
    voiced.ask("verdict")
    voiced.ask("answer")
    first, second = (voiced.replies.nth(n).get_by_role("button", name=WORDS["read_aloud"]) for n in range(2))
    first.click()
    second.click()
    read = heard(voiced)
    assert read.count(STOPPED) == 1 and CARDS["answer"]["title"] in read[read.index(STOPPED):]
    assert voiced.button(WORDS["stop_reading"]).count() == 1


@pytest.mark.parametrize("way", ["start again", "typing goes on"])
def test_starting_again_ends_the_reading_and_typing_does_not(voiced: Chat, way: str) -> None:
    voiced.ask("verdict").get_by_role("button", name=WORDS["read_aloud"]).click()
    if way == "start again":
        voiced.start_again()
    else:
        voiced.box.fill("next")
    assert (heard(voiced)[-1] == STOPPED) == (way == "start again")


def test_the_simpler_words_are_read_where_those_were_chosen(voiced: Chat) -> None:
    card = CARDS["answer"]
    voiced.ask("answer")
    voiced.choose_reading("simple")
    voiced.replies.first.get_by_role("button", name=WORDS["read_aloud"]).click()
    voiced.choose_reading("aloud")
    voiced.ask("answer")
    read = heard(voiced)
    assert read.count(card["plain"]) == 2 and card["short"] not in read


def test_addresses_are_not_read_out(voiced: Chat, assistant: Assistant) -> None:
    assistant.cards = {"link": {"card": "answer", "title": "", "short": "Look at https://www.example.org/a?b=c for more.", "next": []}}
    voiced.ask("link").get_by_role("button", name=WORDS["read_aloud"]).click()
    read = " ".join(heard(voiced))
    assert "Look at" in read and "for more" in read and "example.org" not in read


def test_a_browser_without_a_voice_does_not_offer_one(open_context: Callable[..., Any], assistant: Assistant) -> None:
    context = open_context()
    context.add_init_script(MUTE)
    chat = Chat(context.new_page(), assistant.address).open()
    chat.ask("answer")
    chat.open_options()
    assert chat.page.locator(".reading").is_visible() and chat.page.locator("input[name=aloud]").count() == 0
    assert chat.button(WORDS["read_aloud"]).count() == 0 and chat.button(WORDS["copy"]).count() == 1


def test_the_simpler_words_take_the_place_of_the_others_in_every_answer(chat: Chat) -> None:
    chat.ask("answer")
    chat.choose_reading("simple")
    chat.ask("answer")
    chat.ask("steps")
    for n in range(2):
        assert chat.replies.nth(n).locator(".plain").is_visible() and not chat.replies.nth(n).locator(".short").is_visible()
        assert chat.replies.nth(n).locator(".origin summary").is_visible()
    assert chat.replies.nth(2).locator(".short").is_visible()
    chat.open()
    assert chat.replies.first.locator(".plain").is_visible()
    chat.open_options()
    chat.page.locator(".reading input[name=simple]").uncheck()
    assert chat.replies.first.locator(".short").is_visible() and not chat.replies.first.locator(".plain").is_visible()


# How tall a line of its text is.
HEIGHT = """one => {
    const text = document.createRange();
    text.selectNodeContents(one);
    return Math.max(...[...text.getClientRects()].map(line => line.height));
}"""


@pytest.mark.parametrize("chat", [{"viewport": NARROWEST}], indirect=True)
def test_larger_text_is_larger_fits_the_narrowest_window_and_stays_after_a_reload(chat: Chat) -> None:
    def heights() -> list[float]:
        return [chat.page.locator(part).first.evaluate(HEIGHT) for part in (".short", ".points > li", ".said", ".offer")]

    for kind in CARDS:
        chat.ask(kind)
    before = heights()
    chat.choose_reading("larger")
    after = heights()
    assert min(large / small for small, large in zip(before, after)) >= 1.25
    assert chat.is_as_wide_as_the_window
    chat.open()
    assert heights() == after
