"""Plots of inline SVG bars beside their labels, which tell kinds apart by pattern as well as by colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.guidance.schema.eligibility import MEANS
from bot.workforce.markup import Element, e

# Heights in CSS pixels; widths are per cent, so that a bar grows with the page and its letters do not.
HEIGHT, BASELINE = 24, 17
WIDEST_BAR, NARROWEST_LABELLED = 72.0, 9.0
COLOURS = {"yes": "#0b6b5d", "partly": "#2a6fb0", "maybe": "#b9770e", "no": "#7d5477", "open": "#eef1f4"}
LINE_COLOUR = "#5b6570"


def patterns() -> Element:
    """The fillings that the plots of a page share; takes no room."""
    drawn: dict[str, list[Element]] = {
        "yes": [],
        "partly": [e("path", d="M0 8L8 0M-2 2L2 -2M6 10L10 6", stroke="#fff", stroke_width=1.4)],
        "maybe": [e("circle", cx=4, cy=4, r=1.5, fill="#fff")],
        "no": [e("path", d="M4 0V8", stroke="#fff", stroke_width=1.4)],
        "open": [e("path", d="M0 0L8 8M-2 6L2 10M6 -2L10 2", stroke=LINE_COLOUR, stroke_width=0.8)],
    }
    defined = [
        e("pattern", e("rect", width=8, height=8, fill=COLOURS[kind]), *lines,
          id=f"fill-{kind}", width=8, height=8, patternUnits="userSpaceOnUse")
        for kind, lines in drawn.items()
    ]
    return e("svg", e("defs", *defined), width=0, height=0, class_="patterns", aria_hidden="true", focusable="false")


def swatch(kind: str) -> Element:
    """A small square filled like the bars of a kind."""
    square = e("rect", x=1, y=1, width=16, height=16, **_filled(kind))
    return e("svg", square, width=18, height=18, class_="swatch", aria_hidden="true", focusable="false")


def bars(title: str, rows: Sequence[tuple[str, str, int, str]]) -> Element:
    """A bar for each (label, kind, count, words for the count); `title` says what is seen."""
    most = max((count for _, _, count, _ in rows), default=1)
    drawn = []
    for label, kind, count, words in rows:
        width = f"{max(WIDEST_BAR * count / most, 0.4):.2f}%"
        bar = e("rect", x=0.5, y=0.5, width=width, height=HEIGHT - 1, **_filled(kind))
        drawn.append(_row(label, bar, e("text", words, x=width, dx=9, y=BASELINE, class_="count")))
    return _plot(title, drawn)


def stacked(title: str, rows: Sequence[tuple[str, Mapping[str, int]]]) -> Element:
    """A bar of full width for each (label, counts by kind), cut into shares in the order of kinds."""
    return _plot(title, [_row(label, *_shares(counts)) for label, counts in rows])


def _shares(counts: Mapping[str, int]) -> Iterator[Element]:
    left, people = 0.0, sum(counts.values())
    for kind in MEANS:
        width = 100 * counts.get(kind, 0) / people
        if width:
            yield e("rect", x=f"{left:.2f}%", y=0.5, width=f"{width:.2f}%", height=HEIGHT - 1, **_filled(kind))
        if width >= NARROWEST_LABELLED:
            yield e("text", f"{counts[kind]:,}", x=f"{left + width / 2:.2f}%", y=BASELINE, class_="inside")
        left += width


def _plot(title: str, rows: Sequence[Element]) -> Element:
    return e("div", *rows, role="img", aria_label=title, class_="plot")


def _row(label: str, *drawn: Element) -> Element:
    bar = e("svg", *drawn, width="100%", height=HEIGHT, aria_hidden="true", focusable="false")
    return e("div", e("div", label, class_="label"), e("div", bar, class_="bar"), class_="row")


def _filled(kind: str) -> dict[str, object]:
    return {"fill": f"url(#fill-{kind})", "stroke": LINE_COLOUR if kind == "open" else "#fff", "stroke_width": 1}
