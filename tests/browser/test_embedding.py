"""The chat on a page of another site: it works whole where it is allowed, keeps to itself, and tells nobody anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channel import site as settings
from bot.channel import switch
from bot.channel.sessions import Sessions
from bot.channel.turned_off import turned_off
from bot.channel.widget import WidgetInput
from tests.browser.assistant import Assistant
from tests.browser.chat import WORDS, Chat
from tests.browser.conftest import KEY
from tests.browser.host_page import HOST, INSIDE, Site, host
from tests.browser.keys import Keys
from tests.scripted import Served

TRUSTED = "require-trusted-types-for 'script'; trusted-types skills-chat"
# What a page may do to all that it holds, in the words of careless style sheets.
LOUD = """
    html { font-size: 62.5% }
    body { font: italic 700 30px/1 monospace; text-transform: uppercase; text-align: center; letter-spacing: 5px; word-spacing: 9px;
           color: #f0f; white-space: nowrap; text-indent: 40px; visibility: visible; cursor: wait; direction: ltr; list-style: square }
    * { margin: 9px; border-radius: 0 } button { background: #f00; font-size: 50px; text-transform: lowercase }
    .card, .chat, .said, .send { display: none } h2, p, ul, form { color: #0f0; background: #00f; padding: 33px }
"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def embedded(elsewhere: Site) -> Iterator[Assistant]:
    """A chat that the other site may hold."""
    assistant = Assistant()
    allowed = settings.Site(allowed_origins=(elsewhere.origin,))
    with Served(assistant.agent, WidgetInput(Sessions([KEY]), allowed)) as server:
        assistant.address = server.address
        yield assistant


class Widget(Chat):
    """The chat as a widget on a page of another site."""

    def show(self, address: str) -> Widget:
        self.requests: list[Any] = []
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.goto(address)
        return self

    @property
    def launcher(self) -> Any:
        return self.page.locator("button.launcher")

    def open(self) -> Widget:
        self.launcher.click()
        self.box.wait_for()
        return self


@pytest.fixture
def widget(open_context: Callable[..., Any], embedded: Assistant, elsewhere: Site) -> Widget:
    embedded.reset()
    widget = Widget(open_context().new_page(), embedded.address)
    return widget.show(elsewhere.shows(host(embedded.address)))


def look(chat: Chat) -> list[list[str]]:
    """How the parts of the chat look."""
    parts = [".chat", ".said", ".card", ".card h4", ".short", ".points li", ".offer", ".send", "textarea", ".composer > label", "summary"]
    names = ["display", "color", "fontSize", "fontStyle", "fontWeight", "lineHeight", "letterSpacing", "wordSpacing", "textTransform", "fontFamily",
             "textAlign", "textIndent", "whiteSpace", "backgroundColor", "marginTop", "paddingTop", "cursor"]
    return chat.page.evaluate(
        """([parts, names]) => {
            const root = document.querySelector('skills-chat').shadowRoot;
            const zoom = one => one ? (parseFloat(getComputedStyle(one).zoom) || 1) * zoom(one.parentElement) : 1;
            return parts.map(part => {
                const one = root.querySelector(part), style = getComputedStyle(one);
                return [part, ...names.map(name => {
                    const lengths = style[name].replace(/[\\d.]+px/g, length => Math.round(parseFloat(length) * zoom(one)) + 'px');
                    return `${name}: ${lengths}`;
                })];
            });
        }""",
        [parts, names],
    )


def test_a_page_of_an_allowed_site_holds_the_whole_chat(widget: Widget, embedded: Assistant) -> None:
    widget.open()
    reply = widget.ask("answer")
    assert reply.locator(".card.answer").evaluate("card => getComputedStyle(card).display") == "grid"
    reply.get_by_role("button", name="Tell me more").click()
    widget.replies.nth(1).wait_for()
    assert embedded.texts() == ["answer", "Tell me more"]
    widget.page.reload()
    widget.open().replies.nth(1).wait_for()
    assert widget.said.count() == 2
    assert widget.complaints == []


def test_what_is_kept_opens_from_there_too(widget: Widget) -> None:
    widget.open().ask("answer")
    with widget.page.context.expect_page() as opened:
        widget.replies.locator(".keep button[value=page]").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").count() == 1 and opened.value.url == f"{widget.address}/chat/keep"


@pytest.mark.parametrize("allowed", ["no site", "another site"])
def test_a_site_that_is_not_allowed_shows_what_it_put_into_the_element(
    open_context: Callable[..., Any], assistant: Assistant, embedded: Assistant, elsewhere: Site, allowed: str
) -> None:
    page = open_context().new_page()
    server = assistant if allowed == "no site" else embedded
    server.reset()
    # The same pages under another name of this machine are another site.
    address = elsewhere.shows(host(server.address)).replace("localhost", "127.0.0.1")
    dialogs: list[Any] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))
    widget = Widget(page, server.address).show(address)
    page.wait_for_load_state("networkidle")
    assert page.get_by_text(INSIDE).is_visible() and widget.launcher.count() == 0
    assert dialogs == [] and server.texts() == []


def test_a_site_without_the_server_shows_it_too(open_context: Callable[..., Any], elsewhere: Site) -> None:
    page = open_context().new_page()
    page.goto(elsewhere.shows(host("http://127.0.0.1:9")))
    assert page.get_by_text(INSIDE).is_visible()


def test_it_opens_from_a_button_with_words_and_gives_the_focus_back(widget: Widget) -> None:
    keys = Keys(widget.page)
    keys.to(WORDS["open"], tag="button")
    assert widget.launcher.inner_text() == WORDS["open"] and not widget.box.is_visible()
    assert not widget.page.get_by_text(INSIDE).is_visible()
    keys.press("Enter")
    widget.box.wait_for()
    widget.page.wait_for_function("() => document.querySelector('skills-chat').shadowRoot.activeElement.localName === 'textarea'")
    assert keys.focus.name == WORDS["input"]
    assert widget.launcher.inner_text() == WORDS["close"]
    assert widget.page.get_by_role("region", name=WORDS["region"]).count() == 1
    keys.press("Escape")
    assert not widget.box.is_visible() and keys.focus.name == WORDS["open"]
    keys.press("Space")
    widget.box.wait_for()
    keys.to(WORDS["close"], "Shift+Tab")
    keys.press("Enter")
    assert not widget.box.is_visible() and keys.focus.name == WORDS["open"]


def test_nothing_of_the_conversation_stands_in_an_address_and_no_cookie_is_set(widget: Widget, embedded: Assistant, elsewhere: Site) -> None:
    widget.open().ask("answer")
    widget.ask("what about zebras")
    widget.page.reload()
    widget.open().replies.nth(1).wait_for()
    session = widget.page.evaluate("sessionStorage.getItem('skills-session')")
    addresses = [request.url for request in widget.requests]
    assert len(addresses) > 10 and {address.split("/")[2] for address in addresses} == {address.split("/")[2] for address in (widget.address, elsewhere.origin)}
    assert not [address for address in addresses if "zebras" in address or session in address or "?" in address or "#" in address]
    assert not [request.url for request in widget.requests if "zebras" in str(request.headers) or "cookie" in request.headers]
    assert widget.page.context.cookies() == []


def test_the_style_of_the_page_does_not_reach_the_chat(widget: Widget, embedded: Assistant, elsewhere: Site) -> None:
    widget.open().ask("answer")
    before = look(widget)
    widget.page.goto(elsewhere.shows(host(embedded.address, style=LOUD)))
    widget.open().replies.first.wait_for()
    assert widget.page.locator(".own").evaluate("one => getComputedStyle(one).textTransform") == "uppercase"
    assert look(widget) == before


def test_the_style_of_the_chat_does_not_reach_the_page(widget: Widget) -> None:
    own = "one => Object.entries(getComputedStyle(one)).map(([name, value]) => `${name}: ${value}`)"
    widget.launcher.wait_for()
    with_chat = widget.page.locator("h1").evaluate(own), widget.page.locator(".own").evaluate(own)
    widget.page.route("**/skills-chat.js", lambda route: route.abort())
    widget.page.reload()
    assert (widget.page.locator("h1").evaluate(own), widget.page.locator(".own").evaluate(own)) == with_chat


@pytest.mark.parametrize("policy", [TRUSTED, f"{TRUSTED}; script-src CHAT; style-src CHAT 'unsafe-inline'; connect-src CHAT; form-action CHAT"])
def test_a_page_that_forbids_html_from_strings_holds_it(widget: Widget, embedded: Assistant, elsewhere: Site, policy: str) -> None:
    policy = policy.replace("CHAT", embedded.address)
    widget.page.goto(elsewhere.shows(host(embedded.address), Content_Security_Policy=policy))
    widget.open()
    assert widget.ask("answer").locator(".card.answer").count() == 1
    assert widget.complaints == []


def test_the_page_itself_has_the_title_that_it_gave_itself(widget: Widget) -> None:
    widget.open().ask("answer")
    assert widget.page.title() == HOST


def test_while_the_chat_is_off_it_says_where_to_turn_and_asks_nothing(
    open_context: Callable[..., Any], embedded: Assistant, elsewhere: Site, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    switch.turn_off(tmp_path)
    embedded.reset()
    widget = Widget(open_context().new_page(), embedded.address).show(elsewhere.shows(host(embedded.address)))
    widget.launcher.click()
    off = turned_off()
    shown = widget.page.locator(".welcome")
    assert off.card["text"] in shown.inner_text() and shown.locator(".route").count() == len(off.card["routes"]) > 0
    assert not widget.box.is_visible() and embedded.texts() == []
    assert shown.evaluate("one => one.getRootNode().activeElement === one")
    widget.page.keyboard.press("Escape")
    assert not shown.is_visible() and widget.launcher.evaluate("one => one.getRootNode().activeElement === one")
