"""The page to show: plots and tables of who could have what, in one file without scripts that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.guidance.dates import PartialDate
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Workforce
from bot.workforce.columns import heading_of
from bot.workforce.markup import Content, Element, document, e
from bot.workforce.page_section import section
from bot.workforce.plots import patterns
from bot.workforce.screen import counted
from bot.workforce.tally import LEAST_GROUP, Tally

STYLE = Path(__file__).with_name("page.css")


@dataclass(frozen=True)
class Story:
    """What one run found: the counts, and what has to be known to read them."""

    tallies: Sequence[Tally]
    people: int
    left_out: int
    by_department: bool
    missing: Sequence[str]
    everybody: Mapping[str, str]
    vague: int
    day: date


def page(k: Knowledge, words: Workforce, story: Story) -> str:
    """The page as a text of HTML."""
    title = words.say("page.title")
    sections = [section(k, words, tally, number, story.by_department) for number, tally in enumerate(story.tallies, 1)]
    return plotted(f"{title}: {_sets(words, story)}", _top(words, story, title), [*sections, _notes(words, story)])


def plotted(title: str, top: Element, parts: Iterable[Content]) -> str:
    """A page of plots as a text of HTML: nothing of it is fetched from anywhere."""
    head = e(
        "head",
        e("meta", charset="utf-8"),
        e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        e("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        e("meta", name="referrer", content="no-referrer"),
        e("title", title),
        e("style", STYLE.read_text("utf-8")),
    )
    body = e("body", patterns(), e("div", top, class_="band"), e("main", *parts))
    return document(e("html", head, body, lang="en-GB"))


def _top(words: Workforce, story: Story, title: str) -> Element:
    people = counted(words, "screen.people_count", story.people)
    lead = [words.say("page.lead", people=people, sets=_sets(words, story))]
    if story.left_out:
        lead.append(words.say("page.lead_bad", rows=counted(words, "screen.rows", story.left_out)))
    made = words.say("page.made", when=PartialDate.parse(story.day.isoformat()).words())
    return e("header", e("h1", title), e("p", " ".join(lead)), e("p", made, class_="made"))


def _sets(words: Workforce, story: Story) -> str:
    if len(story.tallies) == 1:
        return words.say("page.one_set", title=story.tallies[0].judge.rule_set.title)
    return words.say("page.many_sets", count=len(story.tallies))


def _notes(words: Workforce, story: Story) -> Element:
    """What has to be known to read the figures, at the end of the page."""
    notes = [words.say("page.notes_list.guidance"), words.say("page.notes_list.private")]
    if story.left_out:
        notes.append(words.say("page.notes_list.bad", rows=counted(words, "screen.rows", story.left_out)))
    if story.missing:
        headings = "; ".join(heading_of(words, name) for name in story.missing)
        notes.append(words.say("page.notes_list.missing", headings=headings))
    if story.everybody:
        answers = "; ".join(
            words.say("page.notes_list.answer", heading=heading_of(words, name), value=value)
            for name, value in story.everybody.items()
        )
        notes.append(words.say("page.notes_list.same", answers=answers))
    if story.vague:
        notes.append(words.say("screen.vague", people=counted(words, "screen.people_count", story.vague)))
    if story.by_department:
        notes.append(words.say("page.notes_list.small", least=LEAST_GROUP))
    notes += [words.say("page.notes_list.shares"), words.say("page.notes_list.age")]
    listed = e("ul", *(e("li", note) for note in notes), class_="notes")
    return e("section", e("h2", words.say("page.notes"), id="notes"), listed, class_="card", aria_labelledby="notes")
