"""The chat page in a real browser: drawn, read aloud, worked by keyboard, and nothing lost."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from tests.example_cards import CARDS, NOTE, offers

PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}


class Chat:
    """The page as a person uses it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(10_000)

    def open(self) -> Chat:
        self.page.goto(self.address)
        # The script puts its own chat in the place of the one that was served.
        self.page.locator("skills-chat > .chat").wait_for(state="detached")
        self.box.wait_for()
        return self

    @property
    def box(self) -> Any:
        return self.page.get_by_label("Your question")

    @property
    def replies(self) -> Any:
        return self.page.locator("li.reply")

    @property
    def spoken(self) -> str:
        return str(self.page.locator("[role=status]").text_content())

    def start_again(self) -> None:
        self.page.get_by_text("Options").click()
        self.page.get_by_role("button", name="Delete and start again").click()
        self.page.locator(".welcome h2").wait_for()

    def ask(self, text: str) -> Any:
        before = self.replies.count()
        self.box.fill(text)
        self.box.press("Enter")
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply


@pytest.fixture
def chat(browser: Any, assistant: Any, request: Any) -> Iterator[Chat]:
    context = browser.new_context(viewport=getattr(request, "param", PHONE), reduced_motion="reduce")
    yield Chat(context.new_page(), assistant.address).open()
    context.close()


def test_the_page_opens_without_a_complaint_and_offers_where_to_begin(chat: Chat) -> None:
    assert chat.page.get_by_role("heading", level=1).count() == 1
    assert chat.page.get_by_role("button").count() >= 4
    assert chat.complaints == []


@pytest.mark.parametrize("chat", [NARROWEST, {"width": 1200, "height": 800}], indirect=True, ids=["narrow", "wide"])
@pytest.mark.parametrize("kind", CARDS)
def test_each_card_is_drawn_whole_and_fits_the_window(chat: Chat, kind: str) -> None:
    card = CARDS[kind]
    reply = chat.ask(kind)
    shown = reply.text_content()
    for part in ("title", "short", "sentence", "text", "ask", "why", "caution", "as_at_text"):
        if isinstance(card.get(part), str) and not (part == "title" and kind == "question"):
            for line in card[part].split("\n\n"):
                assert line in shown
    for item in (*card.get("detail", []), *card.get("reasons", []), *card.get("sources", [])):
        assert item.get("text", item.get("title")) in shown
    for row in card.get("table", {}).get("rows", []):
        assert all(cell["text"] in shown for cell in row["cells"])
    for route in card.get("routes", []):
        assert route["name"] in shown and route["channels"][0]["text"] in shown
    wide, window = chat.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window
    assert chat.complaints == []


def test_detail_beyond_the_first_points_is_there_on_request(chat: Chat) -> None:
    reply = chat.ask("answer")
    last = reply.get_by_text(CARDS["answer"]["detail"][-1]["text"])
    assert not last.is_visible()
    reply.get_by_text("More detail").click()
    assert last.is_visible()


def test_the_order_of_steps_is_an_ordered_list(chat: Chat) -> None:
    assert chat.ask("steps").locator("ol.steps > li").count() == 3


def test_the_reasons_of_a_verdict_say_in_words_what_is_met(chat: Chat) -> None:
    reasons = chat.ask("verdict").locator(".reason strong").all_text_contents()
    assert reasons == ["Met", "Not met", "Not known yet"]


def test_only_addresses_that_the_server_gives_are_links(chat: Chat) -> None:
    reply = chat.ask("referral")
    links = [link.get_attribute("href") for link in reply.locator(".way a").all()]
    assert links == ["tel:08000000000", "https://www.example.org/careers"]
    assert reply.locator(".way.phone a").text_content() == "0800 000 0000"


def test_a_reply_after_another_question_puts_the_open_question_last_with_its_choices(chat: Chat) -> None:
    cards = chat.ask("digression").locator(".card")
    assert [cards.nth(n).get_attribute("class") for n in range(cards.count())] == ["card answer", "card question"]
    assert chat.page.get_by_role("button", name="I do not know").is_visible()


