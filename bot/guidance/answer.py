"""Chooses what to say about a topic: the right entry for the date asked for, and what became of the topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.guidance.dates import Period
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import Entry, Topic

State = Literal["open", "closed", "unknown", "not_yet"]
# A scheme last seen this long before the day asked for is not spoken of as if it ran.
DAYS_TRUSTED_AFTER_LAST_SEEN = 366


@dataclass(frozen=True)
class Status:
    """Whether a topic is there on a day: its state, the date that decides, and what does its job instead."""

    state: State
    when: str | None
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What is held for one question about one topic: the leading entry, an earlier one, and the topic's status."""

    topic: Topic
    question: str
    entry: Entry | None
    earlier: Entry | None
    status: Status
    day: date
    asked_for: Period | None

    def id_of(self, entry: Entry) -> str:
        """The start of the ids of an entry's points: "<topic>/<question>/<index>"."""
        return f"{self.topic.id}/{self.question}/{self.topic.entries(self.question).index(entry)}"


def find_answer(
    knowledge: Knowledge, topic_id: str, question: str, today: date, asked_for: Period | None = None
) -> Answer:
    """The answer to a facet or special of a topic; `entry` is None where nothing is held for the date."""
    topic = knowledge.topics[topic_id]
    entries = topic.entries(question)
    if asked_for is not None:
        entry, earlier = _entry_in(entries, asked_for), None
    else:
        entry, earlier = _entry_now(entries, today)
    day = today if entry is None or entry.period().contains(today) else entry.as_at.last
    return Answer(topic, question, entry, earlier, status_of(knowledge, topic, today), day, asked_for)


def status_of(knowledge: Knowledge, topic: Topic, day: date) -> Status:
    """Whether the topic is there on that day."""
    life = topic.life
    instead = tuple(
        name for name in life.replaced_by
        if knowledge.topics[name].life.opened is None or not _opens_after(knowledge.topics[name], day)
    )
    if _opens_after(topic, day):
        return Status("not_yet", life.opened.on.words() if life.opened else None, ())
    if life.closed and life.closed.on.last < day:
        return Status("closed", life.closed.on.when(), instead)
    if life.last_seen and (day - life.last_seen.on.last).days > DAYS_TRUSTED_AFTER_LAST_SEEN:
        return Status("unknown", life.last_seen.on.words(), instead)
    return Status("open", None, ())


def _opens_after(topic: Topic, day: date) -> bool:
    return topic.life.opened is not None and topic.life.opened.on.first > day


def _entry_in(entries: list[Entry], asked_for: Period) -> Entry | None:
    """The entry that held in the period; among several the one whose own date lies nearest to it."""
    holding = [entry for entry in entries if entry.period().overlaps(asked_for)]
    middle = asked_for.last or asked_for.first or date.max
    return min(holding, key=lambda entry: abs((entry.as_at.first - middle).days), default=None)


def _entry_now(entries: list[Entry], today: date) -> tuple[Entry | None, Entry | None]:
    """The entry that holds today and the last one before it; of things past, the last one that held."""
    past = [entry for entry in entries if (entry.period().first or date.min) <= today]
    holding = [entry for entry in past if entry.period().contains(today)]
    over = sorted((entry for entry in past if entry not in holding), key=lambda entry: entry.as_at, reverse=True)
    if holding:
        newest = max(holding, key=lambda entry: (entry.as_at, -entries.index(entry)))
        return newest, next((entry for entry in over if not entry.silent), None)
    return next(iter(over), None), None
