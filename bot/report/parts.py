"""The parts that the page is put together from: a card, tiles, a plot with its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Optional

from bot.guidance.knowledge import Knowledge
from bot.report.apart import LEAST, apart, cells
from bot.workforce.markup import Content, Element, e
from bot.workforce.page_section import table
from bot.workforce.plots import bars, swatch

# The filling of a bar that stands for nothing in particular.
PLAIN = "partly"


class Parts:
    """Makes parts in the words of `report` in knowledge/phrases.yml."""

    def __init__(self, k: Knowledge) -> None:
        self._k = k

    def say(self, key: str, **values: object) -> str:
        """Words of the page."""
        return self._k.say(f"report.{key}", **values)

    def card(self, name: str, title: str, *content: Content) -> Element:
        """A part of the page under its heading."""
        return e("section", e("h2", title, id=name), *content, class_="card", aria_labelledby=name)

    def small(self, key: str, **values: object) -> Element:
        """A few words on how to read what follows, or why nothing does."""
        return e("p", self.say(key, **values), class_="small")

    def tiles(self, tiles: Sequence[tuple[str, str, int, int]]) -> Element:
        """Figures at a glance: (filling, key of its words, count, of all), those that give nobody away."""
        return e("ul", *(
            e(
                "li",
                e("span", percent(count, every), class_="share"),
                e("span", swatch(kind), self.say(f"tiles.{key}"), class_="what"),
                e("span", self.say("tile", count=f"{count:,}", all=f"{every:,}"), class_="of"),
            )
            for kind, key, count, every in tiles if cells([count, every - count])[0]
        ), class_="tiles")

    def ranked(
        self, name: str, caption: str, head: str, counts: Mapping[str, int], title: Callable[[str], str], plot: str,
        kind: Callable[[str], str] = lambda _: PLAIN, count_head: Optional[str] = None,
    ) -> list[Element]:
        """A plot and a table of the groups that may be shown, the largest first; a word where there are none."""
        groups = apart(counts)
        if not groups.shown:
            return [self.small("few")]
        every = [*((title(each), kind(each), count) for each, count in groups.shown)]
        every += [(self.say("other", least=LEAST), "open", groups.others)] if groups.others else []
        drawn = [(label, filling, count, f"{count:,} ({percent(count, groups.all)})") for label, filling, count in every]
        rows = [(label, f"{count:,}", percent(count, groups.all)) for label, _, count in every]
        heads = [head, count_head or self.say("count"), self.say("share")]
        total = (self.say("all"), f"{groups.all:,}", percent(groups.all, groups.all))
        return [e("figure", bars(plot, drawn)), self.folded(table(name, caption, heads, rows, total))]

    def folded(self, made: Element) -> Element:
        """A table that says what a plot says, to be opened by whoever wants it."""
        return e("details", e("summary", self.say("as_table")), made)

    def crossed(
        self, name: str, caption: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]
    ) -> Element:
        """A table of counts with their sum first, for groups that may be shown; none of its cells points at anybody."""
        shown = [(label, sum(counts), cells(counts)) for label, counts in rows if sum(counts) >= LEAST]
        if not shown:
            return self.small("few")
        lines = [
            (label, f"{every:,}", *("–" if count is None else f"{count:,}" for count in counts))
            for label, every, counts in sorted(shown, key=lambda row: (-row[1], row[0]))
        ]
        return table(name, caption, heads, lines)


def percent(part: int, whole: int) -> str:
    """A share in whole per cent."""
    return f"{part / whole:.0%}" if whole else "–"
