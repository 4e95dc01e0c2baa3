"""Small talk, commands, and the way to a person."""

from __future__ import annotations

from actions.answer import more, simpler
from actions.care import care
from actions.checked import TOLD, again, back, keep, plainly, told_alone
from actions.refer import more_routes, need_of, refer
from actions.turn import JobAction, Reply, Turn
from actions.ways_on import ways_on
from bot.guidance.content.cards import Card, note_card
from bot.guidance.content.source_list import source_card
from bot.guidance.eligibility.staff_file import staff_file_items
from bot.guidance.referral.cards import referral_card
from bot.guidance.referral.handover import handover_card
from bot.guidance.referral.needs import general_need
from bot.guidance.referral.people import UNSAID
from bot.guidance.referral.routes import door_in_a_line

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
        return who_asks(turn)
    if kind == "file":
        return _staff_file(turn)
    if kind == TOLD:
        return told_alone(turn)
    phrases = turn.knowledge.phrase("chat")
    card = note_card(phrases.get(kind) or phrases["greet"], ways_on(turn), phrases.get(f"{kind}_items") or [])
    return Reply([card], {"need": phrases["about"][kind]} if kind in phrases["about"] else {})


def who_asks(turn: Turn) -> Reply:
    """Notes who somebody is, or forgets it where that is taken back, says what it changes and offers what is useful next."""
    role = None if turn.read("role") == UNSAID else turn.role()
    noted = turn.knowledge.say(f"roles.noted.{role or UNSAID}")
    known = Turn({}, {**turn.slots, "role": role}, turn.knowledge, turn.today)
    return Reply([note_card(noted, ways_on(known))], {"role": role})


def _staff_file(turn: Turn) -> Reply:
    """That no file can be taken here, and how a whole file of staff is checked; that is nothing to somebody at work."""
    phrases = turn.knowledge.phrase("chat")
    if turn.role() == "employee":
        return Reply([note_card(phrases["file_of_employee"], ways_on(turn))])
    further = [offer for offer in ways_on(turn) if offer.meaning.get("kind") != "file"]
    return Reply([note_card(phrases["file"], further, staff_file_items(turn.knowledge, turn.today))])


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
    if kind == "simpler" and (said := _simpler(turn)):
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
        anew = Turn({}, {}, turn.knowledge, turn.today)
        return Reply([note_card(turn.knowledge.say("command.start_over"), ways_on(anew))], dict.fromkeys(FORGOTTEN))
    return Reply([note_card(turn.knowledge.say(f"command.{kind}"), ways_on(turn))])


def _simpler(turn: Turn) -> Reply | None:
    """What was said last in plainer words: a verdict in a sentence, of people to turn to the first, an answer."""
    if turn.slot("last") == "verdict":
        return plainly(turn)
    door = next((route for card in turn.bot_cards for route in card.get("routes") or []), None)
    if door is not None:
        text = turn.knowledge.say("referral.plainly", door=door_in_a_line(door))
        return Reply([note_card(text, ways_on(turn))], {"last": turn.slot("last")})
    return simpler(turn)


def _sources(turn: Turn) -> Reply | None:
    """Where the last answer stands, source by source; None where nothing with a source was said."""
    for card in turn.bot_cards:
        if card.get("sources") and card["card"] in ("answer", "verdict"):
            short = turn.knowledge.say("card.from")
            return Reply([{**source_card(card, short), "next": card.get("next", [])}], {"offered": turn.slot("offered")})
    return None


def _repeat(turn: Turn) -> Reply:
    if not turn.bot_cards:
        return Reply([note_card(turn.knowledge.say("command.repeat"), ways_on(turn))])
    cards: list[Card] = [{**card, "next": card.get("next", [])} for card in turn.bot_cards]
    return Reply(cards, {"offered": turn.slot("offered")})


def unasked(turn: Turn) -> Reply:
    """A reply although nothing was asked: it may put right a finished check; else what it may be for."""
    if (turn.read("reply") or {}).get("kind") in ("change", "what_if"):
        return again(turn)
    return Reply([note_card(turn.knowledge.say("command.reply"), ways_on(turn))])


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
