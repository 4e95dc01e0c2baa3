"""Answers questions about topics and terms, one by one or side by side."""

from __future__ import annotations

from typing import Any

from actions.refer import refer
from actions.turn import JobAction, Reply, Turn, iso_period
from actions.ways_on import featured
from bot.guidance.content.answer import find_answer
from bot.guidance.content.cards import Card, answer_card, choice_card, note_card, question_offer
from bot.guidance.content.checklist import EMPLOYER, for_employer
from bot.guidance.content.compare import choosing_card, comparison_card
from bot.guidance.content.lookup import cell_of, looked_up, table_meant
from bot.guidance.content.marks import led_by, marked_points
from bot.guidance.content.term import term_card
from bot.guidance.referral.cards import place_note


def answer(turn: Turn) -> Reply:
    """Answers each question of the message in order, or the term that it asks about."""
    knowledge = turn.knowledge
    term = turn.read("term")
    if term in knowledge.glossary and not turn.questions():
        topic = knowledge.glossary[term].topic
        return Reply([term_card(knowledge, term, turn.today)], {"topic": topic, "facet": "what"} if topic else {})
    compared = [name for name in turn.read("compare") or [] if name in knowledge.topics]
    if len(compared) > 1:
        slots = {"topic": compared[0], "facet": "what", "recent": compared}
        return Reply([comparison_card(knowledge, compared, turn.today, turn.read("kind"))], slots)
    if turn.intent == "choose":
        return Reply([choosing_card(knowledge, turn.read("kind"), turn.read("ranked") or [], turn.today)])
    cards: list[Card] = []
    slots: dict[str, Any] = {}
    for question in turn.questions():
        if question.get("topic") not in knowledge.topics:
            return Reply([_which_topic(turn, question)])
        one = _one(turn, question)
        cards, slots = [*cards, *one.cards], one.slots
    if turn.read("also") == "refer":
        referred = refer(turn)
        cards, slots = [*cards, *referred.cards], {**slots, **referred.slots}
    return Reply(cards or [_which_topic(turn, {})], slots)


def _one(turn: Turn, question: dict[str, Any]) -> Reply:
    """The answer to one question: what its topic means for a place named, the answer, and the cell of a table asked for."""
    knowledge, topic = turn.knowledge, turn.knowledge.topics[question["topic"]]
    asked = question.get("special") or question.get("facet") or "what"
    table = table_meant(topic, asked, turn.text)
    found = find_answer(knowledge, topic.id, table or asked, turn.today, iso_period(question.get("on")))
    marked = marked_points(found, turn.text)
    points = [*marked, *(point for point in question.get("points") or [] if point not in marked)]
    card = led_by(answer_card(knowledge, found, points), turn.text)
    if turn.role() == EMPLOYER:
        card = for_employer(knowledge, card, found, turn.today)
    shown = {"points": points, "count": len(card.get("detail", []))}
    before = (turn.slot("shown") or {}).get("cell", []) if turn.slot("facet") == table else []
    said = question.get("chosen") or before
    cards = looked_up(knowledge, card, topic, table, turn.text, said) if table else [card]
    if table:
        shown["cell"] = cell_of(topic, table, turn.text, said)
    slots = {"topic": topic.id, "facet": table or asked, "on_date": question.get("on"), "shown": shown}
    return Reply([*(note_card(text) for text in _of_place(turn, topic.id)), *cards], slots)


def _of_place(turn: Turn, topic: str) -> list[str]:
    """What the topic means for the place that the message names."""
    named = turn.read("places") or []
    notes = [place_note(turn.knowledge, topic, place, turn.today) for place in named[:2]]
    return [note for note in notes if note]


def more(turn: Turn) -> Reply:
    """Gives the next points of the last answer."""
    topic, asked, shown = turn.slot("topic"), turn.slot("facet"), turn.slot("shown") or {}
    if topic not in turn.knowledge.topics or not asked:
        return Reply([_which_topic(turn, {})])
    found = find_answer(turn.knowledge, topic, asked, turn.today, iso_period(turn.slot("on_date")))
    count = shown.get("count", 0)
    card = answer_card(turn.knowledge, found, shown.get("points") or [], skip=count)
    if found.entry is None:
        # What is not known is all there is to say.
        return Reply([card])
    if not card.get("detail"):
        card = answer_card(turn.knowledge, found, [])
        card["short"] = f"{turn.knowledge.say('card.no_more')} {card['short']}"
        return Reply([card])
    return Reply([card], {"shown": {**shown, "count": count + len(card["detail"])}})


def simpler(turn: Turn) -> Reply | None:
    """The last answer once more in its plainest words, without the detail; None where nothing was answered."""
    knowledge, topic, asked = turn.knowledge, turn.slot("topic"), turn.slot("facet")
    if topic not in knowledge.topics or not asked:
        return None
    found = find_answer(knowledge, topic, asked, turn.today, iso_period(turn.slot("on_date")))
    card = answer_card(knowledge, found, [])
    if found.entry is None:
        return Reply([card])
    plain = card["plain"] or f"{knowledge.say('card.plainest')} {card['short']}"
    return Reply([{**card, "short": plain, "plain": None, "detail": [], "earlier": None}])


def _which_topic(turn: Turn, question: Card) -> Card:
    """Asks which scheme is meant, with the same question about three that people like this one ask for most."""
    knowledge = turn.knowledge
    facet = question.get("facet") or "what"
    given = [
        question_offer(knowledge, name, facet if facet in knowledge.topics[name].questions() else "what")
        for name in featured(turn)
    ]
    return choice_card(knowledge.say("card.which_topic"), given)


class ActionAnswer(JobAction):
    """Runs `answer`."""

    action_name = "action_answer"
    job = staticmethod(answer)
