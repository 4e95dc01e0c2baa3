"""What a turn came to: one outcome from a fixed list, read off its cards and what was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import ancestor

Card = Mapping[str, Any]
Understood = Mapping[str, Any]

ANSWERED, DID_YOU_MEAN, ASKED_BACK = "answered", "did_you_mean", "asked_back"
OUT_OF_SCOPE, NOT_UNDERSTOOD, NO_SOURCE = "out_of_scope", "not_understood", "no_source"
ROUTE_GIVEN, NO_ROUTE = "route_given", "no_route"
CHECK_GOING_ON, CHECK_FINISHED, CHECK_STOPPED = "check_going_on", "check_finished", "check_stopped"
CARE, SMALL_TALK, COMMAND = "care", "small_talk", "command"
UNREADABLE, TURNED_OFF, FAILED = "unreadable", "turned_off", "failed"
OUTCOMES = (
    ANSWERED, DID_YOU_MEAN, ASKED_BACK, OUT_OF_SCOPE, NOT_UNDERSTOOD, NO_SOURCE, ROUTE_GIVEN, NO_ROUTE, CHECK_GOING_ON,
    CHECK_FINISHED, CHECK_STOPPED, CARE, SMALL_TALK, COMMAND, UNREADABLE, TURNED_OFF, FAILED,
)
# Those in which somebody asked something and got no answer to it.
FALLBACKS = (DID_YOU_MEAN, OUT_OF_SCOPE, NOT_UNDERSTOOD, NO_SOURCE, NO_ROUTE, FAILED)
# What stands beside the answer of a turn, and decides only where it is all there is.
_BESIDE = ("note", "question")
_BY_INTENT = {"chat": SMALL_TALK, "refer": ASKED_BACK, "check": CHECK_GOING_ON, "reply": NOT_UNDERSTOOD, "command": COMMAND}


@dataclass(frozen=True)
class About:
    """What a turn was about: ids, None where it was about none. A place is a local authority or wider, never a town."""

    topic: Optional[str] = None
    facet: Optional[str] = None
    role: Optional[str] = None
    area: Optional[str] = None
    need: Optional[str] = None


def cards_of(card: Card) -> list[Card]:
    """All cards of a reply, in order."""
    return [card, *(card.get("then") or [])]


def outcome_of(
    k: Knowledge, cards: Sequence[Card], understood: Optional[Understood], before: Sequence[Card] = (), failed: bool = False
) -> str:
    """The outcome of a turn, always one of OUTCOMES.

    `understood` is what the message was read as (None: it was read by nobody, since it was blank or too long), `before`
    are the cards of the turn before.
    """
    if failed or not cards:
        return FAILED
    if any(card.get("card") == "care" for card in cards):
        return CARE
    if understood is None:
        return UNREADABLE
    intent = (understood.get("intent") or {}).get("name") or ""
    main = next((card for card in cards if card.get("card") not in _BESIDE), None)
    if main is None:
        return _of_notes(cards, understood, intent, before)
    return _of_card(k, main, understood, intent)


def _of_card(k: Knowledge, card: Card, understood: Understood, intent: str) -> str:
    kind = card.get("card")
    if kind == "verdict":
        return CHECK_FINISHED
    if kind == "referral":
        return ROUTE_GIVEN if card.get("routes") else NO_ROUTE
    if kind == "choice":
        return DID_YOU_MEAN if understood.get("choices") else ASKED_BACK
    if kind == "sorry":
        return _of_sorry(card, intent)
    if intent == "command":
        return COMMAND
    return NO_SOURCE if kind == "answer" and _is_silent(k, card) else ANSWERED


def _of_sorry(card: Card, intent: str) -> str:
    if card.get("topic"):
        return NO_SOURCE
    return {"broken": UNREADABLE, "unclear": NOT_UNDERSTOOD}.get(intent, OUT_OF_SCOPE)


def _of_notes(cards: Sequence[Card], understood: Understood, intent: str, before: Sequence[Card]) -> str:
    questions = [card for card in cards if card.get("card") == "question"]
    if questions:
        return CHECK_GOING_ON if any(map(_is_of_a_check, questions)) else ASKED_BACK
    if intent == "command" and understood.get("kind") == "stop" and any(map(_is_of_a_check, before)):
        return CHECK_STOPPED
    if intent == "reply" and (understood.get("reply") or {}).get("kind") == "what_if":
        return ANSWERED
    return _BY_INTENT.get(intent, ANSWERED)


def _is_of_a_check(card: Card) -> bool:
    """Whether a card is a question of a check, and not of a referral, which has no end to count towards."""
    return card.get("card") == "question" and bool((card.get("progress") or {}).get("at_most"))


def _is_silent(k: Knowledge, card: Card) -> bool:
    """Whether an answer only says that the sources do not say."""
    topic = k.topics.get(str(card.get("topic")))
    entries = topic.entries(str(card.get("facet"))) if topic else []
    return any(entry.silent and entry.as_at.text == card.get("as_at") for entry in entries)


def about(k: Knowledge, cards: Sequence[Card], understood: Optional[Understood]) -> About:
    """What a turn was about, as its first card that says so shows, else as it was understood."""
    read = understood or {}
    meant = next(iter([*(read.get("questions") or []), *(read.get("choices") or [])]), {})
    # A card names a topic and its facet together; what was understood fills no gap in that.
    named = next((card for card in cards if card.get("topic") or card.get("rule_set") or card.get("facet")), None)
    topic, facet = _named(k, named, read) if named else (meant.get("topic"), meant.get("special") or meant.get("facet"))
    need = _first(cards, "need") or read.get("need")
    place = next(iter(read.get("places") or []), None) or _first(cards, "place")
    return About(
        topic if topic in k.topics else None,
        facet,
        _first(cards, "role") or read.get("role"),
        area_of(k, place),
        need if need in k.needs else None,
    )


def _named(k: Knowledge, card: Card, read: Understood) -> tuple[Optional[str], Optional[str]]:
    rules = k.rule_sets.get(str(card.get("rule_set")))
    compared = next(iter(read.get("compare") or []), None)
    return (rules.topic if rules else card.get("topic") or compared), card.get("facet")


def area_of(k: Knowledge, place: Optional[str]) -> Optional[str]:
    """The local authority that a place lies in, or the place itself where that is wider; None where there is no such place."""
    if place not in k.places.by_id:
        return None
    if k.places.by_id[place].kind != "town":
        return place
    return ancestor(k.places, place, "authority") or k.places.by_id[place].within


def routes_of(cards: Sequence[Card]) -> list[str]:
    """The ids of the doors that a reply shows, each once."""
    return list(dict.fromkeys(route["id"] for card in cards for route in card.get("routes") or [] if route.get("id")))


def _first(cards: Sequence[Card], name: str) -> Optional[str]:
    return next((card[name] for card in cards if card.get(name)), None)
