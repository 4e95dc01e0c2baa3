"""Answers about several topics at once, put together from facets and links: how they differ, which there are."""

from __future__ import annotations

import re
from datetime import date

from bot.guidance.content.answer import Answer, find_answer, status_of
from bot.guidance.content.cards import Card, offers, question_offer, status_part
from bot.guidance.content.source_list import SourceList, brief_answer
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import Topic
from bot.guidance.text import normalise

COMPARED = ("what", "who_for", "cost", "time", "certificate")
MOST_LINKS, MOST_SENTENCES = 3, 2
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9£\"'])")


def comparison_card(knowledge: Knowledge, topic_ids: list[str], today: date, wanted: str | None = None) -> Card:
    """Two or more topics side by side, facet by facet, and what the sources say of them together.

    `wanted` is the facet that is asked of both: it comes first.
    """
    topics = [knowledge.topics[name] for name in topic_ids]
    sources = SourceList(knowledge)
    first = [wanted] if wanted and wanted in knowledge.phrase("compare.rows") else []
    detail = [
        _cell(knowledge, find_answer(knowledge, topic.id, facet, today), sources, today)
        for facet in dict.fromkeys([*first, *COMPARED])
        if any(topic.facets.get(facet) for topic in topics)
        for topic in topics
    ]
    detail += _links(knowledge, topics, sources, today)
    statuses = [status_part(knowledge, topic.id, status_of(knowledge, topic, today))["line"] for topic in topics]
    return brief_answer(
        knowledge.say("compare.title", names=_joined(knowledge, topics)),
        " ".join([knowledge.say("compare.short"), *(line for line in statuses if line)]),
        sources.cards, facet="comparison", detail=detail,
        next=offers(question_offer(knowledge, topic.id, "what") for topic in topics),
    )


def choosing_card(knowledge: Knowledge, kind: str, ranked: list[str], today: date) -> Card:
    """The topics of a kind that exist on a day, those that fit best first, and the names of those that are over."""
    places = {name: place for place, name in enumerate(ranked)}
    every = sorted((topic for topic in knowledge.topics.values() if topic.kind == kind),
                   key=lambda topic: places.get(topic.id, len(places)))
    there = [topic for topic in every if status_of(knowledge, topic, today).state == "open"]
    over = [topic for topic in every if status_of(knowledge, topic, today).state in ("closed", "unknown")]
    sources = SourceList(knowledge)
    detail = [_cell(knowledge, find_answer(knowledge, topic.id, "what", today), sources, today, named=False) for topic in there]
    past = knowledge.say("compare.over", names=_joined(knowledge, over)) if over else ""
    return brief_answer(
        knowledge.say(f"compare.choose_title.{kind}"),
        " ".join(text for text in (knowledge.say(f"compare.choose.{kind}"), past) if text),
        sources.cards, facet="comparison", detail=detail,
        next=offers(question_offer(knowledge, topic.id, "what") for topic in there),
    )


def _cell(knowledge: Knowledge, answer: Answer, sources: SourceList, today: date, named: bool = True) -> Card:
    """One topic's short answer to one facet: its first sentence, under the facet's name."""
    entry = answer.entry
    said = knowledge.say("compare.nothing") if entry is None else _beginning(knowledge.fill(entry.short, answer.day))
    when = f" ({entry.as_at.words()})" if entry is not None and not entry.period().contains(today) else ""
    label = f"{knowledge.say(f'compare.rows.{answer.question}')}, " if named else ""
    source = sources.cite(entry.sources[0], entry) if entry is not None else None
    return {"text": f"{label}{answer.topic.name}{when}: {said}", "source": source}


def _links(knowledge: Knowledge, topics: list[Topic], sources: SourceList, today: date) -> list[Card]:
    """What the links of each topic say of the others."""
    found = []
    for topic in topics:
        entry = find_answer(knowledge, topic.id, "links", today).entry
        others = [other for other in topics if other.id != topic.id]
        for point in entry.points if entry is not None else []:
            if any(_names(point.text, other) for other in others):
                text = knowledge.say("compare.together", text=knowledge.fill(point.text, today))
                found.append({"text": text, "source": sources.cite(point.source, entry)})
    return found[:MOST_LINKS]


def _names(text: str, topic: Topic) -> bool:
    plain = normalise(text)
    return any(re.search(rf"\b{re.escape(normalise(alias))}\b", plain) for alias in (topic.name, *topic.aliases))


def _beginning(text: str) -> str:
    """The beginning of a short answer; one sentence alone ("Yes.") may say too little."""
    return " ".join(_SENTENCE_END.split(text)[:MOST_SENTENCES])


def _joined(knowledge: Knowledge, topics: list[Topic]) -> str:
    names = [topic.name for topic in topics]
    return f" {knowledge.say('card.and')} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
