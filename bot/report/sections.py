"""The sections of the page, each about one question that those who look after the assistant have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.channel.choosing import TAKEN
from bot.channel.outcomes import CHECK_FINISHED, ROUTE_GIVEN
from bot.channel.retention import RETENTION_HOURS
from bot.guidance.knowledge import Knowledge
from bot.launch.due import Due
from bot.report.alike import Alike
from bot.report.apart import LEAST, cells
from bot.report.figures import FARE_ORDER, FARES, OPINIONS, Figures
from bot.report.names import Names
from bot.report.parts import PLAIN, Parts
from bot.workforce.markup import Element, e
from bot.workforce.page_section import table
from bot.workforce.plots import bars

FILLINGS = {"answered": "yes", "asked_back": "maybe", "unanswered": "no", "other": PLAIN}
ASKED = ("topic", "facet", "role", "area", "need")
MOST_DAYS, MOST_DUE = 31, 12


def glance(parts: Parts, figures: Figures) -> Element:
    """How many messages were answered, asked back and not answered, and what else stands out."""
    outcomes = figures.by("outcome")
    fares: Counter[str] = Counter()
    for outcome, count in outcomes.items():
        fares[FARES.get(outcome, "other")] += count
    asked = figures.turns - fares["other"]
    shown = zip(FARE_ORDER[:3], cells([fares[fare] for fare in FARE_ORDER[:3]]))
    thought = Counter(row["kind"] for row in figures.opinions)
    return parts.card(
        "glance", parts.say("glance"),
        parts.tiles([
            *((FILLINGS[fare], fare, count, asked) for fare, count in shown if count),
            (PLAIN, "routed", outcomes[ROUTE_GIVEN], asked),
            (PLAIN, "checked", outcomes[CHECK_FINISHED], asked),
            (PLAIN, "useful", thought[OPINIONS[0]], thought.total()),
        ]),
    )


def over_time(parts: Parts, figures: Figures) -> Element:
    """How many messages there were day by day, or week by week where that would be too long."""
    by_week = (figures.last - figures.first).days >= MOST_DAYS
    counts: Counter[date] = Counter()
    for day, count in figures.days().items():
        counts[day - timedelta(days=day.weekday()) if by_week else day] += count
    each = [(day.isoformat(), count) for day, count in sorted(counts.items())]
    few = parts.say("under", least=LEAST)
    words = [(day, PLAIN, max(count, LEAST), few if count < LEAST else f"{count:,}") for day, count in each]
    title = parts.say("weeks" if by_week else "days")
    heads = [parts.say("week" if by_week else "day"), parts.say("count")]
    rows = [(day, said) for day, _, _, said in words]
    shown = parts.folded(table("days-table", title, heads, rows))
    return parts.card("days", title, e("figure", bars(parts.say("days_plot"), words)), shown)


def outcomes(parts: Parts, figures: Figures) -> Element:
    """What became of the messages."""
    title = parts.say("outcomes_title")
    return parts.card("outcomes", title, *parts.ranked(
        "outcomes-table", title, parts.say("outcome"), figures.by("outcome"), lambda name: parts.say(f"outcomes.{name}"),
        parts.say("outcomes_plot"), lambda name: FILLINGS[FARES.get(name, "other")],
    ))


def asked(parts: Parts, names: Names, figures: Figures) -> Element:
    """What people ask: by topic, by facet, by who asks, by place and by need."""
    content: list[Element] = []
    for column in ASKED:
        title, named = parts.say(f"asked.by_{column}"), getattr(names, column)
        counts: Counter[str] = Counter()
        for name, count in figures.by(column).items():
            # Questions of topics' own have one name together.
            counts.update({named(name): count} if name else {})
        plot = parts.say("asked_plot", by=title[0].lower() + title[1:])
        head = parts.say(f"asked_heads.by_{column}")
        content += [e("h3", title), *parts.ranked(f"by-{column}", title, head, counts, str, plot)]
    return parts.card("asked", parts.say("asked_title"), *content)


def by_topic(parts: Parts, names: Names, figures: Figures) -> Element:
    """How each topic fares."""
    title = parts.say("by_topic")
    heads = [parts.say("asked_heads.by_topic"), parts.say("all"), *(parts.say(f"fares.{fare}") for fare in FARE_ORDER)]
    rows = [(names.topic(name), [counts[fare] for fare in FARE_ORDER]) for name, counts in figures.fares().items()]
    return parts.card("topics", title, parts.small("by_topic_intro"), parts.crossed("topics-table", title, heads, rows))


def unanswered(parts: Parts, found: Sequence[Alike], others: int) -> Element:
    """What could not be answered, grouped by what it means."""
    title = parts.say("unanswered_title")
    heads = [parts.say(f"unanswered_heads.{head}") for head in ("said", "outcomes", "conversations")]
    rows = [
        (f"“{group.text}”", "; ".join(parts.say(f"outcomes.{name}") for name, _ in group.outcomes.most_common()),
         f"{group.conversations:,}")
        for group in found
    ]
    content = [parts.small("unanswered_intro", hours=f"{RETENTION_HOURS:g}", least=LEAST)]
    if rows:
        content.append(table("unanswered-table", title, heads, rows, texts=2))
    if others >= LEAST:
        content.append(parts.small("unanswered_other", count=f"{others:,}"))
    elif not rows:
        content.append(parts.small("few" if others else "unanswered_none"))
    return parts.card("unanswered", title, *content)


def choices(parts: Parts, names: Names, figures: Figures) -> Element:
    """Where "did you mean" went wrong."""
    title, columns = parts.say("choices_title"), (*TAKEN, "left")
    heads = [parts.say(f"choices_heads.{head}") for head in ("question", "all", *columns)]
    chosen = figures.chosen().items()
    rows = [(names.question(name), [counts[column] for column in columns]) for name, counts in chosen]
    return parts.card("choices", title, parts.small("choices_intro"), parts.crossed("choices-table", title, heads, rows))


def usefulness(parts: Parts, names: Names, figures: Figures) -> Element:
    """What people thought of the replies, by what these were about, and why some were not useful."""
    title, reasons = parts.say("useful_title"), parts.say("reasons_title")
    heads = [parts.say(f"useful_heads.{head}") for head in ("topic", "all", *OPINIONS)]
    rows = [(names.subject(name), [counts[kind] for kind in OPINIONS]) for name, counts in figures.thought().items()]
    return parts.card(
        "useful", title, parts.small("useful_intro"), parts.crossed("useful-table", title, heads, rows), e("h3", reasons),
        *parts.ranked("reasons-table", reasons, parts.say("reason"), figures.reasons(), names.reason, reasons),
    )


def routes(parts: Parts, names: Names, figures: Figures) -> Element:
    """The doors that were shown."""
    title = parts.say("routes_title")
    return parts.card("routes", title, *parts.ranked(
        "routes-table", title, parts.say("route"), figures.doors(), names.route, parts.say("routes_plot"),
        count_head=parts.say("shown"),
    ))


def review(parts: Parts, items: Sequence[Due], today: date) -> Element:
    """What is due for review, soonest first."""
    title = parts.say("due_title")
    heads = [parts.say(f"due_heads.{head}") for head in ("by", "where", "sources")]
    rows = [(item.by.words(), item.where, ", ".join(item.sources)) for item in items[:MOST_DUE]]
    late = sum(item.by.last < today for item in items)
    more = [parts.small("due_more", count=len(items) - MOST_DUE)] if len(items) > MOST_DUE else []
    shown = [table("due-table", title, heads, rows, texts=3)] if rows else []
    return parts.card("due", title, parts.small("due_intro", all=len(items), late=late), *shown, *more)


def notes(parts: Parts, months: int) -> Element:
    """What has to be known to read the figures."""
    values = {"least": LEAST, "months": months, "hours": f"{RETENTION_HOURS:g}"}
    lines = (parts.say(f"notes_list.{name}", **values) for name in ("turns", "small", "day", "masked"))
    return parts.card("notes", parts.say("notes"), e("ul", *(e("li", line) for line in lines), class_="notes"))


def every(
    k: Knowledge, figures: Figures, found: Sequence[Alike], others: int, due: Sequence[Due], months: int
) -> Iterator[Element]:
    """All sections in order."""
    parts, names = Parts(k), Names(k)
    if figures.turns:
        yield glance(parts, figures)
        yield over_time(parts, figures)
        yield outcomes(parts, figures)
        yield asked(parts, names, figures)
        yield by_topic(parts, names, figures)
    else:
        yield parts.card("nothing", parts.say("outcomes_title"), parts.small("nothing"))
    yield unanswered(parts, found, others)
    yield choices(parts, names, figures)
    yield usefulness(parts, names, figures)
    yield routes(parts, names, figures)
    yield review(parts, due, figures.last)
    yield notes(parts, months)

