"""The part of the page about one set of rules: figures at a glance, two plots with their tables, open questions, sources."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance.content.source_list import SourceList
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.eligibility import MEANS, Outcome
from bot.guidance.schema.workforce import Workforce
from bot.workforce.columns import heading_of
from bot.workforce.markup import Content, Element, e
from bot.workforce.plots import bars, stacked, swatch
from bot.workforce.screen import by_title, counted, share, upper
from bot.workforce.tally import Group, Tally

MOST_DOORS = 10


def section(k: Knowledge, words: Workforce, tally: Tally, number: int, by_department: bool) -> Element:
    """One set of rules and everybody by it."""
    name, rule_set = f"set-{number}", tally.judge.rule_set
    top = e(
        "section",
        e("h2", upper(rule_set.title), id=name),
        e("p", words.say("page.as_at", title=rule_set.title, when=rule_set.as_at.words()), class_="basis"),
        e("p", rule_set.caution, class_="caution") if rule_set.caution else None,
        e("h3", words.say("page.glance")),
        _tiles(words, tally),
        class_="card", aria_labelledby=name,
    )
    parts = [
        top,
        _by_outcome(words, tally, name),
        _by_department(words, tally, name, by_department),
        _unknown(k, words, tally, name),
        _doors(words, tally, name),
        _wording(words, tally, name),
        _sources(k, words, tally),
    ]
    return e("div", *parts)


def table(
    name: str, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], total: Sequence[str] = (), texts: int = 1
) -> Element:
    """A table that can be scrolled where it is too wide; the first `texts` columns are words, the others numbers."""

    def cell(tag: str, text: str, at: int, **more: object) -> Element:
        return e(tag, text, class_="number" if at >= texts else None, **more)

    def line(row: Sequence[str]) -> Element:
        return e("tr", *(cell("td" if at else "th", text, at, scope=None if at else "row") for at, text in enumerate(row)))

    head = e("tr", *(cell("th", text, at, scope="col") for at, text in enumerate(heads)))
    made = e(
        "table",
        e("caption", caption, id=f"{name}-caption"),
        e("thead", head),
        e("tbody", *map(line, rows)),
        e("tfoot", line(total)) if total else None,
        id=name, class_="wide" if texts > 2 else None,
    )
    return e("div", made, class_="scroll", tabindex=0, role="region", aria_labelledby=f"{name}-caption")


def _card(title: str, *content: Content) -> Element:
    return e("div", e("h3", title), *content, class_="card")


def _tiles(words: Workforce, tally: Tally) -> Element:
    counts = tally.comes_to()
    return e("ul", *(
        e(
            "li",
            e("span", share(counts[kind], tally.people), class_="share"),
            e("span", swatch(kind), words.say(f"comes_to.{kind}"), class_="what"),
            e("span", words.say("page.tile", people=f"{counts[kind]:,}", all=f"{tally.people:,}"), class_="of"),
        )
        for kind in MEANS if counts[kind]
    ), class_="tiles")


def _by_outcome(words: Workforce, tally: Tally, name: str) -> Element:
    found = by_title(tally)
    title = tally.judge.rule_set.title
    drawn = [(label, kind, count, f"{count:,} ({share(count, tally.people)})") for label, kind, count in found]
    rows = [
        (label, words.say(f"comes_to.{kind}"), f"{count:,}", share(count, tally.people)) for label, kind, count in found
    ]
    heads = [words.say(f"page.{key}") for key in ("outcome", "comes_to", "people", "share")]
    total = (words.say("page.all"), "", f"{tally.people:,}", share(tally.people, tally.people))
    return _card(
        words.say("page.by_outcome"),
        e("figure", _legend(words, [kind for _, kind, _ in found]),
          bars(words.say("page.by_outcome_plot"), drawn)),
        table(f"{name}-outcomes", words.say("page.by_outcome_caption", title=title), heads, rows, total, texts=2),
    )


def _by_department(words: Workforce, tally: Tally, name: str, given: bool) -> Element:
    heading, groups = words.say("page.by_department"), tally.groups() if given else []
    if not groups:
        return _card(heading, e("p", words.say("page.too_few" if given else "page.not_by_department"), class_="small"))
    kinds = [kind for kind in MEANS if tally.comes_to()[kind]]
    named = ", ".join(f'"{words.say(f"comes_to_short.{kind}")}"' for kind in kinds)
    drawn = [
        (f"{_named(words, group)}: {counted(words, 'screen.people_count', group.people)}", group.counts)
        for group in groups
    ]
    rows = [
        (_named(words, group), *(f"{group.counts[kind]:,}" for kind in kinds), f"{group.people:,}") for group in groups
    ]
    heads = [words.say("page.department"), *(words.say(f"comes_to_short.{kind}") for kind in kinds), words.say("page.all")]
    total = (words.say("page.all"), *(f"{tally.comes_to()[kind]:,}" for kind in kinds), f"{tally.people:,}")
    caption = words.say("page.by_department_caption", title=tally.judge.rule_set.title)
    plot = stacked(words.say("page.by_department_plot", kinds=named), drawn)
    return _card(
        heading, e("figure", _legend(words, kinds), plot), table(f"{name}-departments", caption, heads, rows, total)
    )


def _named(words: Workforce, group: Group) -> str:
    key = {"none": "no_department", "others": "other_departments", "small": "small_departments"}.get(group.kind)
    return words.say(f"page.{key}") if key else group.name


def _legend(words: Workforce, kinds: Sequence[str]) -> Element:
    present = [kind for kind in MEANS if kind in kinds]
    return e("ul", *(e("li", swatch(kind), words.say(f"comes_to.{kind}")) for kind in present), class_="legend")


def _unknown(k: Knowledge, words: Workforce, tally: Tally, name: str) -> Element | None:
    """The questions whose answers would settle open cases, the most needed first."""
    if not tally.missing:
        return None
    rows = [(heading_of(words, each), k.questions[each].ask, f"{count:,}") for each, count in tally.missing.most_common()]
    heads = [words.say(f"page.{key}") for key in ("unknown_column", "question", "open_people")]
    caption = words.say("page.unknown_caption", title=tally.judge.rule_set.title)
    intro = e("p", words.say("page.unknown_intro"), class_="small")
    return _card(words.say("page.unknown"), intro, table(f"{name}-unknown", caption, heads, rows, texts=2))


def _doors(words: Workforce, tally: Tally, name: str) -> Element:
    ranked = tally.doors.most_common()
    others = sum(count for _, count in ranked[MOST_DOORS:])
    shown = [*ranked[:MOST_DOORS], *([(words.say("page.other_doors"), others)] if others else [])]
    rows = [(door, f"{count:,}") for door, count in shown]
    caption = words.say("page.doors_caption", title=tally.judge.rule_set.title)
    heads = [words.say("page.door"), words.say("page.people")]
    return _card(words.say("page.doors"), table(f"{name}-doors", caption, heads, rows))


def _wording(words: Workforce, tally: Tally, name: str) -> Element:
    """Each outcome that somebody had, in a sentence, with the first thing to do."""
    outcomes: list[Outcome] = [tally.judge.rule_set.outcomes[each] for each in tally.outcomes]
    outcomes.sort(key=lambda outcome: (MEANS.index(outcome.means), -tally.outcomes[outcome.id], outcome.id))
    rows = [
        (each.title, tally.judge.sentence(each), tally.judge.rules.words(each.next[0]), f"{tally.outcomes[each.id]:,}")
        for each in outcomes
    ]
    heads = [words.say(f"page.{key}") for key in ("outcome", "sentence", "next_step", "people")]
    total = (words.say("page.all"), "", "", f"{tally.people:,}")
    caption = words.say("page.wording_caption", title=tally.judge.rule_set.title)
    return _card(words.say("page.wording"), table(f"{name}-wording", caption, heads, rows, total, texts=3))


def _sources(k: Knowledge, words: Workforce, tally: Tally) -> Element:
    """The sources of the rules, and of every outcome that somebody had."""
    cited, rule_set = SourceList(k), tally.judge.rule_set
    for citation in rule_set.sources:
        cited.cite(citation)
    for outcome in (rule_set.outcomes[each] for each in tally.outcomes):
        if outcome.source:
            cited.cite(outcome.source)
    lines = [
        e(
            "li",
            e("a", card["title"], href=card["url"]) if card["url"] else card["title"],
            words.say(
                "page.source", publisher=card["publisher"], date=card["date_text"], at=card["locator"], read=card["read"]
            ).rstrip(),
        )
        for card in cited.cards
    ]
    return _card(words.say("page.sources"), e("ul", *lines, class_="sources"))
