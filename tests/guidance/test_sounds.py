"""Names are found by their sound, and plain English is not taken for one."""
from __future__ import annotations

import pytest

from bot.guidance.content.aliases import AliasIndex

NAMES = {
    "train-to-gain": ["train to gain"],
    "loan": ["advanced learner loan"],
    "apprenticeships": ["apprenticeship"],
    "pledge": ["skills pledge"],
    "study": ["time off to study"],
}
PLAIN = "train to game group time study training again people skill leg page of week off".split()
INDEX = AliasIndex(NAMES, PLAIN)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("wots trane to gane then", "train-to-gain"),
        ("is train to game still on", "train-to-gain"),
        ("advanst lerner lone", "loan"),
        ("can i get a aprentiship", "apprenticeships"),
        ("that skill pleg", "pledge"),
    ],
)
def test_a_name_is_found_by_its_sound(text: str, name: str) -> None:
    assert [match.id for match in INDEX.find(text)] == [name]


@pytest.mark.parametrize("text", ["a group of people", "i train every week", "off to study again", "training again", "a leg of the page"])
def test_other_words_are_no_name(text: str) -> None:
    assert not INDEX.find(text)


def test_what_is_written_right_is_never_taken_for_another_name() -> None:
    found = INDEX.find("is train to gain the same as an apprenticeship")
    assert [(match.id, match.exact) for match in found] == [("train-to-gain", True), ("apprenticeships", True)]


def test_a_word_that_many_things_share_names_none_alone() -> None:
    names = {"esol": ["english as a second language"], "pledge": ["skills pledge"]}
    index = AliasIndex(names, never_alone={"second"})
    assert not index.find("the second one")
    assert [match.id for match in index.find("the pledge thing")] == ["pledge"]
