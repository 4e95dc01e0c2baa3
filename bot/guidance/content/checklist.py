"""The steps of a thing as a list for an employer to tick off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Optional

from bot.guidance.content.answer import Answer, find_answer
from bot.guidance.content.cards import OFFERS, Card, Offer, answer_card, offers, question_offer
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.base import Citation
from bot.guidance.schema.topic import Point, Role, Topic

EMPLOYER: Role = "employer"
STEPS = "how"


def for_employer(k: Knowledge, card: Card, found: Answer, today: date) -> Card:
    """An answer as an employer gets it: steps to tick off, or after what a thing is the offer of its steps."""
    if card["card"] == "answer" and is_checklist(k, found) and not _is_narrowed(card, found):
        # In the order of the files, whatever was nearest to the question.
        own = _of_employer(found)
        whole = card if own is found and card["steps"] else answer_card(k, own, [])
        return {**whole, "title": checklist_title(k, found.topic), "checklist": True}
    offered = checklist_offer(k, found.topic, today) if found.question == "what" else None
    if offered is None:
        return card
    # In the place of the same question in the words of anybody.
    others = [each for each in card["next"] if each["meaning"] != offered.meaning]
    return {**card, "next": [*offers([offered]), *others][: OFFERS + 1]}


def _of_employer(found: Answer) -> Answer:
    """The answer with the steps of an employer, and in the words to one; as it is where it has no others."""
    entry = found.entry
    if entry is None or not (entry.short_to or any(point.step_of for point in entry.points)):
        return found
    points = [point for point in entry.points if not point.step_of or EMPLOYER in point.step_of]
    # The plainer words are those to anybody.
    words = {"short": entry.short_to[EMPLOYER], "plain": None} if EMPLOYER in entry.short_to else {}
    return replace(found, entry=entry.copy(update={**words, "points": points, "sources": _of_points(points)}))


def _of_points(points: list[Point]) -> list[Citation]:
    return list(dict.fromkeys(point.source for point in points))


def _is_narrowed(card: Card, found: Answer) -> bool:
    """Whether the card holds only a step that was asked for by its number."""
    return found.entry is not None and found.entry.steps and not card["steps"]


def is_checklist(k: Knowledge, found: Answer) -> bool:
    """Whether an answer says what an employer has to do now, for something that an employer can have."""
    topic, entry = found.topic, found.entry
    if entry is None or not found.holds or not topic.can_be_had or EMPLOYER not in topic.audience:
        return False
    also = found.question in k.phrase("checklist.also").get(topic.id, [])
    return bool(entry.points) and (also or (found.question == STEPS and entry.steps))


def checklist_title(k: Knowledge, topic: Topic) -> str:
    """The question that the steps of a topic answer, as an employer would ask it."""
    own = k.phrase("checklist.titles").get(topic.id)
    return str(own or k.say("checklist.title", title=topic.title))


def checklist_offer(k: Knowledge, topic: Topic, today: date) -> Optional[Offer]:
    """The offer of the steps of a topic; None where there are none to take now."""
    for question in (STEPS, *k.phrase("checklist.also").get(topic.id, [])):
        if question in topic.questions() and is_checklist(k, find_answer(k, topic.id, question, today)):
            return Offer(checklist_title(k, topic), question_offer(k, topic.id, question).meaning)
    return None
