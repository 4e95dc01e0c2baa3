"""Who can help: real doors first, the nearest one where there is none, and never nothing for somebody in danger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic import ValidationError

from bot.guidance.content.card_text import card_text
from bot.guidance.dates import PartialDate
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.places.find import find_places
from bot.guidance.places.gazetteer import describe
from bot.guidance.referral.cards import SHOWN, history_note, referral_card
from bot.guidance.referral.partnerships import partnership_of, partnerships_in, partnerships_named
from bot.guidance.referral.routes import (
    Referral,
    has_phone,
    route_card,
    route_cards,
    routes_for,
)
from bot.guidance.schema.route import Route
from bot.guidance.schema.topic import Role

TODAY, IN_2008, IN_2003 = date(2026, 11, 22), date(2008, 10, 1), date(2003, 9, 1)
NEEDS = tuple(yaml.safe_load((Path(__file__).parents[2] / "knowledge/needs.yml").read_text(encoding="utf-8")))
NATIONS = ("england", "scotland", "wales", "northern-ireland")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


def test_rotherham_gets_todays_real_door_first_and_hears_of_its_partnership_of_2003(knowledge: Knowledge) -> None:
    (rotherham,) = find_places(knowledge, "who can give me careers advice in Rotherham?")
    card = referral_card(knowledge, "careers-advice", rotherham.id, None, TODAY)
    text = card_text(knowledge, card)
    assert card["routes"][0]["name"] == knowledge.routes["dwp-careers-service"].name
    partnership = knowledge.routes["iag-barnsley-doncaster-and-rotherham"].name
    assert partnership in card["note"] and "2003" in card["note"]
    assert text.index(card["routes"][0]["name"]) < text.index(partnership)


@pytest.mark.parametrize("role", [*get_args(Role), None])
@pytest.mark.parametrize("place", NATIONS)
@pytest.mark.parametrize("need", NEEDS)
def test_every_need_in_every_nation_ends_in_a_sourced_route(
    knowledge: Knowledge, need: str, place: str, role: str | None
) -> None:
    routes = routes_for(knowledge, need, place, role, TODAY)
    assert routes
    for referral in routes:
        assert referral.route.source.id in knowledge.sources
        assert referral.why
        is_theirs = role is None or role in referral.route.serves
        assert referral.nearest == (need not in referral.route.needs or not is_theirs)


def test_a_route_for_one_nation_is_not_offered_in_another(knowledge: Knowledge) -> None:
    for nation in NATIONS:
        for need in NEEDS:
            for referral in routes_for(knowledge, need, nation, None, TODAY):
                assert {nation, "uk"} & set(referral.route.areas)


def test_a_need_without_a_service_says_that_these_are_only_the_nearest_doors(knowledge: Knowledge) -> None:
    card = referral_card(knowledge, "rights-at-work", "norwich", "employee", IN_2008)
    assert card["routes"] and all(route["nearest"] for route in card["routes"])
    nearest = knowledge.say("referral.because_nearest", need=knowledge.needs["rights-at-work"].name)
    assert nearest in card["routes"][0]["why"]
    assert knowledge.say("referral.intro_nearest", line="Norwich, East of England, England", need="your rights at work") in card["intro"]


def test_only_the_first_route_says_why_it_comes_first_and_for_whom_it_is_meant(knowledge: Knowledge) -> None:
    routes = routes_for(knowledge, "training-workforce", "norwich", "employer", TODAY)
    first = knowledge.say("referral.why_first", reasons="").split("{")[0].rstrip(". ")
    assert routes[0].why.startswith(first) and not any(route.why.startswith(first) for route in routes[1:])
    named = [knowledge.people["employer"].name in route.why for route in routes]
    assert named[0] == (len(routes[0].route.serves) < 3)


def test_whoever_wants_to_ring_gets_doors_with_a_number_first_or_hears_that_there_is_none(knowledge: Knowledge) -> None:
    none = knowledge.say("referral.no_phone")
    for need in NEEDS:
        card = referral_card(knowledge, need, "sheffield", None, TODAY, rings=True)
        rung = [has_phone(route["channels"]) for route in card["routes"]]
        assert rung == sorted(rung, reverse=True)
        assert (none in card["intro"]) == (bool(rung) and not rung[0])
    assert none not in referral_card(knowledge, "rights-at-work", "sheffield", None, TODAY, rings=True)["intro"]


def test_at_most_three_are_shown_and_the_rest_on_request(knowledge: Knowledge) -> None:
    first = referral_card(knowledge, "english-maths", "leeds", None, TODAY)
    assert len(first["routes"]) == SHOWN and first["more"]
    meaning = next(offer["meaning"] for offer in first["next"] if offer["title"] == knowledge.say("referral.more"))
    rest = referral_card(knowledge, "english-maths", "leeds", None, TODAY, skip=meaning["start"])
    assert not {route["id"] for route in first["routes"]} & {route["id"] for route in rest["routes"]}
    assert len(rest["routes"]) + rest["more"] == first["more"]


def test_a_route_that_somebody_checked_says_so_in_place_of_a_caution(knowledge: Knowledge) -> None:
    acas = knowledge.routes["acas"].copy(update={"verified_on": PartialDate.parse("2026-11-25")})
    card = route_card(replace(knowledge, routes={"acas": acas}), Referral(acas, "why"))
    assert card["as_at_text"] == knowledge.say("referral.verified", when="25 November 2026")


def test_outside_the_united_kingdom_no_service_is_invented(knowledge: Knowledge) -> None:
    card = referral_card(knowledge, "careers-advice", "jersey", None, TODAY)
    assert card["routes"] == []
    assert card["intro"]


@pytest.mark.parametrize("place", [None, "rotherham", "scotland", "jersey"])
@pytest.mark.parametrize("day", [TODAY, IN_2008])
def test_somebody_in_danger_always_gets_a_number_that_can_be_rung(
    knowledge: Knowledge, place: str | None, day: date
) -> None:
    for need in ("crisis", "exploitation"):
        cards = route_cards(knowledge, need, place, None, day)
        assert "tel:999" in [channel["href"] for card in cards for channel in card["channels"]]
        assert len(cards) > 1


def test_in_2003_the_partnership_is_the_door_and_there_is_no_word_of_history(knowledge: Knowledge) -> None:
    card = referral_card(knowledge, "careers-advice", "rotherham", None, IN_2003)
    assert [route["name"] for route in card["routes"]] == [
        knowledge.routes["iag-barnsley-doncaster-and-rotherham"].name
    ]
    assert card["note"] == ""


def test_in_2008_nothing_of_today_is_offered(knowledge: Knowledge) -> None:
    for need in set(NEEDS) - {"crisis", "exploitation", "at-risk"}:
        for referral in routes_for(knowledge, need, "rotherham", None, IN_2008):
            assert referral.route.as_at.last.year < 2026 and not any(c.value for c in referral.route.channels)
    assert routes_for(knowledge, "careers-advice", "rotherham", None, IN_2008)


def test_a_nearer_route_comes_before_one_for_the_whole_nation(knowledge: Knowledge) -> None:
    own = knowledge.routes["iag-dudley"]
    wide = own.copy(update={"areas": ["england"], "name": "wide"})
    both = Knowledge(
        version="two", phrases=knowledge.phrases, places=knowledge.places, needs=knowledge.needs, people=knowledge.people,
        routes={"w": wide, "o": own},
    )
    assert [found.route for found in routes_for(both, "careers-advice", "dudley/stourbridge", None, IN_2003)] == [own, wide]


def test_a_role_that_no_route_serves_still_gets_the_door_for_others(knowledge: Knowledge) -> None:
    routes = routes_for(knowledge, "apprenticeship-employer", "leeds", "employee", TODAY)
    assert routes and all("employee" not in found.route.serves for found in routes)


def test_a_devolved_place_hears_who_runs_the_money_for_courses(knowledge: Knowledge) -> None:
    leeds = referral_card(knowledge, "english-maths", "leeds", "employee", TODAY)["intro"]
    assert knowledge.places.devolved["west-yorkshire"].name in leeds
    assert leeds.count(".") > 1
    norwich = referral_card(knowledge, "english-maths", "norwich", "employee", TODAY)["intro"]
    assert knowledge.say("referral.national_rules", place="Norwich") in norwich


def test_without_a_place_the_card_asks_for_one_and_gives_the_doors_of_all_england(knowledge: Knowledge) -> None:
    card = referral_card(knowledge, "careers-advice", None, None, TODAY)
    assert card["intro"] == knowledge.say("referral.intro_no_place")
    assert len(card["routes"]) == SHOWN and card["note"] == ""


def test_a_town_has_the_partnership_of_its_council(knowledge: Knowledge) -> None:
    found = partnership_of(knowledge, "rotherham/maltby")
    assert found is knowledge.routes["iag-barnsley-doncaster-and-rotherham"]


@pytest.mark.parametrize("place", ["norwich", "sheffield", "leeds", "scotland", None])
def test_a_place_that_none_of_the_27_names_has_none(knowledge: Knowledge, place: str | None) -> None:
    assert partnership_of(knowledge, place) is None


def test_a_place_without_one_is_told_so(knowledge: Knowledge) -> None:
    assert referral_card(knowledge, "careers-advice", "norwich", None, TODAY)["note"] == ""
    note = history_note(knowledge, describe(knowledge, "norwich"), TODAY, "below")
    assert knowledge.say("referral.history_none", place="Norwich", where=knowledge.say("referral.below")) in note


def test_a_wide_place_is_told_all_the_partnerships_in_it(knowledge: Knowledge) -> None:
    assert [route.name for route in partnerships_in(knowledge, "sussex")] == [
        knowledge.routes[name].name for name in ("iag-east-sussex", "iag-west-sussex")
    ]


def test_a_partnership_read_off_the_map_is_only_called_probable(knowledge: Knowledge) -> None:
    note = referral_card(knowledge, "careers-advice", "newham", None, TODAY)["note"]
    name, above = knowledge.routes["iag-east-thames"].name, knowledge.say("referral.above")
    assert knowledge.say("referral.history_guessed", place="Newham", name=name, where=above) in note


def test_a_place_in_another_nation_is_told_that_the_partnerships_were_english(knowledge: Knowledge) -> None:
    note = history_note(knowledge, describe(knowledge, "wales/cardiff"), TODAY)
    assert note == knowledge.say("referral.history_elsewhere", place="Cardiff")


@pytest.mark.parametrize(
    "typed, ids",
    [
        ("did the East Thames partnership work with unions", ["iag-east-thames"]),
        ("London cross-river", ["iag-london-cross-river"]),
        ("which partnership covers Maltby", ["iag-barnsley-doncaster-and-rotherham"]),
        ("do you cover Oldham?", ["iag-oldham"]),
        ("which partnership covers Norwich", []),
    ],
)
def test_a_partnership_is_found_by_its_name_or_a_place_in_it(knowledge: Knowledge, typed: str, ids: list[str]) -> None:
    assert partnerships_named(knowledge, typed) == [knowledge.routes[name] for name in ids]


def test_a_card_holds_the_text_and_link_of_each_channel(knowledge: Knowledge) -> None:
    acas = next(card for card in route_cards(knowledge, "rights-at-work", "leeds", None, TODAY))
    phone = next(channel for channel in acas["channels"] if channel["kind"] == "phone")
    assert phone["href"] == "tel:03001231100" and "0300 123 1100" in phone["text"] and phone["hours"]


@pytest.mark.parametrize(
    "change, field",
    [
        ({"channels": [{"kind": "phone", "value": "0800 000 000"}]}, "channels"),
        ({"channels": [{"kind": "words"}]}, "channels"),
        ({"channels": [{"kind": "web", "value": "http://example.org", "confirmed": True}]}, "channels"),
        ({"needs": []}, "__root__"),
        ({"valid": {}}, "__root__"),
        ({"colour": "red"}, "colour"),
        ({"channels": [{"kind": "phone", "value": "0800 000 000", "confirmed": True}]}, "__root__"),
    ],
)
def test_a_route_that_could_mislead_is_refused(change: dict[str, object], field: str) -> None:
    route: dict[str, object] = {
        "name": "A door", "serves": ["employee"], "needs": ["digital"], "areas": ["england"],
        "channels": [{"kind": "words", "text": "Ask."}], "valid": {"from": 2003, "to": 2004}, "as_at": 2003,
        "source": {"id": "a", "at": "b"},
    }
    assert Route.parse_obj(route)
    with pytest.raises(ValidationError) as refused:
        Route.parse_obj({**route, **change})
    assert field in {str(error["loc"][0]) for error in refused.value.errors()}
