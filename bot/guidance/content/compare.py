"""Answers about several topics at once, put together from facets and links: how they differ, which there are."""

from __future__ import annotations

import re
from datetime import date

from bot.guidance.content.answer import Answer, find_answer, status_of
from bot.guidance.content.cards import Card, offers, question_offer
from bot.guidance.content.source_list import SourceList, brief_answer
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import Topic
from bot.guidance.text import normalise

COMPARED = ("what", "who_for", "cost", "time", "certificate")
MOST_LINKS, MOST_SENTENCES = 3, 2
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9£\"'])")


def comparison_card(knowledge: Knowledge, topic_ids: list[str], today: date, wanted: str | None = None) -> Card:
    """Two or more topics in a table, a column each, facet by facet, and what the sources say of them together.

    What became of each stands in the first row; `wanted` is the facet that is asked of both: it comes next.
    """
    topics = [knowledge.topics[name] for name in topic_ids]
    sources = SourceList(knowledge)
    first = [wanted] if wanted and wanted in knowledge.phrase("compare.rows") else []
    facets = [facet for facet in dict.fromkeys([*first, *COMPARED]) if any(topic.facets.get(facet) for topic in topics)]
    rows = [{"title": knowledge.say("compare.rows.status"), "cells": [_status(knowledge, topic, today) for topic in topics]}]
    rows += [
        {"title": knowledge.say(f"compare.rows.{facet}"),
         "cells": [_cell(knowledge, find_answer(knowledge, topic.id, facet, today), sources, today) for topic in topics]}
        for facet in facets
    ]
    return brief_answer(
        knowledge.say("compare.title", names=_joined(knowledge, topics)), knowledge.say("compare.short"),
        sources.cards, facet="comparison", table={"columns": [topic.name for topic in topics], "rows": rows},
        detail=_links(knowledge, topics, sources, today),
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
    detail = [_named(knowledge, topic, _cell(knowledge, find_answer(knowledge, topic.id, "what", today), sources, today))
              for topic in there]
    past = knowledge.say("compare.over", names=_joined(knowledge, over)) if over else ""
    return brief_answer(
        knowledge.say(f"compare.choose_title.{kind}"),
        " ".join(text for text in (knowledge.say(f"compare.choose.{kind}"), past) if text),
        sources.cards, facet="comparison", detail=detail,
        next=offers(question_offer(knowledge, topic.id, "what") for topic in there),
    )


def _status(knowledge: Knowledge, topic: Topic, today: date) -> Card:
    """Whether a topic is there on a day, or what became of it and when."""
    status = status_of(knowledge, topic, today)
    of_other = "" if topic.can_be_had or status.state in ("open", "not_yet") else "_other"
    return {"text": knowledge.say(f"compare.state.{status.state}{of_other}", when=status.when), "source": None}


def _cell(knowledge: Knowledge, answer: Answer, sources: SourceList, today: date) -> Card:
    """The beginning of one topic's short answer to one facet, dated where it does not hold on the day."""
    entry = answer.entry
    if entry is None:
        return {"text": knowledge.say("compare.nothing"), "source": None}
    text, source = _beginning(knowledge.fill(entry.short, answer.day)), sources.cite(entry.sources[0], entry)
    if not entry.period().contains(today):
        text = knowledge.say("compare.dated", text=text, when=entry.as_at.words())
    return {"text": text, "source": source}


def _named(knowledge: Knowledge, topic: Topic, cell: Card) -> Card:
    return {**cell, "text": knowledge.say("compare.column", name=topic.name, text=cell["text"])}


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
