"""What is said while the chat or a topic is turned off: that it is so, and where to turn instead."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from bot.channel import switch
from bot.channel.reply import Card, Reply
from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import question_title
from bot.guidance.dates import as_of
from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current
from bot.guidance.referral.needs import general_need, need_of_topic
from bot.guidance.referral.routes import route_cards
from bot.guidance.schema.topic import Topic

logger = logging.getLogger(__name__)
ROUTES = 2
# What a card offers to ask next, by its name on the card.
OFFERS = ("next", "choices")


def turned_off() -> Reply:
    """The reply to whatever is said while the chat is off; it is kept nowhere."""
    knowledge = current()
    card = _sorry(knowledge, knowledge.say("switch.off"), general_need(knowledge))
    return Reply(card_text(knowledge, card), card)


def without_topics(reply: Reply) -> Reply:
    """The reply with no card about a topic that is turned off, and no offer to ask about one; kept replies as well."""
    off = switch.topics_off()
    knowledge = current()
    topics = [knowledge.topics[name] for name in sorted(off) if name in knowledge.topics]
    if not topics:
        return reply
    cards = [{**reply.card, "then": []}, *reply.card.get("then", [])]
    shown = [_shown(knowledge, card, topics) for card in cards]
    if shown == cards:
        return reply
    first, *rest = _each_once(shown)
    card = {**first, "then": rest} if rest else {key: value for key, value in first.items() if key != "then"}
    return replace(reply, text=card_text(knowledge, card), card=card)


def _each_once(cards: list[Card]) -> list[Card]:
    """Two answers about one topic become one apology."""
    return [card for at, card in enumerate(cards) if card not in cards[:at]]


def _shown(k: Knowledge, card: Card, off: list[Topic]) -> Card:
    topic = next((topic for topic in off if _is_about(k, card, topic)), None)
    if topic is not None:
        need = need_of_topic(k, topic.id)
        text = k.say("switch.topic", title=topic.title)
        sorry = {**_sorry(k, text, need if need in k.needs else general_need(k)), "topic": topic.id}
        return {**sorry, "role": card["role"]} if "role" in card else sorry
    titles = {title for topic in off for title in _titles(k, topic)}
    less = {name: [one for one in card[name] if one.get("title") not in titles] for name in OFFERS if card.get(name)}
    if card["card"] == "summary":
        schemes = {rules.title.casefold() for topic in off for rules in k.rule_sets.values() if rules.topic == topic.id}
        less["sections"] = [*_sections(card["sections"], titles, schemes)]
    return {**card, **less}


def _sections(sections: list[Card], titles: set[str], schemes: set[str]) -> Iterator[Card]:
    """The sections of a summary without what was found about a topic: its lines begin with what was asked."""
    for section in sections:
        if not any(section["title"].casefold().startswith(f"{scheme}:") for scheme in schemes):
            yield {**section, "items": [one for one in section["items"] if not one.startswith(tuple(f"{t}:" for t in titles))]}


def _is_about(k: Knowledge, card: Card, topic: Topic) -> bool:
    """Whether a card is about a topic: it names it, a column of its table, or the rules of a check are the topic's."""
    if card.get("topic") == topic.id or topic.name in (card.get("table") or {}).get("columns", ()):
        return True
    if card["card"] == "choice":
        offered = {one["title"] for one in card["choices"]}
        return bool(offered) and offered <= {*_titles(k, topic)}
    own = [rules for rules in k.rule_sets.values() if rules.topic == topic.id]
    asked = card["card"] == "question" and card.get("title") in {rules.title for rules in own}
    return asked or card.get("rule_set") in {rules.id for rules in own}


def _titles(k: Knowledge, topic: Topic) -> Iterator[str]:
    """Every question that can be asked about a topic, as it stands on a button."""
    return (question_title(k, topic.id, question) for question in topic.questions())


def _sorry(k: Knowledge, text: str, need: str) -> Card:
    card: Card = {"card": "sorry", "text": text, "can": [], "routes": [], "next": []}
    try:
        return {**card, "routes": route_cards(k, need, None, None, as_of())[:ROUTES]}
    except Exception as error:  # whatever is wrong with a route, the words are there
        logger.error("switch: without routes (%s)", type(error).__name__)
        return card

