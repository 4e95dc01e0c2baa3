"""Without a script the same page does the same with forms: ask, choose, check, print, say what one thinks, start again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.channel.typed import LONGEST
from tests.browser.assistant import Assistant, at_once
from tests.browser.chat import NARROWEST, WORDS, ServedChat
from tests.example_cards import CARDS


def test_a_question_is_answered_with_the_same_card(plain: ServedChat, assistant: Assistant) -> None:
    assert plain.page.get_by_role("heading", level=1).count() == 1
    reply = plain.ask("answer")
    assert CARDS["answer"]["short"].split("\n")[0] in reply.text_content()
    assert plain.said.text_content().endswith("answer")
    assert assistant.texts() == ["answer"]
    assert plain.complaints == []


def test_it_goes_on_by_typing_and_by_button(plain: ServedChat, assistant: Assistant) -> None:
    plain.button(WORDS["starters"][0]).click()
    plain.ask("choice")
    plain.button(CARDS["choice"]["choices"][0]["title"]).click()
    plain.ask("question")
    plain.button(CARDS["question"]["choices"][1]["title"]).click()
    asked = [WORDS["starters"][0], "choice", CARDS["choice"]["choices"][0]["title"], "question", CARDS["question"]["choices"][1]["title"]]
    assert assistant.texts() == asked and len(assistant.senders()) == 1
    assert plain.replies.count() == len(asked)
    assert plain.replies.nth(1).get_by_role("button").count() == 0


def test_the_conversation_is_in_a_cookie_that_no_script_reads_and_in_no_address(plain: ServedChat) -> None:
    plain.ask("answer")
    [cookie] = plain.page.context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and cookie["expires"] == -1
    assert plain.page.url.partition("#")[0] == f"{plain.address}/"


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST + 7)], ids=["nothing", "blanks", "too long"])
def test_what_cannot_be_sent_stays_in_the_box_and_the_page_says_why(plain: ServedChat, assistant: Assistant, text: str) -> None:
    plain.ask("note")
    plain.ask(text)
    assert plain.problem.text_content() == (WORDS["too_long"].replace("{over}", "7") if text.strip() else WORDS["empty"])
    assert plain.box.input_value() == text.strip()
    assert plain.box.get_attribute("aria-invalid") == "true" and plain.box.evaluate("box => box === document.activeElement")
    assert plain.replies.count() == 1 and assistant.texts() == ["note"]


def test_a_reload_does_not_ask_twice(plain: ServedChat, assistant: Assistant) -> None:
    plain.ask("answer")
    plain.page.reload()
    plain.page.reload()
    assert plain.replies.count() == 1 and assistant.texts() == ["answer"]


def test_going_back_and_pressing_the_same_again_does_not_ask_twice(plain: ServedChat, assistant: Assistant) -> None:
    plain.ask("choice")
    first = CARDS["choice"]["choices"][0]["title"]
    form = plain.page.locator("#latest form.choices input[name=nonce]").get_attribute("value")
    plain.leave_by(plain.button(first))
    plain.page.go_back()
    # A browser that keeps pages shows the old form; this one asks anew, and the choice is over.
    if plain.page.locator("#latest form.choices").count():
        assert plain.page.locator("#latest form.choices input[name=nonce]").get_attribute("value") != form
    again = plain.page.request.post(f"{plain.address}/chat/say", form={"nonce": form, "text": first}, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.ok
    plain.page.goto(plain.address)
    assert assistant.texts() == ["choice", first] and plain.said.count() == 2


@pytest.mark.parametrize("before", [[], ["note"]], ids=["at first", "later"])
def test_two_presses_ask_once(plain: ServedChat, assistant: Assistant, before: list[str]) -> None:
    for text in before:
        plain.ask(text)
    assistant.delay = 0.4
    plain.box.fill("answer")
    box = plain.button(WORDS["send"]).bounding_box()
    for _ in range(2):
        plain.page.mouse.click(box["x"] + 20, box["y"] + 20)
        plain.page.wait_for_timeout(100)
    plain.page.locator("#latest .card.answer").wait_for()
    plain.page.wait_for_timeout(500)
    plain.page.goto(plain.address)
    assert assistant.texts() == [*before, "answer"] and len(assistant.senders()) == 1
    assert plain.said.count() == len(before) + 1


def test_the_conversation_can_be_printed_and_saved(plain: ServedChat) -> None:
    plain.ask("verdict")
    plain.open_options()
    with plain.page.context.expect_page() as opened:
        plain.page.locator(".options .keep button[value=page]").click()
    paper = opened.value
    paper.wait_for_load_state()
    reasons = [reason["text"] for reason in CARDS["verdict"]["reasons"]]
    assert all(text in paper.locator("main").text_content() for text in ["verdict", CARDS["verdict"]["title"], *reasons])
    assert paper.locator("main button, form").count() == 0 and "?" not in paper.url
    with plain.page.expect_download() as saved:
        plain.page.locator(".options .keep button[value=text]").click()
    text = saved.value.path().read_text("utf-8")
    assert saved.value.suggested_filename.endswith(".txt") and CARDS["verdict"]["title"] in text and "verdict" in text


def test_an_opinion_is_noted_and_thanked_for(plain: ServedChat) -> None:
    plain.ask("answer")
    plain.page.locator(".opinion summary").click()
    plain.button(WORDS["useful_reasons"]["out_of_date"]).click()
    assert plain.page.locator("li.notice:visible").all_text_contents() == [WORDS["useful_thanks"]]
    assert plain.replies.count() == 1


def test_starting_again_deletes_the_conversation(plain: ServedChat, assistant: Assistant) -> None:
    plain.ask("answer")
    plain.open_options()
    assert WORDS["start_again_sure"] in plain.page.locator(".anew").text_content()
    plain.button(WORDS["start_again_yes"]).click()
    assert plain.said.count() == 0 and plain.page.locator(".welcome").is_visible()
    plain.ask("note")
    assert plain.said.count() == 1 and len(assistant.senders()) == 2


def test_beside_a_learner_the_sheet_is_there(plain: ServedChat) -> None:
    plain.ask("for_ulr")
    assert plain.page.locator(".sheet").is_visible()
    assert WORDS["ways"]["ulr"]["title"] in plain.page.locator(".role").text_content()


def test_what_needs_a_script_is_not_offered(plain: ServedChat) -> None:
    plain.ask("answer")
    plain.open_options()
    assert not plain.page.locator(".reading").is_visible()
    assert WORDS["copy"] not in plain.page.get_by_role("button").all_text_contents()


def test_a_conversation_that_is_over_is_said_to_be_over(plain: ServedChat, assistant: Assistant) -> None:
    plain.ask("answer")
    [cookie] = plain.page.context.cookies()
    plain.page.context.add_cookies([{**cookie, "value": "over"}])
    plain.page.reload()
    assert plain.page.locator("li.notice:visible").all_text_contents() == [WORDS["session_over"]]
    plain.ask("note")
    assert plain.said.count() == 1 and len(assistant.senders()) == 2


def test_every_card_fits_the_narrowest_window(open_context: Callable[..., Any], assistant: Assistant) -> None:
    plain = ServedChat(open_context(java_script_enabled=False, viewport=NARROWEST).new_page(), assistant.address).open()
    assistant.cards = {"all": at_once(CARDS.values())}
    assert plain.ask("all").locator(".card").count() > len(CARDS)
    assert plain.is_as_wide_as_the_window
