"""What a screen reader is given of a whole chat, as it is stored in whole_chat.aria.yml.

After a change that is meant, `RENEW=1 python -m pytest tests/browser/test_whole_chat_tree.py` stores it anew; read what changed
before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.browser.chat import WORDS, Chat
from tests.example_cards import CARDS

STORED = Path(__file__).with_name("whole_chat.aria.yml")


def test_a_whole_chat_is_to_a_screen_reader_what_is_stored(chat: Chat) -> None:
    parts = ["# Before the first question", chat.page.locator("body").aria_snapshot()]
    chat.ask("answer")
    chat.ask("comparison")
    chat.ask("question")
    chat.button(CARDS["question"]["choices"][0]["title"]).click()
    chat.replies.nth(3).wait_for()
    for kind in ("verdict", "referral", "sorry", "for_ulr"):
        chat.ask(kind)
    chat.page.locator(".sheet summary").first.wait_for()
    # A press right after another one is the same press.
    chat.page.wait_for_timeout(1_100)
    chat.button(WORDS["send"]).click()
    chat.open_every_detail()
    says = "words => document.querySelector('skills-chat').shadowRoot.querySelector('[role=status]').textContent === words"
    chat.page.wait_for_function(says, arg=WORDS["empty"])
    parts += ["# In a conversation, every part open", chat.page.locator("skills-chat").aria_snapshot()]
    found = "\n".join(parts) + "\n"
    if os.environ.get("RENEW") == "1":
        STORED.write_text(found, encoding="utf-8")
    assert found.splitlines() == STORED.read_text("utf-8").splitlines()