def test_the_whole_conversation_works_by_keyboard(chat: Chat, assistant: Any) -> None:
    chat.page.keyboard.press("Tab")
    assert chat.page.evaluate("document.activeElement.className") == "skip"
    chat.box.focus()
    chat.page.keyboard.type("answer")
    chat.page.keyboard.press("Enter")
    chat.replies.first.wait_for()
    chat.page.get_by_role("button", name="Tell me more").focus()
    chat.page.keyboard.press("Enter")
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["answer", "Tell me more"]
    focused = "document.querySelector('skills-chat').shadowRoot.activeElement?.className"
    assert "you" in chat.page.evaluate(focused)


def test_shift_and_enter_starts_a_new_line(chat: Chat, assistant: Any) -> None:
    chat.box.focus()
    chat.page.keyboard.type("one")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("two")
    assert chat.box.input_value() == "one\ntwo"
    assert assistant.texts() == []


def test_each_reply_is_announced_once_and_whole(chat: Chat) -> None:
    chat.page.evaluate(
        """() => {
            window.heard = [];
            const line = document.querySelector('skills-chat').shadowRoot.querySelector('[role=status]');
            new MutationObserver(() => line.textContent && window.heard.push(line.textContent))
                .observe(line, {childList: true, characterData: true, subtree: true});
        }"""
    )
    chat.ask("choice")
    chat.ask("choice")
    chat.page.wait_for_function("() => window.heard.length >= 2")
    heard = chat.page.evaluate("window.heard")
    assert heard == [heard[0]] * 2
    assert CARDS["choice"]["title"] in heard[0]
    assert chat.page.locator("[aria-live]").count() == 0 and chat.page.locator("[role=status]").count() == 1


def test_the_transcript_is_an_ordered_list_with_a_heading_for_each_message(chat: Chat) -> None:
    chat.ask("note")
    chat.ask("note")
    assert chat.page.locator("ol.turns > li").count() == 4
    headings = chat.page.locator("ol.turns > li > h3").all_text_contents()
    assert len(headings) == len(set(headings)) == 4


def test_choices_are_real_buttons_and_become_words_once_chosen(chat: Chat, assistant: Any) -> None:
    chat.ask("choice")
    chat.page.get_by_role("button", name="What is Train to Gain?").click()
    chat.replies.nth(1).wait_for()
    assert assistant.texts()[-1] == "What is Train to Gain?"
    assert chat.replies.first.get_by_role("button").count() == 0
    assert "What is Train to Gain?" in chat.replies.first.text_content()


def test_an_empty_message_is_not_sent_and_says_so(chat: Chat, assistant: Any) -> None:
    chat.page.get_by_role("button", name="Send").click()
    assert chat.box.get_attribute("aria-invalid") == "true"
    assert chat.page.locator("#problem").text_content()
    assert assistant.texts() == []


def test_a_message_that_is_too_long_is_kept_in_the_box(chat: Chat, assistant: Any) -> None:
    text = "why " * 600
    chat.box.fill(text)
    chat.box.press("Enter")
    assert chat.box.input_value() == text
    assert "399" in chat.page.locator("#problem").text_content()
    assert assistant.texts() == []


def test_a_message_that_did_not_get_through_is_kept_and_sent_again_once(chat: Chat, assistant: Any) -> None:
    chat.ask("note")
    chat.page.route("**/chat/message", lambda route: route.abort())
    chat.box.fill("answer")
    chat.box.press("Enter")
    retry = chat.page.get_by_role("button", name="Try again")
    retry.wait_for()
    assert chat.page.locator("li.you").last.text_content().endswith("answer")
    chat.page.unroute("**/chat/message")
    retry.click()
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["note", "answer"]
    assert retry.count() == 0


