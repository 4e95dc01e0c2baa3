"""Pictures of every card and state, and those of the README: `python -m tests.pictures [folder] [--cards]`.

The cards are those of the demo page. The README's are of the real assistant, which has to be trained; `--cards` leaves them as
they are.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.channel.sessions import Sessions
from bot.channel.widget import WidgetInput
from bot.guidance.live import current
from tests.browser.assistant import Assistant
from tests.browser.chat import DESKTOP, PHONE, WORDS, Chat, ServedChat
from tests.browser.chromium import chromium
from tests.browser.host_page import host
from tests.example_cards import CARDS
from tests.running import ROOT, Running
from tests.scripted import Served

FOLDER = ROOT / ".state/pictures"
WIDGET = ROOT / "bot/widget"
BESIDE_A_LEARNER = {"width": 1360, "height": 900}
LOOKS = [(name, window, scheme) for name, window in (("phone", PHONE), ("desktop", DESKTOP)) for scheme in ("light", "dark")]
ON_A_PHONE = {"viewport": PHONE, "device_scale_factor": 1.5, "is_mobile": True, "has_touch": True}
SLOW = 30_000

Take = Callable[..., None]


def cards_and_states(browser: Any, folder: Path) -> None:
    """Each card and state with a scripted assistant, on a phone and a desktop, by day and by night."""
    assistant = Assistant()
    with Served(assistant.agent, WidgetInput(Sessions(["a key for pictures that is long enough to sign with"]))) as server:
        for name, window, scheme in LOOKS:
            def take(what: str, part: Any, look: str = f"{name}-{scheme}", **options: Any) -> None:
                part.screenshot(path=folder / f"{what}-{look}.png", **options)

            settings = {"viewport": window, "color_scheme": scheme, "reduced_motion": "reduce"}
            context = browser.new_context(**settings)
            _cards(Chat(context.new_page(), server.address).open(), take)
            assistant.reset()
            _states(Chat(context.new_page(), server.address).open(), assistant, take)
            _embedded(Chat(context.new_page(), server.address), take)
            context.close()
            assistant.reset()
            context = browser.new_context(**settings, java_script_enabled=False)
            _without_script(ServedChat(context.new_page(), server.address).open(), take)
            context.close()


def _cards(chat: Chat, take: Take) -> None:
    for kind in CARDS:
        reply = chat.ask(kind)
        chat.page.wait_for_timeout(50)
        take(f"card-{kind}", chat.page)
        for part in reply.locator("details").all():
            part.evaluate("one => (one.open = true)")
        take(f"card-{kind}-open", reply)


def _states(chat: Chat, assistant: Assistant, take: Take) -> None:
    take("welcome", chat.page, full_page=True)
    chat.open_options()
    take("options-at-first", chat.page)
    chat.open_options()
    chat.button(WORDS["send"]).click()
    take("empty", chat.page)
    knowledge = current()
    assistant.agent.remembered.update({"role": "ulr", "topic": next(iter(knowledge.topics)), "need": next(iter(knowledge.needs))})
    chat.ask("for_ulr")
    chat.page.locator(".sheet section").first.wait_for(state="attached")
    take("sheet-closed", chat.page)
    chat.page.locator(".sheet details").evaluate("one => (one.open = true)")
    chat.page.wait_for_timeout(50)
    take("sheet-open", chat.page)
    chat.start_again()
    chat.ask("answer")
    chat.open_options()
    take("options", chat.page)
    chat.open_options()
    chat.page.locator(".opinion summary").last.click()
    take("opinion", chat.page)
    assistant.silent = True
    chat.ask("answer")
    take("failed", chat.page)
    chat.page.route("**/chat/message", lambda route: route.abort())
    chat.type_and_send("note")
    chat.retry.nth(1).wait_for()
    take("unsent", chat.page)
    chat.choose_reading("larger")
    take("larger", chat.page)


def _embedded(chat: Chat, take: Take) -> None:
    chat.page.route("**/host", lambda route: route.fulfill(body=host(), content_type="text/html"))
    chat.page.goto(f"{chat.address}/host")
    chat.page.locator("button.launcher").wait_for()
    take("widget-closed", chat.page)
    chat.page.locator("button.launcher").click()
    chat.box.wait_for()
    take("widget-open", chat.page)


def _without_script(plain: ServedChat, take: Take) -> None:
    take("without-script", plain.page)
    plain.ask("verdict")
    take("without-script-verdict", plain.page)
    plain.ask("")
    take("without-script-empty", plain.page)
    plain.page.goto(plain.address)
    plain.open_options()
    with plain.page.context.expect_page() as opened:
        plain.page.locator(".options .keep button[value=page]").click()
    opened.value.wait_for_load_state()
    take("paper", opened.value, full_page=True)
    for path in ("accessibility", "demo"):
        plain.page.goto(f"{plain.address}/chat/{path}")
        take(path, plain.page)


def of_the_readme(browser: Any, folder: Path) -> None:
    """Four conversations with the real assistant, as somebody sees them."""
    with tempfile.TemporaryDirectory() as state, Running(Path(state)) as running:
        for name, look, messages in (
            ("picture", ON_A_PHONE, ["does the skills pledge cost anything"]),
            ("picture-verdict", ON_A_PHONE, ["can I get a maths course paid for?", "Rotherham", "34", "no", "none of these"]),
            ("picture-employer", {"viewport": DESKTOP}, [
                WORDS["ways"]["employer"]["says"], "what is the difference between Investors in People and Customer Service Excellence",
            ]),
            ("picture-rep", {"viewport": BESIDE_A_LEARNER}, [
                WORDS["ways"]["ulr"]["says"], "who can help a learner with maths near me?", "S60", "what is the skills pledge",
            ]),
        ):
            context = browser.new_context(**look, color_scheme="light", reduced_motion="reduce")
            chat = Chat(context.new_page(), running.address).open()
            chat.page.set_default_timeout(SLOW)
            for message in messages:
                chat.ask(message)
            chat.page.evaluate("document.activeElement.blur()")
            # The reply is scrolled to the top, and the learner sheet comes a moment later.
            chat.page.wait_for_timeout(600)
            chat.page.screenshot(path=folder / f"{name}.png")
            context.close()


def main() -> None:
    """Take all of them, or the cards and states only."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    asked.add_argument("--cards", action="store_true", help="only the cards and states")
    arguments = asked.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        cards_and_states(browser, arguments.folder)
        if not arguments.cards:
            of_the_readme(browser, WIDGET)
    print(f"The cards and states are in {arguments.folder}")


if __name__ == "__main__":
    main()
