"""The referral as a card: who can help with a need at a place today, and who did in 2003."""

from __future__ import annotations

from datetime import date
from typing import Optional

from bot.guidance.cards import Card, Offer, offers, question_offer
from bot.guidance.dates import Period
from bot.guidance.gazetteer import Description, describe
from bot.guidance.knowledge import Knowledge
from bot.guidance.partnerships import partnership_of, partnerships, partnerships_in
from bot.guidance.referral import route_cards
from bot.guidance.schema.place import KINGDOM
from bot.guidance.schema.route import Route
from bot.guidance.source_list import SourceList

SHOWN = 3
# Needs that the adult skills fund pays for, where it matters who runs the fund.
FUNDED = ("english-maths", "digital", "first-qualification", "funding-rules")
ADVICE = "careers-advice"
ADVICE_TOPIC, PARTNERSHIP_TOPIC, FUND_TOPIC = "careers-advice", "iag-partnerships", "adult-skills-fund"


def referral_card(k: Knowledge, need: str, place: Optional[str], role: Optional[str], on: date) -> Card:
    """The best three routes with an introduction, and a note on what stood there in 2003."""
    where = describe(k, place) if place else None
    routes = route_cards(k, need, place, role, on)
    shown = routes[:SHOWN]
    name = k.say(f"referral.needs.{need}")
    title = k.say("referral.title_place", need=name, place=where.name) if where else k.say("referral.title", need=name)
    return {
        "card": "referral",
        "title": title[0].upper() + title[1:],
        "need": need,
        "place": place,
        "intro": " ".join(text for text in (_intro(k, where, name, shown), _funding(k, where, need, on)) if text),
        "routes": shown,
        "more": len(routes) - len(shown),
        "note": history_note(k, where, on) if need == ADVICE else "",
        "next": offers(_next(k, need, where)),
    }


def place_note(k: Knowledge, topic: str, place: str, on: date) -> str:
    """What a topic means for a place: its partnership of 2003, or who runs adult skills money there; else empty."""
    where = describe(k, place)
    if topic == PARTNERSHIP_TOPIC:
        return history_note(k, where, on)
    return _funding(k, where, "funding-rules", on) if topic == FUND_TOPIC else ""


def history_note(k: Knowledge, where: Optional[Description], on: date) -> str:
    """Which of the 2003 partnerships a place had, with its source; empty without a place, or while they ran."""
    listed = partnerships(k)
    if where is None or where.id == KINGDOM or not listed or _still_runs(listed[0], on):
        return ""
    if where.nation != "england":
        return k.say("referral.history_elsewhere", place=where.name)
    own = partnership_of(k, where.id)
    inside = [] if own else partnerships_in(k, where.id)
    if own:
        key = "history_named" if where.name in own.name else "history_guessed"
        text = k.say(f"referral.{key}", place=where.name, name=own.name)
    elif inside:
        text = k.say("referral.history_inside", place=where.name, names="; ".join(route.name for route in inside))
    else:
        text = k.say("referral.history_none", place=where.name)
    return f"{text} {_source_line(k, own or listed[0])}"


def _still_runs(route: Route, on: date) -> bool:
    return route.valid.period().overlaps(Period(on, None))


def _source_line(k: Knowledge, route: Route) -> str:
    sources = SourceList(k)
    sources.cite(route.source, route)
    source = sources.cards[0]
    return k.say("card.source", title=source["title"], publisher=source["publisher"],
                 date=source["date_text"], locator=source["locator"])


def _intro(k: Knowledge, where: Optional[Description], name: str, shown: list[Card]) -> str:
    if not shown:
        return k.say("referral.none", need=name)
    if where is None:
        return k.say("referral.intro_no_place")
    return k.say("referral.intro_nearest" if shown[0]["nearest"] else "referral.intro", line=where.line, need=name)


def _funding(k: Knowledge, where: Optional[Description], need: str, on: date) -> str:
    """Who runs the adult skills money at a place of England, for the needs that it pays for."""
    if need not in FUNDED or where is None or where.nation != "england" or on < k.places.as_at.first:
        return ""
    if where.devolved:
        return k.say("referral.devolved", place=where.name, runner=k.places.devolved[where.devolved].name)
    return "" if where.kind in ("nation", "region", "area") else k.say("referral.national_rules", place=where.name)


def _next(k: Knowledge, need: str, where: Optional[Description]) -> list[Offer]:
    given = []
    if need == ADVICE and ADVICE_TOPIC in k.topics:
        given.append(question_offer(k, ADVICE_TOPIC, "how"))
    if need == ADVICE and where is not None and PARTNERSHIP_TOPIC in k.topics:
        given.append(question_offer(k, PARTNERSHIP_TOPIC, "what"))
    if need != ADVICE:
        meaning: Card = {"intent": "refer", "need": ADVICE, **({"places": [where.id]} if where else {})}
        given.append(Offer(k.say("referral.offer"), meaning))
    return given