def test_a_reply_lost_on_the_way_back_is_fetched_without_asking_twice(chat: Chat, assistant: Any) -> None:
    def lose_the_reply(route: Any) -> None:
        route.fetch()
        route.abort()

    chat.page.route("**/chat/message", lose_the_reply, times=1)
    chat.box.fill("answer")
    chat.box.press("Enter")
    chat.page.get_by_role("button", name="Try again").click()
    chat.replies.first.wait_for()
    assert assistant.texts() == ["answer"]


def test_a_message_that_never_got_through_is_still_there_after_a_reload(chat: Chat, assistant: Any) -> None:
    chat.ask("note")
    chat.page.route("**/chat/message", lambda route: route.abort())
    chat.box.fill("answer")
    chat.box.press("Enter")
    chat.page.get_by_role("button", name="Try again").wait_for()
    chat.page.unroute("**/chat/message")
    chat.open()
    chat.page.get_by_role("button", name="Try again").click()
    chat.replies.nth(1).wait_for()
    assert assistant.texts() == ["note", "answer"]


def test_a_turn_that_failed_shows_the_apology_and_can_be_tried_again(chat: Chat, assistant: Any) -> None:
    assistant.silent = True
    assert chat.ask("answer").locator(".card.sorry").count() == 1
    assistant.silent = False
    chat.page.get_by_role("button", name="Try again").click()
    chat.page.locator("li.reply .card.answer").wait_for()
    assert chat.replies.count() == 1
    assert chat.page.get_by_role("button", name="Try again").count() == 0


def test_while_it_looks_the_page_says_so_in_words(chat: Chat, assistant: Any) -> None:
    assistant.delay = 0.6
    chat.box.fill("note")
    chat.box.press("Enter")
    chat.page.locator("li.working").wait_for()
    assert chat.page.locator("li.working").text_content().strip()
    chat.replies.first.wait_for()
    assert chat.page.locator("li.working").count() == 0


def test_messages_sent_one_after_the_other_are_answered_in_order(chat: Chat, assistant: Any) -> None:
    assistant.delay = 0.3
    for text in ("note", "answer", "steps"):
        chat.box.fill(text)
        chat.box.press("Enter")
    chat.replies.nth(2).wait_for()
    assert assistant.texts() == ["note", "answer", "steps"]
    order = chat.page.locator("ol.turns > li").evaluate_all("items => items.map(item => item.className.split(' ')[1])")
    assert order == ["you", "reply"] * 3


def test_a_reload_shows_the_conversation(chat: Chat) -> None:
    chat.ask("answer")
    chat.ask("question")
    chat.open()
    assert chat.page.locator("li.you").count() == 2
    assert chat.page.locator("li.reply .card").first.text_content().strip().startswith(CARDS["answer"]["title"])
    assert chat.page.get_by_role("button", name="I do not know").is_visible()


def test_two_tabs_show_the_same_conversation(chat: Chat, assistant: Any) -> None:
    chat.ask("answer")
    other = Chat(chat.page.context.new_page(), assistant.address).open()
    assert other.page.locator("li.you").count() == 1
    other.ask("note")
    chat.replies.nth(1).wait_for()
    chat.ask("steps")
    other.replies.nth(2).wait_for()
    assert len({asked.sender_id for asked in assistant.agent.asked}) == 1
    other.start_again()
    chat.page.locator(".welcome h2").wait_for()
    assert chat.page.locator("li.you").count() == 0


def test_another_browser_is_another_conversation(chat: Chat, browser: Any, assistant: Any) -> None:
    chat.ask("answer")
    context = browser.new_context()
    assert Chat(context.new_page(), assistant.address).open().page.locator("li.you").count() == 0
    context.close()


def test_start_again_asks_first_and_then_forgets(chat: Chat, assistant: Any) -> None:
    chat.ask("answer")
    chat.page.get_by_text("Options").click()
    assert chat.page.locator("li.you").count() == 1
    chat.page.get_by_role("button", name="Delete and start again").click()
    chat.page.locator(".welcome h2").wait_for()
    assert chat.page.locator("ol.turns > li").count() == 0
    chat.ask("note")
    assert len({asked.sender_id for asked in assistant.agent.asked}) == 2


