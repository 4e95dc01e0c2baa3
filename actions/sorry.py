"""Says what cannot be answered or read, what can, and where to turn."""

from __future__ import annotations

from actions.turn import JobAction, Reply, Turn
from actions.ways_on import check_offer, featured
from bot.guidance.content.cards import Card, Offer, choice_card, offers, question_offer
from bot.guidance.referral.needs import general_need
from bot.guidance.referral.routes import route_cards


def sorry(turn: Turn) -> Reply:
    """An honest no: what this assistant can do, and a route."""
    knowledge = turn.knowledge
    kind = turn.read("kind") or turn.intent or "out_of_scope"
    section = knowledge.phrase("sorry")
    text = section.get(kind) or section["out_of_scope"]
    unreadable = turn.intent == "broken"
    return Reply([sorry_card(turn, text, routes=not unreadable)])


def sorry_card(turn: Turn, text: str, routes: bool = True) -> Card:
    """The card that says what cannot be done, with three things to ask and the nearest door."""
    knowledge = turn.knowledge
    asked_most = [question_offer(knowledge, name, "what") for name in featured(turn)[:2]]
    doors = route_cards(knowledge, general_need(knowledge), turn.place(), turn.role(), turn.today)
    return {
        "card": "sorry",
        "text": text,
        "can": list(knowledge.phrase("sorry.can")),
        "routes": [_in_short(route) for route in doors[:1]] if routes else [],
        "next": offers([*asked_most, check_offer(turn)]),
    }


def _in_short(route: Card) -> Card:
    """A door without what to expect behind it: an apology is no place for details."""
    return {**route, "expect": None, "have_ready": [], "cost": None}


def choice(turn: Turn) -> Reply:
    """Asks which of at most three meanings was meant."""
    knowledge = turn.knowledge
    given = []
    for meant in turn.read("choices") or []:
        if meant.get("check"):
            given.append(check_offer(turn))
            continue
        question = meant.get("special") or meant.get("facet") or "what"
        if meant.get("topic") in knowledge.topics:
            offer = question_offer(knowledge, meant["topic"], question)
            given.append(Offer(offer.title, {**offer.meaning, "on": meant.get("on"), "points": meant.get("points")}))
    if not given:
        return sorry(turn)
    topics = {offer.meaning.get("topic") for offer in given}
    # A follow-up to a doubtful question is about the same thing.
    slots = {"topic": topics.pop()} if len(topics) == 1 else {}
    return Reply([choice_card(knowledge.say("sorry.did_you_mean"), given)], slots)


class ActionSorry(JobAction):
    """Runs `sorry`."""

    action_name = "action_sorry"
    job = staticmethod(sorry)


class ActionChoice(JobAction):
    """Runs `choice`."""

    action_name = "action_choice"
    job = staticmethod(choice)
