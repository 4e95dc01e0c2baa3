"""Whoever asks, wherever, for whatever: a sourced route, or an honest "no such service", today and in October 2008."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import find_places
from bot.guidance.referral.cards import referral_card
from bot.guidance.referral.every_route import Visit, walk
from bot.guidance.referral.partnerships import partnership_of
from bot.guidance.referral.routes import in_force

TODAY, IN_2008 = date(2026, 11, 26), date(2008, 10, 1)
DAYS = {"today": TODAY, "on 2008-10-01": IN_2008}
# All the postcode areas of the United Kingdom, and those of the three islands that use its codes.
POSTCODE_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU "
    "HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO "
    "PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE "
    "GY IM JE"
).split()
# "75 of 388 councils" (the report of April 2009); the list of councils of July 2025 has 317 in England.
COUNCILS_OF_2008, COUNCILS_OF_TODAY = 388, 317
ISLANDS = {"guernsey", "isle-of-man", "jersey"}


def councils(k: Knowledge, on: date) -> list[str]:
    """The local authorities of England on a day, those replaced since included."""
    return [
        place.id for place in k.places.by_id.values()
        if place.kind == "authority" and (place.closed is None or on < place.closed.first)
        and (place.opened is None or place.opened.first <= on)
    ]


def of_postcode(k: Knowledge, area: str) -> list[str]:
    return [hit.id for hit in find_places(k, f"my postcode is {area}")]


def visits(k: Knowledge, on: date) -> list[Visit]:
    places = [*councils(k, on), *(place for area in POSTCODE_AREAS for place in of_postcode(k, area))]
    return list(walk(k, dict.fromkeys(places), on))


@pytest.mark.parametrize("day", DAYS)
def test_every_council_and_postcode_ends_in_a_sourced_route_or_an_honest_none(knowledge: Knowledge, day: str) -> None:
    on, ends = DAYS[day], Counter()
    for visit in visits(knowledge, on):
        nation = _nation(knowledge, visit.place)
        kind = "none" if not visit.routes else "nearest door" if visit.routes[0].nearest else "real route"
        ends["England" if nation == "england" else "other nations", kind] += 1
        for referral in visit.routes:
            assert in_force(knowledge, referral.route, on)
            assert referral.route.source.id in knowledge.sources and referral.why
            is_theirs = visit.role is None or visit.role in referral.route.serves
            assert referral.nearest == (visit.need not in referral.route.needs or not is_theirs)
            is_care = any(knowledge.needs[need].care for need in referral.route.needs)
            assert on == TODAY or is_care or not any(c.value for c in referral.route.channels)
        if not visit.routes:
            card = referral_card(knowledge, visit.need, visit.place, visit.role, on)
            assert knowledge.say("referral.none", need=knowledge.needs[visit.need].name) in card["intro"]
        if on == TODAY and nation not in ISLANDS:
            assert visit.routes, f"{visit.place}: {visit.need}"
    print(f"\n{day}, places x needs x kinds of people:")
    for where in ("England", "other nations"):
        total = sum(count for (place, _), count in ends.items() if place == where)
        shares = ", ".join(f"{kind} {ends[where, kind] / total:.0%}" for kind in ("real route", "nearest door", "none"))
        print(f"  {where}: {total:,} ends: {shares}")
    in_england = {kind: count for (place, kind), count in ends.items() if place == "England"}
    assert in_england.get("none", 0) == 0
    assert in_england["real route"] > 0.6 * sum(in_england.values())


def _nation(k: Knowledge, place: str) -> str | None:
    return next((one for one in k.places.chains[place] if k.places.by_id[one].kind == "nation"), None)


@pytest.mark.parametrize("area", POSTCODE_AREAS)
def test_every_postcode_area_leads_to_a_place_or_to_a_question_between_places(knowledge: Knowledge, area: str) -> None:
    assert of_postcode(knowledge, area)


def test_what_is_known_of_each_council_is_counted(knowledge: Knowledge) -> None:
    now = councils(knowledge, TODAY)
    basis = Counter(knowledge.places.by_id[name].basis for name in now)
    runs = Counter("its own area" if knowledge.places.chains[name] and _runner(knowledge, name) else "national rules" for name in now)
    partnership = Counter(
        "one of the 27" if partnership_of(knowledge, name) else "none of the 27 is known" for name in councils(knowledge, IN_2008)
    )
    print(f"\ncouncils of today: {len(now)}; assigned to their area of 2003 by {dict(basis)}; adult skills: {dict(runs)}")
    print(f"councils of 2008: {sum(partnership.values())}; partnership of 2003: {dict(partnership)}")
    unknown = [route for route in knowledge.routes.values() if route.is_partnership() and route.basis is None]
    assert not unknown
    assert sum(basis.values()) == len(now) and set(basis) <= {"source", "name", "geography", "unknown"}
    assert partnership["one of the 27"] > 100


def _runner(k: Knowledge, name: str) -> str | None:
    return next((k.places.by_id[one].devolved for one in k.places.chains[name] if k.places.by_id[one].devolved), None)


def test_the_postcode_areas_are_those_of_the_gazetteer(knowledge: Knowledge) -> None:
    assert set(POSTCODE_AREAS) == set(knowledge.places.postcodes)


def test_no_door_of_today_is_told_by_a_person_or_left_to_ones_own_employer(knowledge: Knowledge) -> None:
    for name, route in knowledge.routes.items():
        words = " ".join(channel.text or "" for channel in route.channels).lower()
        assert not words.startswith(("ask hr", "ask your hr", "ask your employer")), name
        assert "@" not in words, name


def test_there_are_as_many_councils_as_the_report_of_2009_counts_and_as_there_are_today(knowledge: Knowledge) -> None:
    assert len(councils(knowledge, IN_2008)) == COUNCILS_OF_2008
    assert len(councils(knowledge, TODAY)) == COUNCILS_OF_TODAY
