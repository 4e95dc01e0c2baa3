"""Each card is drawn whole, in words, and fits the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.assistant import Assistant
from tests.browser.chat import DESKTOP, NARROWEST, WORDS, Chat
from tests.example_cards import CARDS, offers

# What a card says at its top level; the title of a question names its check, for other channels.
PARTS = ("title", "scheme", "short", "plain", "sentence", "text", "example", "why", "caution", "intro", "note", "as_at_text")


def lines_of(card: dict[str, Any]) -> Iterator[str]:
    """Everything that a card says to people."""
    for part in PARTS:
        if isinstance(card.get(part), str) and not (part == "title" and card["card"] == "question"):
            yield from (line for line in card[part].split("\n") if line)
    # What explains a question stands below it, several cases as a list.
    yield from (line.rstrip(".") for line in re.split(r"(?<=[.?]) ", card.get("ask", "")))
    for item in (*card.get("detail", []), *card.get("reasons", []), *card.get("sources", [])):
        yield item.get("text") or item["title"]
    for row in card.get("table", {}).get("rows", []):
        yield from (row["title"], *(cell["text"] for cell in row["cells"]))
    for part in ("changes", "steps", "have_ready", "can", "items"):
        yield from card[part] if isinstance(card.get(part), list) else []
    for section in card.get("sections", []):
        yield from (section["title"], *section["items"])
    for route in card.get("routes", []):
        yield from filter(None, (route["name"], route["why"], route["area"], route["expect"], route["cost"], route["source"]["title"]))
        yield from (way["text"] for way in route["channels"])
    for card_after in card.get("then", []):
        yield from lines_of(card_after)


@pytest.mark.parametrize("chat", [{"viewport": NARROWEST}, {"viewport": DESKTOP}], indirect=True, ids=["narrow", "wide"])
def test_each_card_is_drawn_whole_and_fits_the_window(chat: Chat) -> None:
    for kind, card in CARDS.items():
        reply = chat.ask(kind)
        shown = reply.text_content().replace(f" {WORDS['new_tab']}", "")
        assert [line for line in lines_of(card) if line not in shown] == [], kind
        for one in reply.locator("details").all():
            one.evaluate("details => (details.open = true)")
        assert chat.is_as_wide_as_the_window, kind
    assert chat.complaints == []


def test_the_page_opens_without_a_complaint_and_offers_where_to_begin(chat: Chat) -> None:
    assert chat.page.get_by_role("heading", level=1).count() == 1
    offered = chat.page.get_by_role("button").all_text_contents()
    assert set(WORDS["starters"]) <= set(offered) and {way["says"] for way in WORDS["ways"].values()} <= set(offered)
    assert chat.complaints == []


def test_several_cases_of_a_question_are_a_list_below_it(chat: Chat) -> None:
    question, *cases = re.split(r"(?<=[.?]) ", CARDS["question_cases"]["ask"])
    reply = chat.ask("question_cases")
    assert reply.get_by_role("heading", level=4).all_text_contents() == [question]
    assert reply.locator("ul.points li").all_text_contents() == [case.rstrip(".") for case in cases]


def test_detail_beyond_the_first_points_is_there_on_request(chat: Chat) -> None:
    reply = chat.ask("answer")
    last = reply.get_by_text(CARDS["answer"]["detail"][-1]["text"])
    assert not last.is_visible()
    last.locator("xpath=ancestor::details").locator("summary").click()
    assert last.is_visible()


def test_beside_a_learner_the_short_fact_comes_alone_and_with_its_source(chat: Chat) -> None:
    reply = chat.ask("for_ulr")
    card = CARDS["for_ulr"]
    assert reply.get_by_text(card["short"].split("\n")[0]).is_visible()
    assert reply.get_by_text(card["sources"][0]["publisher"]).first.is_visible()
    assert not any(reply.get_by_text(point["text"]).is_visible() for point in card["detail"])


def test_steps_are_an_ordered_list_and_a_checklist_is_to_be_ticked(chat: Chat) -> None:
    steps = CARDS["steps"]["detail"]
    assert chat.ask("steps").locator("ol.steps > li").count() == len(steps)
    listed = chat.ask("checklist").locator("ul.checklist > li")
    assert listed.count() == len(steps)
    assert listed.first.evaluate("item => getComputedStyle(item, '::before').borderTopStyle") == "solid"


def test_the_reasons_of_a_verdict_say_in_words_what_is_met(chat: Chat) -> None:
    reasons = chat.ask("verdict").locator(".reason strong").all_text_contents()
    assert reasons == [reason["state_text"] for reason in CARDS["verdict"]["reasons"]]
    assert len(set(reasons)) == 3


def test_only_addresses_that_the_server_gives_are_links(chat: Chat) -> None:
    reply = chat.ask("referral")
    given = [way["href"] for route in CARDS["referral"]["routes"] for way in route["channels"] if way["href"]]
    assert [link.get_attribute("href") for link in reply.locator(".way a").all()] == given
    assert reply.locator(".way.phone a").text_content() == "0800 000 0000"


def test_a_reply_after_another_question_puts_the_open_question_last_with_its_choices(chat: Chat) -> None:
    cards = chat.ask("digression").locator(".card")
    assert [cards.nth(n).get_attribute("class") for n in range(cards.count())] == ["card answer", "card question"]
    assert cards.last.get_by_role("button").all_text_contents() == [one["title"] for one in CARDS["question"]["choices"]]


def test_a_card_of_a_kind_the_page_does_not_know_is_shown_by_its_text(chat: Chat, assistant: Assistant) -> None:
    assistant.cards = {"new": {"card": "brand-new", "title": "Words that count", "next": offers("Go on")}}
    assert "Words that count" in chat.ask("new").text_content()
    assert chat.button("Go on").is_visible()


def test_buttons_and_links_are_large_enough_to_hit(chat: Chat) -> None:
    chat.ask("verdict")
    sizes = chat.page.locator("button, summary, .way a").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => [one.textContent, one.getBoundingClientRect().height])"
    )
    assert len(sizes) > 10
    assert [name for name, height in sizes if height < 24] == []
