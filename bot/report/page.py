"""The page as one file of HTML without scripts that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import bot.workforce.page
from bot.guidance.dates import PartialDate
from bot.guidance.knowledge import Knowledge
from bot.report.figures import Figures
from bot.report.parts import Parts
from bot.workforce.markup import Element, document, e
from bot.workforce.plots import patterns

STYLE: Path = bot.workforce.page.STYLE


def page(k: Knowledge, figures: Figures, sections: Iterable[Element]) -> str:
    """The page as a text of HTML."""
    parts = Parts(k)
    title = parts.say("title")
    head = e(
        "head",
        e("meta", charset="utf-8"),
        e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        e("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        e("meta", name="referrer", content="no-referrer"),
        e("title", title),
        e("style", STYLE.read_text("utf-8")),
    )
    made = parts.say("made", when=words(figures.last), first=words(figures.first), last=words(figures.last))
    top = e(
        "header", e("h1", title), e("p", parts.say("lead", turns=f"{figures.turns:,}")), e("p", made, class_="made")
    )
    body = e("body", patterns(), e("div", top, class_="band"), e("main", *sections))
    return document(e("html", head, body, lang="en-GB"))


def words(day: date) -> str:
    """A day in words."""
    return PartialDate.parse(day.isoformat()).words()
