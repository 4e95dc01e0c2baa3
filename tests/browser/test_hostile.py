"""Markup, scripts and unsafe addresses are shown as text wherever they stand, and nothing goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.channel.sessions import Sessions
from bot.channel.site import Site
from bot.channel.widget import WidgetInput
from tests.browser.assistant import Assistant, at_once
from tests.browser.chat import WORDS, Chat, ServedChat
from tests.browser.conftest import KEY
from tests.example_cards import CARDS
from tests.scripted import Served

MARKUP = "</template></li><img src='http://evil.example/x.png' onerror=\"document.title='x'\"><script>document.title='x'</script>"
QUOTES = "\" onmouseover=\"document.title='x'\" style='x' '{{ 7 * 7 }}{% raw %}&lt;b&gt;&#60;i&#62;"
SCRIPT = "javascript:document.title='x'"
UNSAFE = [
    SCRIPT, " javascript:x", "JaVaScRiPt:x", "java\nscript:x", "\x01javascript:x", "data:text/html,<script>x</script>", "vbscript:x",
    "//evil.example/x", "http://evil.example/x", "/chat/start-again", "blob:https://evil.example/x", "file:///etc/passwd", "https",
]
# What tells the page which card and which words of its own to take, and no words of anybody.
KEYS = ("card", "state", "as", "kind")
SKELETON = """root => [...root.querySelectorAll('*')].map(one => `${one.localName} ${one.getAttributeNames().join(' ')}`)"""


def with_words(value: Any, words: str, key: str = "") -> Any:
    """A card with those words in the place of every string that people may read or press."""
    if isinstance(value, dict):
        return {name: with_words(part, words, name) for name, part in value.items()}
    if isinstance(value, list):
        return [with_words(part, words, key) for part in value]
    return words if isinstance(value, str) and key not in KEYS else value


@pytest.fixture
def watched(chat: Chat) -> Iterator[Chat]:
    """The page, of which the title, the requests and the dialogs are as they should be at the end."""
    requests: list[str] = []
    dialogs: list[Any] = []
    chat.page.context.on("request", lambda request: requests.append(request.url))
    chat.page.context.on("dialog", lambda dialog: dialogs.append(dialog.dismiss()))
    title = chat.page.title()
    yield chat
    assert chat.page.title() == title and dialogs == []
    assert [address for address in requests if not address.startswith(f"{chat.address}/")] == []
    assert chat.complaints == []


@pytest.mark.parametrize("evil", [MARKUP, QUOTES, SCRIPT], ids=["markup", "quotes", "script"])
def test_every_string_of_every_card_is_text(watched: Chat, assistant: Assistant, evil: str) -> None:
    every = at_once(CARDS.values())
    assistant.cards = {"harmless": with_words(every, "words"), "evil": with_words(every, evil)}
    harmless = watched.ask("harmless").evaluate(SKELETON)
    assert len(harmless) > 300
    reply = watched.ask("evil")
    assert reply.evaluate(SKELETON) == harmless
    assert reply.text_content().count(evil) > 200
    assert reply.locator("a").count() == 0
    watched.open_every_detail()
    watched.page.mouse.move(200, 300)
    watched.page.reload()
    watched.taken_over()
    assert watched.replies.last.evaluate(SKELETON) == harmless


def test_unsafe_addresses_are_no_links(watched: Chat, assistant: Assistant) -> None:
    sources = [{**CARDS["answer"]["sources"][1], "url": address} for address in UNSAFE]
    ways = [{"kind": "web", "text": address, "href": address, "hours": None} for address in UNSAFE]
    route = {**CARDS["referral"]["routes"][0], "channels": ways, "source": sources[0]}
    safe = {**route, "channels": [{"kind": "web", "text": "Web: x", "href": "https://example.org/?a=\"'><b>", "hours": None}]}
    assistant.cards = {
        "unsafe": {**CARDS["answer"], "sources": sources, "then": [{**CARDS["referral"], "routes": [route]}]},
        "safe": {**CARDS["referral"], "routes": [safe]},
    }
    reply = watched.ask("unsafe")
    assert reply.locator(".card.answer .sources li").count() == reply.locator(".way").count() == len(UNSAFE)
    assert reply.locator("a").count() == 0
    link = watched.ask("safe").locator(".way a")
    assert link.get_attribute("href") == "https://example.org/?a=\"'><b>" and link.locator("b").count() == 0


def test_what_names_the_kind_of_a_card_or_a_state_is_text_too(watched: Chat, assistant: Assistant) -> None:
    card = with_words(CARDS["verdict"], "words")
    reasons = [{**reason, "state": QUOTES} for reason in card["reasons"]]
    ways = [{**way, "kind": QUOTES} for way in card["routes"][0]["channels"]]
    route = {**card["routes"][0], "channels": ways}
    answer = {**CARDS["answer"], "status": {**CARDS["answer"]["status"], "state": QUOTES}}
    assistant.cards = {"states": {**card, "reasons": reasons, "routes": [route], "then": [answer]}, "kind": {**card, "card": MARKUP}}
    for kind in ("states", "kind"):
        reply = watched.ask(kind)
        names = set(reply.locator("*").evaluate_all("all => all.flatMap(one => one.getAttributeNames())"))
        assert not [name for name in names if name.startswith("on")] and "style" not in names
        assert reply.locator("img, script").count() == 0


@pytest.mark.parametrize("evil", [MARKUP, QUOTES])
def test_what_somebody_types_is_text_at_once_after_a_reload_and_on_paper(watched: Chat, evil: str) -> None:
    watched.ask(evil)
    for _ in range(2):
        assert evil in watched.said.text_content() and watched.said.locator(".said").count() == 1
        assert watched.said.locator("*").evaluate_all("all => all.map(one => one.localName)") == ["h3", "span"]
        watched.open()
    watched.open_options()
    with watched.page.context.expect_page() as opened:
        watched.page.locator(".options .keep button[value=page]").click()
    opened.value.wait_for_load_state()
    assert evil in opened.value.locator("main").text_content()
    assert opened.value.locator("img, main script, [onmouseover]").count() == 0


def test_without_the_script_it_is_text_as_well(plain: ServedChat, assistant: Assistant) -> None:
    title = plain.page.title()
    every = at_once(CARDS.values())
    for evil in (MARKUP, QUOTES):
        assistant.cards = {"harmless": with_words(every, "words"), evil: with_words(every, evil)}
        harmless = plain.ask("harmless").evaluate(SKELETON)
        reply = plain.ask(evil)
        assert reply.evaluate(SKELETON) == harmless
        assert evil in plain.said.last.text_content() and reply.text_content().count(evil) > 200
        plain.ask(evil + "x" * 2000)
        assert plain.box.input_value() == evil + "x" * 2000
    assert plain.page.title() == title


def test_what_the_operator_sets_is_text(open_context: Callable[..., Any]) -> None:
    words = "\"' onfocus=x {{ 7 * 7 }} &lt;b&gt; &amp;"
    site = Site(name=words, tagline=words, opening_title=words, opening_text=words, opening_starters=(words,), person=words,
                person_link="mailto:help@example.org")
    assistant = Assistant()
    with Served(assistant.agent, WidgetInput(Sessions([KEY]), site)) as server:
        chat = Chat(open_context().new_page(), server.address).open()
        assert chat.page.title() == f"{words}: {words}"
        assert [chat.page.locator(part).first.text_content() for part in ("h1", ".welcome h2", ".welcome .offer")] == [words] * 3
        assert words in chat.page.locator(".foot a").first.text_content()
        chat.page.locator(".welcome .offer").first.click()
        chat.replies.first.wait_for()
        assert assistant.texts() == [words] and chat.complaints == []
        plain = ServedChat(open_context(java_script_enabled=False).new_page(), server.address).open()
        assert plain.page.locator("h1").text_content() == words


def test_a_session_that_is_none_is_refused_and_shows_nothing(chat: Chat) -> None:
    chat.page.evaluate("words => sessionStorage.setItem('skills-session', words)", MARKUP)
    chat.open()
    assert chat.said.count() == 0 and WORDS["session_over"] in chat.page.locator("li.notice").text_content()
    chat.ask("note")
