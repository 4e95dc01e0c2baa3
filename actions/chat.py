"""Small talk, commands, and the way to a person."""

from __future__ import annotations

from actions.answer import more, simpler
from actions.care import care
from actions.checked import again, back, keep
from actions.refer import more_routes, need_of, refer
from actions.sorry import check_offer
from actions.turn import JobAction, Reply, Turn
from bot.guidance.content.cards import Card, Offer, note_card, question_offer
from bot.guidance.content.source_list import source_card
from bot.guidance.referral.cards import referral_card
from bot.guidance.referral.handover import handover_card
from bot.guidance.referral.needs import general_need

FORGOTTEN = (
    "topic", "recent", "facet", "place", "need", "role", "wanted", "asked_once", "notes", "on_date", "shown",
    "check", "checked", "circumstances", "asked", "reply",
)


def chat(turn: Turn) -> Reply:
    """A short kind reply to small talk, with a way on."""
    kind = turn.read("kind") or "greet"
    if kind == "human":
        return hand_over(turn)
    if kind == "upset":
        return care(turn)
    if kind == "role":
        title = turn.knowledge.people[turn.read("role")].title
        return Reply([note_card(turn.knowledge.say("referral.people_noted", title=title), _ways_on(turn))])
    phrases = turn.knowledge.phrase("chat")
    card = note_card(phrases.get(kind) or phrases["greet"], _ways_on(turn), phrases.get(f"{kind}_items") or [])
    return Reply([card], {"need": phrases["about"][kind]} if kind in phrases["about"] else {})


def hand_over(turn: Turn) -> Reply:
    """The best route to a person for what is known so far, and a note to take along; nothing is sent anywhere."""
    knowledge, place, role = turn.knowledge, turn.place(), turn.role()
    need = need_of(turn) or general_need(knowledge)
    card = referral_card(knowledge, need, place, role, turn.today, lead=knowledge.say("chat.human"))
    note = handover_card(knowledge, turn.slot("notes") or [], need_of(turn), place, role, turn.today)
    return Reply([card, note], {"need": need, "place": place})


def command(turn: Turn) -> Reply:
    """Carries out a command outside a check."""
    kind = turn.read("kind")
    if kind == "more":
        return more_routes(turn) if turn.slot("last") == "referral" else more(turn)
    if kind == "simpler" and (said := simpler(turn)):
        return said
    if kind == "source" and (cited := _sources(turn)):
        return cited
    if kind == "next":
        return refer(turn)
    if kind == "keep":
        return keep(turn)
    if kind == "go_back" and (again_asked := back(turn)):
        return again_asked
    if kind == "repeat":
        return _repeat(turn)
    if kind == "start_over":
        return Reply([note_card(turn.knowledge.say("command.start_over"), _ways_on(turn))], dict.fromkeys(FORGOTTEN))
    return Reply([note_card(turn.knowledge.say(f"command.{kind}"), _ways_on(turn))])


def _sources(turn: Turn) -> Reply | None:
    """Where the last answer stands, source by source; None where nothing with a source was said."""
    for card in turn.bot_cards:
        if card.get("sources") and card["card"] in ("answer", "verdict"):
            short = turn.knowledge.say("card.from")
            return Reply([{**source_card(card, short), "next": card.get("next", [])}], {"offered": turn.slot("offered")})
    return None


def _repeat(turn: Turn) -> Reply:
    if not turn.bot_cards:
        return Reply([note_card(turn.knowledge.say("command.repeat"), _ways_on(turn))])
    cards: list[Card] = [{**card, "next": card.get("next", [])} for card in turn.bot_cards]
    return Reply(cards, {"offered": turn.slot("offered")})


def unasked(turn: Turn) -> Reply:
    """A reply although nothing was asked: it may put right a finished check; else what it may be for."""
    if (turn.read("reply") or {}).get("kind") in ("change", "what_if"):
        return again(turn)
    return Reply([note_card(turn.knowledge.say("command.reply"), _ways_on(turn))])


def _ways_on(turn: Turn) -> list[Offer]:
    featured = [question_offer(turn.knowledge, name, "what") for name in turn.knowledge.phrase("featured.topics")[:2]]
    advice = Offer(turn.knowledge.say("referral.offer"), {"intent": "refer", "need": general_need(turn.knowledge)})
    return [check_offer(turn), advice, *featured]


class ActionChat(JobAction):
    """Runs `chat`."""

    action_name = "action_chat"
    job = staticmethod(chat)


class ActionCommand(JobAction):
    """Runs `command`."""

    action_name = "action_command"
    job = staticmethod(command)


class ActionReply(JobAction):
    """Runs `unasked`."""

    action_name = "action_reply"
    job = staticmethod(unasked)
