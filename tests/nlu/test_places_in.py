"""A slip of an everyday word after an article is no place, and a slip of a place stays one."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.decide import decide
from tests.nlu.test_changed import KNOWLEDGE, MATCHER, situation

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("text", ["is there one in the evning", "any class in the evenng", "something in the sumer"])
def test_a_word_that_many_write_is_no_place(text: str) -> None:
    assert MATCHER.read(text, KNOWLEDGE, TODAY).places == []


@pytest.mark.parametrize(("text", "place"), [("in Shefield", "sheffield"), ("im from boltn", "bolton"), ("near donacster", "doncaster")])
def test_a_slip_of_a_place_is_still_that_place(text: str, place: str) -> None:
    assert [hit.id for hit in MATCHER.read(text, KNOWLEDGE, TODAY).places] == [place]


def test_a_slip_replaces_a_place_that_is_known_only_with_a_word_of_doubt() -> None:
    known = {"place": "sheffield", "need": "careers-advice", "last": "referral"}
    assert decide(situation("is there one in donacster", **known))["doubtful_place"] == {"said": "donacster", "name": "Doncaster"}
    assert decide(situation("is there one in shefield", **known))["doubtful_place"] is None
    assert decide(situation("is there one in donacster", **{**known, "place": None}))["doubtful_place"] is None
