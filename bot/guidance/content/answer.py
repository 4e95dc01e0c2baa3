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
    """What is held for one question about one topic: the leading entry, those before it, and the topic's status."""

    topic: Topic
    question: str
    entry: Entry | None
    # Whether the leading entry holds today, and what held before it, the newest first.
    holds: bool
    over: tuple[Entry, ...]
    status: Status
    day: date
    asked_for: Period | None

    def earlier(self, nearest: list[str]) -> Entry | None:
        """The entry of an earlier time to tell beside the leading one: that of the nearest point, by its id.

        Where no near point is of an earlier time, it is the last one before what holds today, and none for things past.
        """
        for point in nearest:
            for entry in self.over:
                if point.startswith(f"{self.id_of(entry)}/"):
                    return entry
        return self.over[0] if self.over and self.holds else None

    def id_of(self, entry: Entry) -> str:
        """The start of the ids of an entry's points: "<topic>/<question>/<index>"."""
        return f"{self.topic.id}/{self.question}/{self.topic.entries(self.question).index(entry)}"


def find_answer(
    knowledge: Knowledge, topic_id: str, question: str, today: date, asked_for: Period | None = None
) -> Answer:
    """The answer to a facet or special of a topic; `entry` is None where nothing is held for the date."""
    topic = knowledge.topics[topic_id]
    entries = topic.entries(question)
    over: tuple[Entry, ...] = ()
    if asked_for is not None:
        entry = _entry_in(entries, asked_for)
    else:
        entry, over = _entry_now(entries, today)
    holds = entry is not None and entry.period().contains(today)
    day = today if entry is None or holds else entry.as_at.last
    return Answer(topic, question, entry, holds, over, status_of(knowledge, topic, today), day, asked_for)


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


def _entry_now(entries: list[Entry], today: date) -> tuple[Entry | None, tuple[Entry, ...]]:
    """The entry that holds today and those before it; of things past, the last one that held and those before."""
    past = [entry for entry in entries if (entry.period().first or date.min) <= today]
    holding = [entry for entry in past if entry.period().contains(today)]
    over = sorted((entry for entry in past if entry not in holding), key=lambda entry: entry.as_at, reverse=True)
    if holding:
        newest = max(holding, key=lambda entry: (entry.as_at, -entries.index(entry)))
        return newest, tuple(entry for entry in over if not entry.silent)
    return next(iter(over), None), tuple(entry for entry in over[1:] if not entry.silent)
