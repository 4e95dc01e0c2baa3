"""What people see: the pages and cards in the words of the knowledge and the look that the operator chose."""

from __future__ import annotations

from typing import Any

import yaml

from bot.channel.drawn import WIDGET, drawn
from bot.channel.page import static_files
from bot.channel.site import Site
from bot.guidance.live import current

DEMO = WIDGET / "demo.yml"


class Shown:
    """Draws templates with everything that each of them needs."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def words(self) -> dict[str, Any]:
        """The words of the pages and the chat element."""
        return self.site.words(dict(current().phrase("widget")))

    def page(self, template: str, **values: Any) -> str:
        """A template of `bot/widget/pages` in the words of today."""
        words, site = self.words(), self.site
        fixed = {
            "words": words,
            "starters": [{"title": title} for title in words["starters"]],
            "offered_roles": [{"title": way["says"]} for way in words["ways"].values()],
            "person": {"text": site.person, "link": site.person_link},
            "privacy": site.privacy,
            "demo": site.demo,
            "logo": site.logo_name,
        }
        return drawn(template, {**fixed, **values})

    def demo(self) -> str:
        """Every card in every state; what they say is made up, and the page says so."""
        cards = yaml.safe_load(DEMO.read_text("utf-8"))
        states = {name: {"message_id": name, "said": name, "text": name, "custom": card} for name, card in cards.items()}
        return self.page("demo.html", states=states, still=True)

    def files(self) -> dict[str, tuple[bytes, str]]:
        """The files of the chat element by name, in the operator's colours, with the logo."""
        files = static_files()
        style, kind = files["skills-chat.css"]
        files["skills-chat.css"] = (style + self.site.colours_css().encode(), kind)
        return files | self.site.logo_file()
