"""The gazetteer and the routes as a whole, against the documents and, where it is present, a list of councils."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Iterator

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import find_places
from bot.guidance.places.gazetteer import ancestor, contains
from bot.guidance.places.unclear import candidates
from bot.guidance.referral.partnerships import partnership_of, partnerships_named
from bot.guidance.schema.place import Place
from bot.guidance.schema.route import Route

GEOGRAPHY = Path(__file__).parents[3] / "shared/data/geography"
PRESENT = pytest.mark.skipif(not GEOGRAPHY.is_dir(), reason="the list of councils to compare with is not on this machine")
PARTNERSHIPS, AREAS, REGIONS = 27, 47, 9
# Devolved adult skills areas of 2026-27: their members today (counties stand for all their districts).
DEVOLVED = {
    "cambridgeshire-and-peterborough": "cambridge, east-cambridgeshire, fenland, huntingdonshire, "
    "south-cambridgeshire, peterborough",
    "greater-london": "city-of-london, barking-and-dagenham, barnet, bexley, brent, bromley, camden, croydon, ealing, "
    "enfield, greenwich, hackney, hammersmith-and-fulham, haringey, harrow, havering, hillingdon, hounslow, islington, "
    "kensington-and-chelsea, kingston-upon-thames, lambeth, lewisham, merton, newham, redbridge, "
    "richmond-upon-thames, southwark, sutton, tower-hamlets, waltham-forest, wandsworth, westminster",
    "greater-manchester": "bolton, bury, manchester, oldham, rochdale, salford, stockport, tameside, trafford, wigan",
    "liverpool-city-region": "halton, knowsley, liverpool, sefton, st-helens, wirral",
    "north-east": "county-durham, gateshead, newcastle-upon-tyne, north-tyneside, northumberland, south-tyneside, "
    "sunderland",
    "south-yorkshire": "barnsley, doncaster, rotherham, sheffield",
    "tees-valley": "darlington, hartlepool, middlesbrough, redcar-and-cleveland, stockton-on-tees",
    "west-midlands": "birmingham, coventry, dudley, sandwell, solihull, walsall, wolverhampton",
    "west-of-england": "bath-and-north-east-somerset, bristol, south-gloucestershire",
    "west-yorkshire": "bradford, calderdale, kirklees, leeds, wakefield",
    "east-midlands": "derby, amber-valley, bolsover, chesterfield, derbyshire-dales, erewash, high-peak, "
    "north-east-derbyshire, south-derbyshire, nottingham, ashfield, bassetlaw, broxtowe, gedling, mansfield, "
    "newark-and-sherwood, rushcliffe",
    "york-and-north-yorkshire": "york, north-yorkshire",
    "cornwall": "cornwall",
    "hull-and-east-yorkshire": "hull, east-riding-of-yorkshire",
    "lancashire": "burnley, chorley, fylde, hyndburn, lancaster, pendle, preston, ribble-valley, rossendale, "
    "south-ribble, west-lancashire, wyre, blackburn-with-darwen, blackpool",
    "greater-lincolnshire": "boston, east-lindsey, lincoln, north-kesteven, south-holland, south-kesteven, "
    "west-lindsey, north-lincolnshire, north-east-lincolnshire",
    "devon-and-torbay": "east-devon, exeter, mid-devon, north-devon, south-hams, teignbridge, torridge, west-devon, torbay",
    "buckinghamshire": "buckinghamshire",
    "surrey": "elmbridge, epsom-and-ewell, guildford, mole-valley, reigate-and-banstead, runnymede, spelthorne, "
    "surrey-heath, tandridge, waverley, woking",
    "warwickshire": "north-warwickshire, nuneaton-and-bedworth, rugby, stratford-on-avon, warwick",
}
# Places that keep the national rules although they lie beside or within the name of a devolved area.
NATIONAL = ("plymouth", "north-somerset", "rutland", "isles-of-scilly", "leicester", "norwich", "milton-keynes")
# Rows of the list that are known to be wrong or blank there.
WRONG_REGION = {"Derbyshire", "Lincolnshire"}


def of_kind(knowledge: Knowledge, kind: str) -> list[Place]:
    return [place for place in knowledge.places.by_id.values() if place.kind == kind]


def listed(knowledge: Knowledge) -> list[Route]:
    return [route for route in knowledge.routes.values() if route.is_partnership()]


def test_there_are_nine_regions_and_the_47_areas_of_2003(knowledge: Knowledge) -> None:
    assert (len(of_kind(knowledge, "region")), len(of_kind(knowledge, "area"))) == (REGIONS, AREAS)


def test_each_of_the_27_partnerships_is_found_by_its_name(knowledge: Knowledge) -> None:
    assert len(listed(knowledge)) == PARTNERSHIPS
    for route in listed(knowledge):
        assert partnerships_named(knowledge, f"tell me about the {route.name}") == [route]


def test_each_of_the_27_partnerships_is_found_by_at_least_five_places_in_it(knowledge: Knowledge) -> None:
    for route in listed(knowledge):
        typed = [
            place for place in knowledge.places.by_id.values()
            if place.kind in ("town", "authority") and partnership_of(knowledge, place.id) is route
            and [hit.id for hit in find_places(knowledge, f"I live in {place.name}")] == [place.id]
        ]
        assert len(typed) >= 5, route.name


def test_partnerships_that_follow_from_their_name_bear_the_names_of_their_places(knowledge: Knowledge) -> None:
    for route in listed(knowledge):
        named = [area for area in route.areas if knowledge.places.by_id[area].name.split(" of ")[0].split()[-1] in route.name]
        assert route.basis == "geography" or named, route.name


@pytest.mark.parametrize("area, members", DEVOLVED.items())
def test_every_member_of_a_devolved_area_carries_it_and_nobody_else(
    knowledge: Knowledge, area: str, members: str
) -> None:
    carried = {
        place.id for place in of_kind(knowledge, "authority")
        if place.devolved == area and place.closed is None and not has_districts(knowledge, place)
    }
    assert carried == set(members.split(", "))


def has_districts(knowledge: Knowledge, place: Place) -> bool:
    return any(other.county == place.id for other in of_kind(knowledge, "authority"))


def test_there_are_twenty_devolved_areas_and_their_neighbours_keep_the_national_rules(knowledge: Knowledge) -> None:
    assert set(knowledge.places.devolved) == set(DEVOLVED)
    for name in NATIONAL:
        assert all(knowledge.places.by_id[one].devolved is None for one in knowledge.places.chains[name])


def test_a_town_or_council_is_found_again_by_its_own_name(knowledge: Knowledge) -> None:
    for place in knowledge.places.by_id.values():
        hits = find_places(knowledge, f"I live in {place.name}")
        around = {one for hit in hits for one in (hit.id, *knowledge.places.chains[hit.id])}
        inside = any(contains(knowledge.places, hit.id, place.id) for hit in hits)
        replaced = place.closed is not None and {hit.area for hit in hits} & {ancestor(knowledge.places, place.id, "area")}
        assert place.id in around or inside or replaced, place.id


def test_a_replaced_council_points_to_living_ones_or_to_one_that_does(knowledge: Knowledge) -> None:
    for place in of_kind(knowledge, "authority"):
        for successor in place.successor:
            heir = knowledge.places.by_id[successor]
            assert heir.closed is None or heir.successor


def test_no_current_link_or_number_stands_on_a_route_of_the_past(knowledge: Knowledge) -> None:
    for route in knowledge.routes.values():
        if route.valid.to is not None:
            assert all(channel.kind == "words" and channel.href is None for channel in route.channels)


def test_the_number_nobody_confirmed_after_the_change_is_nowhere_in_the_files() -> None:
    for file in (Path(__file__).parents[2] / "knowledge").rglob("*.yml"):
        assert not re.search(r"0800[ -]?100[ -]?900", file.read_text(encoding="utf-8")), file.name


def test_how_assignments_are_known_is_counted(knowledge: Knowledge) -> None:
    counted = Counter(place.basis for place in of_kind(knowledge, "authority"))
    print(f"\nauthorities to areas: {dict(counted)}")
    assert set(counted) == {"source", "name", "geography"}


def councils() -> Iterator[dict[str, str]]:
    with (GEOGRAPHY / "local_authorities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            combined = re.search("ombined|trategic", row["local-authority-type-name"])
            if row["nation"] == "England" and not combined:
                yield row


@PRESENT
def test_every_council_of_the_list_is_in_the_gazetteer_in_the_same_region(knowledge: Knowledge) -> None:
    for row in councils():
        name = row["nice-name"].replace("St.", "St").replace("Kings Lynn", "King's Lynn")
        name = name if name == "City of London" else re.sub("^City of | (Council|County)$", "", name)
        found = [
            place for place in of_kind(knowledge, "authority")
            if bool(place.closed) == bool(row["end-date"])
            and name in (place.name, place.name.replace(" County Council", ""))
        ]
        assert found, row["nice-name"]
        region = ancestor(knowledge.places, found[0].id, "region")
        if row["region"] and name not in WRONG_REGION:
            assert knowledge.places.by_id[str(region)].name.lower() == row["region"].lower()


@PRESENT
def test_nearly_every_outward_postcode_lies_where_the_compilation_says(knowledge: Knowledge) -> None:
    rows = list(csv.DictReader((GEOGRAPHY / "outward_codes.csv").open(encoding="utf-8")))
    agreed = sum(agrees(knowledge, row) for row in rows)
    print(f"\noutward postcodes that agree: {agreed} of {len(rows)}")
    assert agreed >= 0.99 * len(rows)


def agrees(knowledge: Knowledge, row: dict[str, str]) -> bool:
    """Whether a postcode's places and the county of the row lie in one another."""
    places = knowledge.places
    hits = find_places(knowledge, f"my postcode is {row['postcode']}")
    nations = {hit.nation for hit in hits}
    if row["country_name"] != "England":
        return bool(nations - {None, "england"}) or row["county"] == "Northumberland"
    county = "London" if "London" in row["county"] else row["county"]
    named = find_places(knowledge, f"in {county}")
    return any(
        contains(places, one.id, hit.id) or contains(places, hit.id, one.id) or (one.area and one.area == hit.area)
        for one in named for hit in hits
    )


def test_every_postcode_area_leads_somewhere(knowledge: Knowledge) -> None:
    for area in knowledge.places.postcodes:
        hits = find_places(knowledge, f"my postcode is {area}1")
        assert hits and (len(hits) == 1 or candidates(hits) == hits), area
