"""The chat page with the real assistant behind it: ask, follow up, check to a verdict, come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.running import Running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("whole-chat")) as assistant:
        yield assistant


@pytest.fixture
def page(browser: Any, running: Running) -> Iterator[Any]:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(running.address)
    taken_over(page)
    yield page
    page.context.close()


def taken_over(page: Any) -> None:
    """The script has put its own chat in the place of the one that was served."""
    page.locator("skills-chat > .chat").wait_for(state="detached")


def ask(page: Any, text: str, answer: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")
    page.get_by_text(answer).first.wait_for(timeout=15_000)


def test_a_person_asks_follows_up_and_finds_it_again_after_a_reload(page: Any) -> None:
    ask(page, "what is the skills pledge", "East of England Regional Assembly")
    ask(page, "how many stages", "five stages")
    page.reload()
    taken_over(page)
    page.get_by_text("five stages").first.wait_for(timeout=15_000)


def test_a_check_goes_to_its_verdict_by_typing_and_by_button(page: Any) -> None:
    ask(page, "can I get a maths course paid for?", "Where do you live?")
    ask(page, "Rotherham", "How old are you?")
    ask(page, "34", "GCSE in maths")
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_text("Do any of these apply?").first.wait_for(timeout=15_000)
    page.get_by_role("button", name="No, none of these").click()
    page.get_by_text("What to do next").first.wait_for(timeout=15_000)


def test_nothing_overflows_at_a_phones_width(page: Any) -> None:
    ask(page, "who can give me careers advice in Rotherham?", "DWP Careers Service")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