def test_a_conversation_that_is_over_goes_on_as_a_new_one_with_the_message_kept(chat: Chat, assistant: Any) -> None:
    chat.ask("note")
    chat.page.evaluate("sessionStorage.setItem('skills-session', 'over')")
    chat.ask("answer")
    assert assistant.texts() == ["note", "answer"]
    assert chat.page.locator("li.notice").count() == 1


def test_personal_data_is_shown_as_it_is_kept(chat: Chat) -> None:
    chat.ask("I am jo@example.org")
    assert "example.org" not in chat.page.locator("li.you").text_content()


def test_markup_and_unsafe_addresses_stay_text(chat: Chat, assistant: Any) -> None:
    evil = "<img src=x onerror=document.title='x'><script>document.title='x'</script>"
    source = {**CARDS["answer"]["sources"][0], "title": evil, "url": "javascript:document.title='x'"}
    route = {**CARDS["referral"]["routes"][0], "name": evil, "source": source}
    route["channels"] = [{"kind": "web", "text": evil, "href": "data:text/html,x", "hours": evil}]
    assistant.cards = {
        "evil": {**CARDS["answer"], "title": evil, "short": evil, "sources": [source], "next": offers(evil), "then": [
            {**CARDS["referral"], "title": evil, "routes": [route]}, {**NOTE, "text": evil, "items": [evil]}]},
    }
    title = chat.page.title()
    reply = chat.ask("evil")
    chat.ask(evil)
    assert evil in reply.text_content()
    assert reply.locator("img, script, a").count() == 0
    assert chat.page.title() == title


def test_a_card_of_a_kind_the_page_does_not_know_is_shown_by_its_text(chat: Chat, assistant: Any) -> None:
    assistant.cards = {"new": {"card": "brand-new", "title": "Words that count", "next": offers("Go on")}}
    assert "Words that count" in chat.ask("new").text_content()
    assert chat.page.get_by_role("button", name="Go on").is_visible()


@pytest.mark.parametrize("chat", [{"width": 320, "height": 256}], indirect=True)
def test_in_a_low_window_nothing_sticks_over_what_is_read(chat: Chat) -> None:
    chat.ask("answer")
    position = "getComputedStyle(document.querySelector('skills-chat').shadowRoot.querySelector('.dock')).position"
    assert chat.page.evaluate(position) == "static"


def test_buttons_and_links_are_large_enough_to_hit(chat: Chat) -> None:
    chat.ask("verdict")
    small = chat.page.locator("button, summary, .way a").evaluate_all(
        "items => items.filter(i => i.offsetParent && i.getBoundingClientRect().height < 24).map(i => i.textContent)"
    )
    assert small == []


def test_as_a_widget_it_opens_from_a_button_and_escape_gives_the_focus_back(chat: Chat) -> None:
    host = "<!doctype html><html lang=en><title>t</title><script src=/chat/skills-chat.js defer></script><skills-chat></skills-chat>"
    chat.page.route("**/host", lambda route: route.fulfill(body=host, content_type="text/html"))
    chat.page.goto(f"{chat.address}/host")
    button = chat.page.locator("button.launcher")
    assert button.get_attribute("aria-expanded") == "false" and not chat.box.is_visible()
    button.click()
    chat.box.wait_for()
    focused = "document.querySelector('skills-chat').shadowRoot.activeElement.tagName"
    chat.page.wait_for_function(f"() => {focused} === 'TEXTAREA'")
    chat.page.keyboard.press("Escape")
    assert not chat.box.is_visible()
    assert chat.page.evaluate(focused) == "BUTTON"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["welcome", "failed", *CARDS])
def test_axe_finds_nothing_wrong(chat: Chat, assistant: Any, kind: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    chat.page.emulate_media(color_scheme=scheme)
    assistant.silent = kind == "failed"
    if kind != "welcome":
        chat.ask(kind)
    chat.page.locator("details").evaluate_all("parts => parts.forEach(part => (part.open = true))")
    found = Axe().run(chat.page).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found] == []
