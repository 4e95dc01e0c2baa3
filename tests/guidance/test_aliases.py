"""Names are found although people half remember and mistype them."""
from __future__ import annotations

import pytest

from bot.guidance.content.aliases import AliasIndex
from bot.guidance.text import normalise

NAMES = {
    "investors-in-people": ["investors in people", "iip"],
    "skills-pledge": ["skills pledge", "the pledge"],
    "train-to-gain": ["train to gain", "t2g", "ttg"],
    "apprenticeships": ["apprenticeships", "apprenticeship", "modern apprenticeship"],
    "ulr": ["union learning representative", "ulr", "learning rep"],
    "level-2": ["level 2", "level two"],
    "charter": ["member development charter"],
    "skills-brokers": ["skills brokers", "skills broker"],
}
COMMON = "again trains train gain skill skills pages level lever invest people member learning rep reap brothers".split()
INDEX = AliasIndex(NAMES, never_stretch=COMMON)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("what is the skills pledge", ["skills-pledge"]),
        ("SKILLS-PLEDGE?", ["skills-pledge"]),
        ("investors people", ["investors-in-people"]),
        ("investers in people", ["investors-in-people"]),
        ("the pledge thing", ["skills-pledge"]),
        ("that pledge scheme", ["skills-pledge"]),
        ("train to gian", ["train-to-gain"]),
        ("trian to gian", ["train-to-gain"]),
        ("traintogain", ["train-to-gain"]),
        ("train gain", ["train-to-gain"]),
        ("T2G's price", ["train-to-gain"]),
        ("aprenticeships", ["apprenticeships"]),
        ("spprenticeship", ["apprenticeships"]),
        ("apprentice ships", ["apprenticeships"]),
        ("apprentiships", ["apprenticeships"]),
        ("ULRs", ["ulr"]),
        ("union learning reprisentative", ["ulr"]),
        ("member devlopment charter", ["charter"]),
        ("skills brokerz", ["skills-brokers"]),
        ("train to gain or the pledge", ["train-to-gain", "skills-pledge"]),
        ("is level 2 like an apprenticeship", ["level-2", "apprenticeships"]),
    ],
)
def test_a_name_is_found(typed: str, names: list[str]) -> None:
    assert [match.id for match in INDEX.find(typed)] == names


@pytest.mark.parametrize(
    "typed",
    [
        "train to again",
        "what do i gain",
        "people here invest in trains",
        "i pledge to pay my bills",
        "level 3",
        "level to",
        "ttf",
        "a lever",
        "skills for my brothers",
        "learning to reap",
        "apprehension",
        "",
        "?!",
    ],
)
def test_other_words_are_not_stretched_to_a_name(typed: str) -> None:
    assert INDEX.find(typed) == []


def test_a_match_knows_its_place_its_alias_and_how_it_was_found() -> None:
    text = normalise("Is  the Skills–Pledge free?")
    (match,) = INDEX.find(text)
    assert text[match.start : match.end] == "skills pledge"
    assert (match.alias, match.score, match.exact) == ("skills pledge", 1.0, True)


def test_a_slip_scores_below_the_name_itself() -> None:
    (match,) = INDEX.find("skils pledge")
    assert not match.exact
    assert 0.75 <= match.score < 1.0


def test_the_longer_of_two_names_wins() -> None:
    index = AliasIndex({"fund": ["skills fund"], "adult": ["adult skills fund"]})
    assert [match.id for match in index.find("the adult skills fund")] == ["adult"]
    assert [match.id for match in index.find("the adult skils fund")] == ["adult"]


def test_a_name_shared_by_two_things_gives_both() -> None:
    index = AliasIndex({"newport-wales": ["newport"], "newport-wight": ["newport"]})
    assert [match.id for match in index.find("near Newport")] == ["newport-wales", "newport-wight"]
