"""The page of results of one set: figures against bars, misses by facet, confusion, calibration and thresholds; no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.bench import by_facet, calibration, pictures
from bot.bench.confusion import confusion
from bot.bench.said import ALIKE, Said
from bot.bench.sure import CHOSEN_ON, Tried
from bot.workforce.markup import Content, Element, document, e
from bot.workforce.page import STYLE
from bot.workforce.page_section import table

MOST_CONFUSED = 10
# What the pictures of this page need on top of the style of the other page.
MORE_STYLE = (
    ".picture text { font-size: 13px; } .picture { display: block; max-width: none; } "
    "summary { cursor: pointer; padding: .5rem 0; }"
)


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, the bar ("at least 93%"), whether it is held, and the same of others by their title."""

    title: str
    value: float
    bar: str
    held: bool
    others: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """All that was measured on a set; `notes` says in words what has to be known, as what could not be measured."""

    name: str
    said: Sequence[Said]
    figures: Sequence[Figure]
    notes: Sequence[str] = ()
    tried: Sequence[Tried] = ()
    now: float = 0.0


def page(results: Results) -> str:
    """The page as a text of HTML."""
    title = f"How well the set “{results.name}” is understood"
    head = e(
        "head",
        e("meta", charset="utf-8"),
        e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        e("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        e("title", title),
        e("style", f"{STYLE.read_text('utf-8')}\n{MORE_STYLE}"),
    )
    lead = f"{len(results.said):,} messages as people type them; nothing was trained on any of them."
    top = e("header", e("h1", title), e("p", lead), e("p", _chosen(results), class_="made"))
    parts = (_figures(results), _facets(results), _confusion(results), _calibration(results), _thresholds(results))
    return document(e("html", head, e("body", e("div", top, class_="band"), e("main", *parts)), lang="en-GB"))


def _chosen(results: Results) -> str:
    if results.name == CHOSEN_ON:
        return f"Thresholds are chosen on this set, “{CHOSEN_ON}”, and on no other."
    return f"No threshold may be chosen on this set: they are chosen on the set “{CHOSEN_ON}” only."


def _card(name: str, title: str, *content: Content) -> Element:
    return e("section", e("h2", title, id=name), *content, class_="card", aria_labelledby=name)


def _picture(drawn: Element, words: str) -> Element:
    named = drawn.get("aria-label")
    inside = e("div", drawn, class_="scroll", tabindex=0, role="region", aria_label=f"{named}, to be scrolled")
    return e("figure", inside, e("figcaption", words, class_="small"))


def _figures(results: Results) -> Element:
    others = list(dict.fromkeys(name for one in results.figures for name in one.others))
    rows = [
        (
            one.title, one.bar, f"{one.value:.1%}", "held" if one.held else "MISSED",
            *(f"{one.others[name]:.1%}" if name in one.others else "" for name in others),
        )
        for one in results.figures
    ]
    heads = ("Figure", "Bar", "Measured", "Verdict", *others)
    words = (
        "The others are put in the place of our classifier only: the same examples, labels, matcher and decisions. "
        "The decisions were fitted to ours."
    )
    return _card(
        "figures", "Figures against bars", table("figures-table", "Each figure with its bar", heads, rows, texts=2),
        e("p", words, class_="small") if others else None, *(e("p", line, class_="small") for line in results.notes),
    )


def _facets(results: Results) -> Element:
    rows = [(row.title, *row.cells) for row in by_facet.rows(results.said)]
    caption = "What became of the messages, by what they asked and how they lean on what came before"
    return _card("facets", "Misses by facet", table("facets-table", caption, ("Sort", *by_facet.HEADS), rows))


def _confusion(results: Results) -> Element:
    found = confusion(results.said)
    words = (
        "Rows are what was asked, columns what was heard; the number is of messages, the shade its share of the row. "
        f"Outlined cells are right. “{ALIKE}” is the same sort of thing and still wrong: the facet of another topic, "
        "another special question, another need."
    )
    every = [(asked, heard) for asked in found.asked for heard in found.heard if (asked, heard) in found.counts]
    worst = [(asked, heard) for asked, heard, _ in found.worst(MOST_CONFUSED)]

    def cells(name: str, caption: str, pairs: Sequence[tuple[str, str]]) -> Element:
        rows = [(asked, heard, f"{found.counts[asked, heard]}", f"{found.share(asked, heard):.0%}") for asked, heard in pairs]
        return table(name, caption, ("Asked", "Heard", "Messages", "Share of those asking it"), rows, texts=2)

    return _card(
        "confusion", "What was asked, and what was heard",
        _picture(pictures.heat_map(found, "What was asked against what was heard"), words),
        cells("confusion-worst", "Heard otherwise than asked, the most frequent first", worst),
        e("details", e("summary", "Every cell of the picture as a table"),
          cells("confusion-table", "What was asked and heard, every cell that is not empty", every)),
    )


def _calibration(results: Results) -> Element:
    answers = calibration.scored(results.said)
    found, likely = calibration.bins(answers), calibration.by_likelihood(answers)
    words = (
        f"{len(answers):,} answers; the number over a bar is of answers, the broken line is where the bars should end. "
        f"Expected calibration error: {calibration.calibration_error(found):.3f}. "
        f"{len(answers) - len(likely):,} were read by rule and have the score 1; "
        f"without them it is {calibration.calibration_error(calibration.bins(likely)):.3f}."
    )
    rows = [
        (f"{one.low:.1f} to {one.high:.1f}", f"{one.number}", *(
            (f"{one.score:.2f}", f"{one.right:.0%}") if one.number else ("", "")
        ))
        for one in found
    ]
    heads = ("Score", "Answers", "Mean score", "Right")
    return _card(
        "calibration", "How far a score can be believed",
        _picture(pictures.reliability(found, "Share of right answers by their score"), words),
        table("calibration-table", "Share of right answers by their score", heads, rows),
    )


def _thresholds(results: Results) -> Element:
    if not results.tried:
        return _card("thresholds", "When to ask back", e("p", _chosen(results)))
    rows = [
        (f"{one.threshold:.2f}", f"{one.right:.1%}", f"{one.asked:.1%}", f"{one.confident:.1%}") for one in results.tried
    ]
    words = (
        "Below the threshold SURE (bot/nlu/thresholds.py) the assistant asks “did you mean”. For each value every "
        "message was said anew. " + _chosen(results)
    )
    heads = ("SURE", "Right", "Asked “did you mean”", "Wrong and confident")
    return _card(
        "thresholds", "When to ask back",
        _picture(pictures.curves(results.tried, results.now, "Right, asked back and wrong by the threshold"), words),
        table("thresholds-table", "Shares of questions and follow-ups by the threshold SURE", heads, rows),
    )


def write(results: Results, path: Path) -> None:
    """Write the page to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(results), "utf-8")
