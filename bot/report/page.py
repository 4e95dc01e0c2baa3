"""The page as one file of HTML without scripts that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.guidance.dates import PartialDate
from bot.guidance.knowledge import Knowledge
from bot.report.figures import Figures
from bot.report.parts import Parts
from bot.workforce.markup import Element, e
from bot.workforce.page import plotted


def page(k: Knowledge, figures: Figures, sections: Iterable[Element]) -> str:
    """The page as a text of HTML."""
    parts = Parts(k)
    title = parts.say("title")
    made = parts.say("made", when=words(figures.last), first=words(figures.first), last=words(figures.last))
    top = e(
        "header", e("h1", title), e("p", parts.say("lead", turns=f"{figures.turns:,}")), e("p", made, class_="made")
    )
    return plotted(title, top, sections)


def words(day: date) -> str:
    """A day in words."""
    return PartialDate.parse(day.isoformat()).words()
