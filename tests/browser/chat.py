"""The chat page as a person uses it, with and without its script."""

from __future__ import annotations

from typing import Any

from bot.channel.shown import Shown
from bot.channel.site import Site

WORDS: dict[str, Any] = Shown(Site()).words()
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
# 1280 by 1024 at 400 %.
ZOOMED = {"width": 320, "height": 256}


class Chat:
    """One page of a browser, and what a person finds on it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(15_000)

    def open(self) -> Chat:
        self.page.goto(self.address)
        return self.taken_over()

    def taken_over(self) -> Chat:
        """The script has put its own chat in the place of the one that was served."""
        self.page.locator("skills-chat > .chat").wait_for(state="detached")
        self.box.wait_for()
        return self

    @property
    def box(self) -> Any:
        return self.page.get_by_label(WORDS["input"], exact=True)

    @property
    def said(self) -> Any:
        return self.page.locator("li.you")

    @property
    def replies(self) -> Any:
        return self.page.locator("li.reply")

    @property
    def problem(self) -> Any:
        return self.page.locator("#problem")

    @property
    def retry(self) -> Any:
        return self.button(WORDS["retry"])

    @property
    def spoken(self) -> str:
        """What the status line says to a screen reader."""
        return str(self.page.locator("[role=status]").text_content())

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def type_and_send(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def ask(self, text: str) -> Any:
        """Sends a message and waits for its reply."""
        before = self.replies.count()
        self.type_and_send(text)
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply

    def open_options(self) -> None:
        self.page.locator(".options > summary").click()

    def choose_reading(self, name: str) -> None:
        """Ticks a way of reading: larger, simple or aloud."""
        self.open_options()
        self.page.locator(f".reading input[name={name}]").check()
        self.open_options()

    def start_again(self) -> None:
        self.open_options()
        self.button(WORDS["start_again_yes"]).click()
        self.page.locator(".welcome h2").wait_for()

    def open_every_detail(self) -> None:
        self.page.locator("details").evaluate_all("parts => parts.forEach(part => (part.open = true))")

    @property
    def is_as_wide_as_the_window(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


class ServedChat(Chat):
    """The same where no script runs: each message is a page of its own."""

    def open(self) -> ServedChat:
        self.page.goto(self.address)
        return self

    def ask(self, text: str) -> Any:
        self.box.fill(text)
        self.leave_by(self.button(WORDS["send"]))
        return self.page.locator("#latest")

    def leave_by(self, button: Any) -> None:
        """Press a button that leads to another page, and wait for that."""
        with self.page.expect_navigation():
            button.click()
