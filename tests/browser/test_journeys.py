"""Three people and the real assistant, which needs the trained model: by keyboard alone, without a script, over a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.chat import PHONE, WORDS, Chat, ServedChat
from tests.browser.keys import Keys
from tests.running import Running

# One press of a key after the other: an answer of the real assistant may take a moment.
SLOW = 30_000


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("journeys")) as assistant:
        yield assistant


class Person(Chat):
    """Somebody at a keyboard, who asks, presses and reads."""

    def __init__(self, page: Any, address: str) -> None:
        super().__init__(page, address)
        page.set_default_timeout(SLOW)
        self.keys = Keys(page)

    def says(self, text: str) -> Any:
        """Types a message into the box and sends it; the reply."""
        self.keys.to(WORDS["input"], tag="textarea")
        self.keys.type(text)
        return self._next_reply("Enter")

    def presses(self, name: str, back: bool = True) -> Any:
        """Goes to a button and presses it; the reply."""
        self.keys.to(name, "Shift+Tab" if back else "Tab", "button")
        return self._next_reply("Enter")

    def is_somebody(self, role: str) -> Any:
        """Says who they are by way of the options."""
        self.keys.to(WORDS["options"], tag="summary")
        self.keys.press("Enter")
        return self.presses(WORDS["ways"][role]["says"], back=False)

    def opens(self, name: str) -> Any:
        """Goes to a button that opens a page of its own; that page."""
        self.keys.to(name, "Shift+Tab", "button")
        with self.page.context.expect_page() as opened:
            self.keys.press("Enter")
        opened.value.wait_for_load_state()
        return opened.value

    def _next_reply(self, key: str) -> Any:
        before = self.replies.count()
        self.keys.press(key)
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply


@pytest.fixture
def person(open_context: Callable[..., Any], running: Running) -> Person:
    context = open_context(viewport=PHONE)
    person = Person(context.new_page(), running.address)
    person.open()
    return person


def test_an_employee_asks_follows_up_checks_and_keeps_the_verdict(person: Person) -> None:
    first = person.says("what is the skills pledge")
    assert first.locator(".card.answer .origin").count() == 1 and first.locator(".status .tag").is_visible()
    assert person.says("how many stages").locator("ol.steps > li").count() == 5
    assert person.says("can I get a maths course paid for?").locator(".card.question").count() == 1
    person.says("Rotherham")
    person.says("34")
    person.presses("No")
    verdict = person.presses("No, none of these")
    assert verdict.locator(".card.verdict .reason.met").count() >= 2
    assert verdict.locator(".reason .mark").count() >= 2
    note = person.says("can I keep this")
    assert note.locator(".card.summary").count() == 1
    page = person.opens(WORDS["keep_page"])
    assert page.locator("main").text_content().strip() and page.locator("form").count() == 0
    assert person.is_as_wide_as_the_window and person.complaints == []
    said = person.said.count()
    person.open()
    assert person.said.count() == person.replies.count() == said
    assert person.replies.nth(said - 2).locator(".card.verdict").count() == 1


def test_a_union_learning_rep_gets_the_short_fact_and_prints_the_sheet(person: Person) -> None:
    person.is_somebody("ulr")
    fact = person.says("what is the skills pledge")
    assert fact.locator(".short").first.is_visible() and fact.locator(".origin summary").first.is_visible()
    assert fact.locator(".points:visible").count() == 0
    person.says("who can help a learner with maths near me?")
    assert person.says("S60").locator(".card.referral .route").count() > 1
    parts = person.page.locator(".sheet section")
    person.page.wait_for_function("() => document.querySelector('skills-chat').shadowRoot.querySelectorAll('.sheet section').length > 2")
    person.keys.to(person.page.locator(".sheet summary").first.text_content(), "Shift+Tab", "summary")
    if not parts.first.is_visible():
        person.keys.press("Enter")
    assert parts.first.is_visible()
    person.keys.to(WORDS["keep_page"], tag="button")
    with person.page.context.expect_page() as opened:
        person.keys.press("Enter")
    sheet = opened.value
    sheet.wait_for_load_state()
    assert "Rotherham" in sheet.locator("main").text_content() and sheet.locator("h1").count() == 1
    person.keys.to(WORDS["next_learner"], "Shift+Tab", "button")
    person.keys.press("Enter")
    # What was said is gone, and the chat knows again who asks.
    person.page.wait_for_function("""() => {
        const chat = document.querySelector('skills-chat');
        return chat.shadowRoot.querySelectorAll('li.you').length === 1 && chat.dataset.role === 'ulr';
    }""")
    assert person.replies.count() == 1


def test_an_employer_compares_two_schemes_and_ticks_off_steps(person: Person) -> None:
    person.is_somebody("employer")
    compared = person.says("what is the difference between Investors in People and Customer Service Excellence")
    table = compared.get_by_role("table")
    assert table.get_by_role("columnheader").count() == 2 and table.get_by_role("row").count() > 3
    person.keys.to(compared.locator(".scrolls").get_attribute("aria-label"), "Shift+Tab", "div")
    # Here its rows stand under each other; with more columns in a wider window the arrows scroll it.
    assert compared.locator(".scrolls").evaluate("one => one.scrollWidth <= one.clientWidth")
    steps = person.says("what are the steps for skills bootcamps")
    assert steps.locator("ul.checklist > li").count() > 2


def test_without_a_script_somebody_gets_from_a_question_to_a_page_to_keep(open_context: Callable[..., Any], running: Running) -> None:
    plain = ServedChat(open_context(java_script_enabled=False).new_page(), running.address).open()
    plain.page.set_default_timeout(SLOW)
    assert plain.ask("what is the skills pledge").locator(".card.answer").count() == 1
    assert plain.ask("how many stages").locator("ol.steps > li").count() == 5
    plain.ask("can I get a maths course paid for?")
    plain.ask("Rotherham")
    plain.ask("34")
    plain.button("No").click()
    plain.button("No, none of these").click()
    assert plain.page.locator("#latest .card.verdict .reason.met").count() >= 2
    route = plain.ask("who can give me careers advice in Rotherham?").locator(".card.referral .route").first
    assert route.locator(".way a").count() >= 1
    plain.page.locator("#latest .opinion button").first.click()
    assert WORDS["useful_thanks"] in plain.page.locator("main").text_content()
    plain.open_options()
    with plain.page.context.expect_page() as opened:
        plain.page.locator(".options .keep button[value=page]").click()
    opened.value.wait_for_load_state()
    assert "Rotherham" in opened.value.locator("main").text_content()
    with plain.page.expect_download() as saved:
        plain.page.locator(".options .keep button[value=text]").click()
    assert "Rotherham" in saved.value.path().read_text("utf-8")
    plain.button(WORDS["start_again_yes"]).click()
    assert plain.said.count() == 0


def test_a_restart_in_the_middle_of_a_check_loses_nothing(person: Person, running: Running) -> None:
    person.says("can I get a maths course paid for?")
    person.says("Rotherham")
    running.__exit__()
    person.keys.to(WORDS["input"], tag="textarea")
    person.keys.type("34")
    person.keys.press("Enter")
    person.page.get_by_text(WORDS["trying_again"]).first.wait_for()
    running.__enter__()
    person.page.context.set_offline(True)
    person.page.context.set_offline(False)
    person.replies.nth(2).wait_for()
    assert person.replies.nth(2).locator(".card.question").count() == 1
    assert person.said.count() == 3
    person.open()
    assert person.said.count() == person.replies.count() == 3
