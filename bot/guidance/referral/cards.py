"""The referral as cards: who can help with a need at a place, what we have to ask first, and what a place had in 2003."""

from __future__ import annotations

from datetime import date
from typing import Optional

from bot.guidance.content.answer import status_of
from bot.guidance.content.cards import Card, Offer, choice_card, offers, question_offer
from bot.guidance.content.source_list import SourceList
from bot.guidance.dates import Period
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import Description, describe
from bot.guidance.referral.needs import general_need
from bot.guidance.referral.partnerships import partnership_of, partnerships, partnerships_in
from bot.guidance.referral.routes import has_phone, route_cards
from bot.guidance.schema.place import HOME, KINGDOM
from bot.guidance.schema.route import Route

SHOWN = 3


def referral_card(
    k: Knowledge, need: str, place: Optional[str], role: Optional[str], on: date, lead: str = "", skip: int = 0,
    asks_place: bool = True, rings: bool = False,
) -> Card:
    """The best three routes with an introduction, and a note on what stood there in 2003; `skip` leaves out those shown.

    `lead` comes before the introduction; `asks_place`: without a place, the introduction asks for it; `rings`: doors with
    a phone number come first, or it is said that none has one.
    """
    where = describe(k, place) if place else None
    routes = route_cards(k, need, place, role, on, rings)
    if rings and routes and not skip and not has_phone(routes[0]["channels"]):
        lead = " ".join(filter(None, [lead, k.say("referral.no_phone")]))
    shown, left = routes[skip : skip + SHOWN], max(0, len(routes) - skip - SHOWN)
    name = k.needs[need].name
    title = k.say("referral.title_place", need=name, place=where.name) if where else k.say("referral.title", need=name)
    intro = k.say("referral.intro_more") if skip else _intro(k, where, name, shown, asks_place)
    # That a place had none is told where it is asked for, not under every answer.
    had_one = place is not None and bool(partnership_of(k, place) or partnerships_in(k, place))
    history = history_note(k, where, on) if had_one and not skip and _had_partnerships(k, need) and not lead else ""
    further = {"start": skip + len(shown), **({"kind": "phone"} if rings else {})} if left else None
    return {
        "card": "referral",
        "title": title[0].upper() + title[1:],
        "need": need,
        "place": place,
        "intro": " ".join(text for text in (lead, intro, "" if skip else _funding(k, where, need, on)) if text),
        "routes": shown,
        "more": left,
        "note": history,
        "next": offers(_next(k, need, where, on, further)),
    }


def which_place_card(k: Knowledge, need: str) -> Card:
    """Asks where somebody lives, and says why; a person need not say."""
    anywhere = Offer(k.say("referral.anywhere"), {"intent": "refer", "need": need, "kind": "anywhere"})
    choices = offers([anywhere])
    return {
        "card": "question",
        "circumstance": "place",
        "title": k.say("referral.title", need=k.needs[need].name),
        "ask": k.say("referral.ask_place"),
        "why": k.say("referral.why_place"),
        "example": k.say("card.example", example=k.say("referral.example_place")),
        "choices": choices,
        "progress": {"answered": 0, "at_most": 0, "text": ""},
        "note": None,
        "next": choices,
    }


def which_need_card(k: Knowledge, role: Optional[str], place: Optional[str]) -> Card:
    """Asks what somebody needs help with: what people like them look for most."""
    where = {"places": [place]} if place else {}
    given = [
        Offer(need.title, {"intent": "refer", "need": name, **where})
        for name, need in k.needs.items() if (role or "employee") in need.offered_to
    ]
    return choice_card(k.say("referral.ask_need"), given)


def place_note(k: Knowledge, topic: str, place: str, on: date) -> str:
    """What a topic means for a place: its partnership of 2003, or who runs adult skills money there; else empty."""
    where, means = describe(k, place), k.topics[topic].of_place
    if means == "partnership":
        return history_note(k, where, on, "below")
    return _funding(k, where, "funding-rules", on) if means == "funding" else ""


def history_note(k: Knowledge, where: Optional[Description], on: date, doors: str = "above") -> str:
    """Which of the 2003 partnerships a place had, with its source; empty without a place, or while they ran.

    `doors` says whether the doors of today stand above it or below.
    """
    listed = partnerships(k)
    if where is None or where.id == KINGDOM or not listed or _still_runs(listed[0], on):
        return ""
    if where.nation != HOME:
        return k.say("referral.history_elsewhere", place=where.name)
    own, side = partnership_of(k, where.id), k.say(f"referral.{doors}")
    inside = [] if own else partnerships_in(k, where.id)
    if own:
        key = "history_named" if where.name in own.name else "history_guessed"
        text = k.say(f"referral.{key}", place=where.name, name=own.name, where=side)
    elif inside:
        names = "; ".join(route.name for route in inside)
        text = k.say("referral.history_inside", place=where.name, names=names, where=side)
    else:
        text = k.say("referral.history_none", place=where.name, where=side)
    return f"{text} {_source_line(k, own or listed[0])}"


def _had_partnerships(k: Knowledge, need: str) -> bool:
    """Whether the partnerships of 2003 were for this need."""
    return any(topic.of_place == "partnership" and topic.need == need for topic in k.topics.values())


def _still_runs(route: Route, on: date) -> bool:
    return route.valid.period().overlaps(Period(on, None))


def _source_line(k: Knowledge, route: Route) -> str:
    sources = SourceList(k)
    sources.cite(route.source, route)
    source = sources.cards[0]
    return k.say("card.source", title=source["title"], publisher=source["publisher"],
                 date=source["date_text"], locator=source["locator"])


def _intro(k: Knowledge, where: Optional[Description], name: str, shown: list[Card], asks_place: bool) -> str:
    if not shown:
        return k.say("referral.none", need=name)
    if where is None:
        return k.say("referral.intro_no_place" if asks_place else "referral.intro_england")
    return k.say("referral.intro_nearest" if shown[0]["nearest"] else "referral.intro", line=where.line, need=name)


def _funding(k: Knowledge, where: Optional[Description], need: str, on: date) -> str:
    """Who runs the adult skills money at a place of England, for the needs that it pays for."""
    if not k.needs[need].funded or where is None or where.nation != HOME or on < k.places.as_at.first:
        return ""
    if where.devolved:
        return k.say("referral.devolved", place=where.name, runner=k.places.devolved[where.devolved].name)
    return "" if where.kind in ("nation", "region", "area") else k.say("referral.national_rules", place=where.name)


def _next(k: Knowledge, need: str, where: Optional[Description], on: date, further: Optional[Card]) -> list[Offer]:
    """More doors where there are some, what is known of this need, and the general door."""
    at = {"places": [where.id]} if where else {}
    more: Card = {"intent": "refer", "need": need, **(further or {}), **at}
    given = [Offer(k.say("referral.more"), more)] if further else []
    about = k.topics.get(k.needs[need].main_topic or "")
    if about and status_of(k, about, on).state == "open":
        given.append(question_offer(k, about.id, "how" if "how" in about.facets else "what"))
    past = [topic.id for topic in k.topics.values() if topic.of_place == "partnership" and topic.need == need]
    given += [question_offer(k, name, "what") for name in past if where is not None]
    general = Offer(k.say("referral.offer"), {"intent": "refer", "need": general_need(k), **at})
    return given if need == general_need(k) else [*given, general]
