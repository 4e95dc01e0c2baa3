"""One turn of a conversation: what was understood, what is remembered, and what is replied."""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Callable, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import Card, lift_meanings, with_then
from bot.guidance.dates import Period, as_of
from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current
from bot.guidance.referral.handover import noted
from bot.guidance.referral.people import UNSAID, says_outright
from bot.guidance.text import normalise

logger = logging.getLogger(__name__)
# How many topics a conversation can go back to ("the other one").
MOST_RECENT = 5


@dataclass(frozen=True)
class Turn:
    """The message as understood, the slots, and the knowledge and day to answer from."""

    message: dict[str, Any]
    slots: dict[str, Any]
    knowledge: Knowledge
    today: date
    bot_cards: list[Card] = field(default_factory=list)

    @property
    def intent(self) -> str:
        """The intent of the message, "" where there is none."""
        return (self.message.get("intent") or {}).get("name") or ""

    @property
    def text(self) -> str:
        """The words of the message, personal data already taken out."""
        return self.message.get("text") or ""

    def read(self, key: str) -> Any:
        """What the understanding put on the message under a key, None where nothing."""
        return self.message.get(key)

    def slot(self, name: str) -> Any:
        """What is remembered under a name, None where nothing."""
        return self.slots.get(name)

    def questions(self) -> list[Card]:
        """The questions of the message, in order; a chosen offer counts as its question."""
        found = list(self.read("questions") or [])
        if not found and self.read("topic"):
            found = [{"topic": self.read("topic"), "facet": self.read("facet"), "special": self.read("special")}]
        return found

    def role(self) -> Optional[str]:
        """The kind of person who asks, as this message or an earlier one shows.

        A word in passing ("my boss") shows it only while nothing is known.
        """
        said: Optional[str] = self.read("role")
        known: Optional[str] = self.slot("role")
        # Whoever takes it back says so to `chat`; within a check the same words may answer a question.
        if said in (None, UNSAID, known):
            return known
        told = self.read("kind") == "role" or says_outright(self.knowledge, normalise(self.text))
        return said if told or known is None else known

    def place(self) -> Optional[str]:
        """The place the message names, else the one remembered."""
        named = self.read("places") or []
        return named[0] if named else self.slot("place")


@dataclass
class Reply:
    """What a job answers: cards in order, slots to set, and an action to run next."""

    cards: list[Card] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    followup: Optional[str] = None


Job = Callable[[Turn], Reply]


def turn_of(tracker: Tracker) -> Turn:
    """The turn that a tracker is at."""
    return Turn(tracker.latest_message, tracker.slots, current(), as_of(), _last_cards(tracker))


def _last_cards(tracker: Tracker) -> list[Card]:
    """The cards of the latest reply."""
    cards: list[Card] = []
    for event in reversed(tracker.events):
        custom = event.get("event") == "bot" and ((event.get("data") or {}).get("custom") or {})
        if custom:
            cards.insert(0, custom)
        elif cards and event.get("event") == "user":
            break
    return cards


def send(dispatcher: CollectingDispatcher, knowledge: Knowledge, cards: list[Card], role: Optional[str]) -> list[Card]:
    """Sends the cards as one message, each with who it is for, and returns what they offer."""
    card, offered = lift_meanings(with_then([_for_role(card, role) for card in cards]))
    dispatcher.utter_message(text=card_text(knowledge, card), json_message=card)
    return offered


def _for_role(card: Card, role: Optional[str]) -> Card:
    then = {"then": [_for_role(follow, role) for follow in card["then"]]} if "then" in card else {}
    return {**card, **then, "role": role}


class JobAction(Action, ABC):
    """An action that does one job and remembers what its reply offered."""

    action_name: str

    # Abstract, because the action server registers every class that is not.
    @staticmethod
    @abstractmethod
    def job(turn: Turn) -> Reply:
        """What this action replies to a turn."""

    def name(self) -> str:
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        reply = quietly(type(self).job, turn)
        slots = {**remembered(turn, reply), **reply.slots}
        if reply.cards:
            slots.setdefault("offered", send(dispatcher, turn.knowledge, reply.cards, role_after(turn, slots)))
        return set_slots(tracker, slots) + ([FollowupAction(reply.followup)] if reply.followup else [])


def role_after(turn: Turn, slots: dict[str, Any]) -> Optional[str]:
    """The kind of person that is remembered once these slots are set."""
    role: Optional[str] = slots.get("role", turn.slot("role"))
    return role


def set_slots(tracker: Tracker, slots: dict[str, Any]) -> list[Any]:
    """The events that set slots; what is remembered already is not said again."""
    return [SlotSet(name, value) for name, value in slots.items() if tracker.slots.get(name) != value]


def quietly(job: Job, turn: Turn) -> Reply:
    """The reply of a job; a failure is logged by kind and place, never in words that may quote the message."""
    try:
        return job(turn)
    except Exception as error:
        places = traceback.extract_tb(error.__traceback__)[-3:]
        where = " < ".join(f"{place.filename}:{place.lineno}" for place in reversed(places))
        logger.error("action: %s at %s", type(error).__name__, where)
    raise JobFailed


class JobFailed(Exception):
    """A job could not reply; the log says where."""


def remembered(turn: Turn, reply: Reply) -> dict[str, Any]:
    """The slots that hold what a message says of the person, what was found, and what was shown last."""
    facts = turn.read("circumstances") or {}
    kept: dict[str, Any] = {"circumstances": {**(turn.slot("circumstances") or {}), **facts}} if facts else {}
    if turn.role() != turn.slot("role"):
        kept["role"] = turn.role()
    # What was compared was talked of all together.
    about = reply.slots.get("recent") or [reply.slots["topic"]] if reply.slots.get("topic") else []
    if about:
        kept["recent"] = [*about, *(each for each in turn.slot("recent") or [] if each not in about)][:MOST_RECENT]
    if reply.cards:
        last = "comparison" if reply.slots.get("recent") else _last(reply.cards)
        kept.update(wanted=None, last=last, notes=noted(turn.slot("notes") or [], reply.cards))
    return kept


def _last(cards: list[Card]) -> str:
    """What a reply mainly was: a referral even where a note to take along follows it."""
    kinds = [card["card"] for card in cards]
    return "referral" if "referral" in kinds else str(kinds[-1])


def iso_period(days: Optional[list[Optional[str]]]) -> Optional[Period]:
    """The period that travelled as two ISO dates."""
    return Period.from_iso(days) if days else None
