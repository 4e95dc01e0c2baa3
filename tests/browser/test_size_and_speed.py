"""The chat is small, and a reply is on the screen as soon as it has come."""

from __future__ import annotations

import gzip
import statistics

import pytest

from tests.browser.chat import Chat
from tests.example_cards import CARDS

LARGEST = 20 * 1024
LONGEST_PAINT = 100
TEN_CARDS = [*CARDS][:10]

# Notes for each reply how long it took from the end of the server's answer to the frame after the reply stood there.
WATCH = """() => {
    window.painted = [];
    const channel = new MessageChannel();
    const turns = document.querySelector('skills-chat').shadowRoot.querySelector('.turns');
    new MutationObserver(changes => {
        if (!changes.some(change => [...change.addedNodes].some(node => node.matches?.('.reply')))) return;
        // A message that is posted within a frame comes after that frame was painted.
        requestAnimationFrame(() => { channel.port1.onmessage = () => painted(performance.now()); channel.port2.postMessage(0); });
    }).observe(turns, {childList: true});
    const painted = now => {
        const answers = performance.getEntriesByType('resource').filter(one => one.name.endsWith('/chat/message'));
        window.painted.push(now - answers.at(-1).responseEnd);
    };
}"""


def files_of_the_chat(chat: Chat) -> dict[str, bytes]:
    """What the element loads: its scripts and its style sheet, as they come from the server."""
    loaded = chat.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    names = {address for address in loaded if "/chat/skills-" in address}
    return {address.rsplit("/", 1)[1]: chat.page.request.get(address).body() for address in names}


def test_all_files_of_the_chat_fit_into_twenty_kilobytes(chat: Chat) -> None:
    chat.ask("answer")
    files = files_of_the_chat(chat)
    assert {"skills-chat.js", "skills-chat.css"} < set(files)
    sizes = {name: len(gzip.compress(content, 9, mtime=0)) for name, content in files.items()}
    assert sum(sizes.values()) <= LARGEST, sizes


def test_the_element_needs_no_other_file(chat: Chat) -> None:
    chat.ask("answer")
    loaded = chat.page.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)")
    others = {path for path in loaded if not path.startswith("/chat/skills-") and "." in path}
    assert others <= {"/chat/page.css", "/chat/icon.svg"}


@pytest.mark.parametrize("chat", [{"reduced_motion": "no-preference"}], indirect=True)
def test_a_reply_is_painted_within_a_tenth_of_a_second(chat: Chat) -> None:
    chat.page.evaluate(WATCH)
    for kind in TEN_CARDS:
        chat.ask(kind)
    chat.page.wait_for_function(f"() => window.painted.length >= {len(TEN_CARDS)}")
    painted = chat.page.evaluate("window.painted")
    assert all(time > 0 for time in painted)
    assert statistics.median(painted) <= LONGEST_PAINT, painted
