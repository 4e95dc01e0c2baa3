"""Cards: what a reply holds, as plain data that a page can draw and a text can carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from bot.guidance.content.answer import Answer, Status, find_answer
from bot.guidance.content.source_list import SourceList
from bot.guidance.dates import PartialDate, Period, calendar_day
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import FACETS, Entry

Card = dict[str, Any]
POINTS_SHOWN, POINTS_OF_EARLIER = 4, 3
OFFERS = 3


@dataclass(frozen=True)
class Offer:
    """Something a person may say next, and what it then means."""

    title: str
    meaning: Card


def offers(given: Iterable[Offer]) -> list[Card]:
    """Quick replies: what is sent back is the title itself, so that it can be typed as well."""
    each = {offer.title: offer for offer in given}
    return [{"title": title, "payload": title, "meaning": offer.meaning} for title, offer in each.items()]


def question_offer(knowledge: Knowledge, topic_id: str, question: str) -> Offer:
    """The offer to ask a facet or special of a topic."""
    kind = "special" if question in knowledge.topics[topic_id].specials else "facet"
    return Offer(question_title(knowledge, topic_id, question), {"intent": "ask", "topic": topic_id, kind: question})


def lift_meanings(card: Card) -> tuple[Card, list[Card]]:
    """The card as it is sent, and the title and meaning of everything that it offers."""
    found: dict[str, Card] = {}

    def lifted(value: Any) -> Any:
        if isinstance(value, list):
            return [lifted(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "meaning" in value and "payload" in value:
            found.setdefault(value["title"], {"title": value["title"], "meaning": value["meaning"]})
        return {key: lifted(item) for key, item in value.items() if key != "meaning"}

    return lifted(card), list(found.values())


def note_card(text: str, given: Iterable[Offer] = (), items: Iterable[str] = ()) -> Card:
    """A short reply in conversation."""
    return {"card": "note", "text": text, "items": list(items), "next": offers(given)}


def choice_card(title: str, given: Iterable[Offer]) -> Card:
    """A question back, with what may have been meant."""
    choices = offers(given)
    return {"card": "choice", "title": title, "choices": choices, "next": choices}


def question_title(knowledge: Knowledge, topic_id: str, question: str) -> str:
    """A facet or special of a topic as a question that a person would ask."""
    topic = knowledge.topics[topic_id]
    if question in topic.specials:
        return topic.specials[question].title
    section = "facets" if topic.can_be_had else "facets_of_other"
    return knowledge.say(f"{section}.{question}", title=topic.title)


def answer_card(knowledge: Knowledge, answer: Answer, nearest: list[str], skip: int = 0) -> Card:
    """The answer with its points, the nearest to the question first; `skip` leaves out points already shown."""
    entry, topic = answer.entry, answer.topic
    if entry is None:
        return nothing_held_card(knowledge, answer)
    sources = SourceList(knowledge)
    for citation in entry.sources:
        sources.cite(citation, entry)
    shown, left = _points(answer, nearest, skip)
    earlier = answer.earlier(nearest)
    detail = [
        {"text": knowledge.fill(point.text, answer.day), "source": sources.cite(point.source, entry)} for point in shown
    ]
    card = {
        "card": "answer",
        "title": question_title(knowledge, topic.id, answer.question),
        "topic": topic.id,
        "facet": answer.question,
        "as_at": entry.as_at.text,
        "as_at_text": knowledge.say("card.as_at", when=entry.as_at.words()),
        "status": status_part(knowledge, topic.id, answer.status),
        "short": knowledge.fill(entry.short, answer.day) if not skip else knowledge.say("card.more_intro"),
        "plain": knowledge.fill(entry.plain, answer.day) if entry.plain and not skip else None,
        "detail": detail,
        "steps": entry.steps,
        "caution": _caution(knowledge, entry),
        "earlier": _earlier(knowledge, answer, earlier, nearest, sources) if earlier and not skip else None,
        "sources": sources.cards,
        "more": left,
    }
    return {**card, "next": offers(next_questions(knowledge, answer, left, earlier))}


def nothing_held_card(knowledge: Knowledge, answer: Answer) -> Card:
    """Says that nothing is held for the date asked, and offers what is."""
    entries = answer.topic.entries(answer.question)
    related = [question_offer(knowledge, name, "what") for name in answer.topic.see_also]
    if answer.question == "links" and related and not entries:
        names = [knowledge.topics[name].title for name in answer.topic.see_also]
        return note_card(knowledge.say("card.related", title=answer.topic.title, names=listed(knowledge, names)), related)
    if entries:
        asked_for = answer.asked_for or Period(answer.day, answer.day)
        first, last = asked_for.first or answer.day, asked_for.last or answer.day
        when = str(first.year) if first.month != last.month else PartialDate.parse(first.isoformat()[:7]).words()
        dates = ", ".join(dict.fromkeys(entry.as_at.words() for entry in entries))
        over = status_part(knowledge, answer.topic.id, answer.status)["line"]
        held_for = knowledge.say("card.nothing_for_date", title=answer.topic.title, when=when, dates=dates)
        text = " ".join(filter(None, [held_for, over]))
    else:
        text = knowledge.say("card.nothing_for_question", title=answer.topic.title)
    held = [
        question_offer(knowledge, answer.topic.id, question)
        for question in answer.topic.questions()
        if find_answer(knowledge, answer.topic.id, question, answer.day).entry is not None
        and (question != answer.question or answer.asked_for)
    ]
    return {"card": "sorry", "text": text, "can": [], "routes": [], "topic": answer.topic.id,
            "facet": answer.question, "next": offers(held[:OFFERS])}


def status_part(knowledge: Knowledge, topic_id: str, status: Status) -> Card:
    """One line on whether the topic is still there, and what does its job today."""
    topic = knowledge.topics[topic_id]
    title = _upper(topic.title)
    of_other = "" if topic.can_be_had or status.state == "not_yet" else "_other"
    line = None if status.state == "open" else knowledge.say(
        f"card.status_{status.state}{of_other}", title=title, title_inside=topic.title, when=status.when
    )
    names = [knowledge.topics[name].title for name in status.instead]
    today = knowledge.say("card.instead", names=listed(knowledge, names)) if line and names else None
    return {"state": status.state, "line": line, "today": today,
            "instead": offers(question_offer(knowledge, name, "what") for name in status.instead)}


def next_questions(knowledge: Knowledge, answer: Answer, points_left: int, earlier: Entry | None = None) -> list[Offer]:
    """What a person is likely to ask next: more, what exists today, other facets of the topic."""
    topic = answer.topic
    order = [facet for facet in FACETS if facet in topic.facets and facet != answer.question]
    given = [Offer(knowledge.say("card.more"), {"intent": "command", "kind": "more"})] if points_left else []
    if earlier is not None:
        given.append(_of_that_time(knowledge, answer, earlier))
    given += [question_offer(knowledge, name, "what") for name in answer.status.instead[:1]]
    if answer.question == "links":
        given += [question_offer(knowledge, name, "what") for name in topic.see_also]
    given += [question_offer(knowledge, topic.id, facet) for facet in order if not topic.facets[facet][0].silent]
    return given[: OFFERS + 1]


def _of_that_time(knowledge: Knowledge, answer: Answer, entry: Entry) -> Offer:
    """The offer to ask the same question of an earlier time."""
    asked = question_offer(knowledge, answer.topic.id, answer.question).meaning
    on = Period(entry.as_at.first, entry.as_at.last).iso()
    return Offer(knowledge.say("card.more_from", when=entry.as_at.words()), {**asked, "on": on})


def _points(answer: Answer, nearest: list[str], skip: int) -> tuple[list[Any], int]:
    entry = answer.entry
    assert entry is not None
    if entry.steps:
        return list(entry.points[skip:]), 0
    rank = {point_id: place for place, point_id in enumerate(nearest)}
    order = sorted(
        range(len(entry.points)), key=lambda index: (rank.get(f"{answer.id_of(entry)}/{index}", len(rank)), index)
    )
    chosen = order[skip : skip + POINTS_SHOWN]
    return [entry.points[index] for index in chosen], max(0, len(order) - skip - len(chosen))


def _caution(knowledge: Knowledge, entry: Entry) -> str | None:
    lines = [entry.caution] if entry.caution else []
    if entry.seen_for and not entry.caution and entry.valid.to is None:
        lines.append(knowledge.say("card.checked", year=entry.seen_for))
    if entry.review_by and entry.review_by.last < calendar_day():
        lines.append(knowledge.say("card.past_review", when=entry.review_by.words()))
    return " ".join(lines) or None


def _earlier(knowledge: Knowledge, answer: Answer, entry: Entry, nearest: list[str], sources: SourceList) -> Card:
    """What held before: its short answer, and those of its points that are nearest to the question."""
    numbers = [sources.cite(citation, entry) for citation in entry.sources]
    start = f"{answer.id_of(entry)}/"
    near = [entry.points[int(name[len(start):])] for name in nearest if name.startswith(start)][:POINTS_OF_EARLIER]
    day = entry.as_at.last
    detail = [{"text": knowledge.fill(point.text, day), "source": sources.cite(point.source, entry)} for point in near]
    return {"as_at_text": knowledge.say("card.earlier", when=_upper(entry.as_at.when())),
            "short": knowledge.fill(entry.short, day), "sources": numbers, "detail": detail}


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def listed(knowledge: Knowledge, names: list[str]) -> str:
    """Names as a sentence lists them: "a, b and c"."""
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} {knowledge.say('card.and')} {names[-1]}"


def with_then(cards: list[Mapping[str, Any]]) -> Card:
    """Several cards of one turn as one: the first, with the others in its `then`."""
    first, *rest = cards
    return {**first, "then": [*first.get("then", []), *rest]} if rest else dict(first)
