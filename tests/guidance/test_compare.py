"""Topics side by side, from their own facets and links."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.guidance.content.card_text import card_text
from bot.guidance.content.compare import choosing_card, comparison_card
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.referral.handover import noted

TODAY = date(2026, 11, 22)
LINKS = """\
  links:
    - as_at: 2008-09
      valid: {from: 2007-06, to: 2010-03}
      short: It was tied to others.
      points:
        - {text: The pledge led to the fund., source: {id: guide, at: page 9}}
        - {text: The pledge had a logo., source: {id: guide, at: page 9}}
"""


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    with (folder / "topics/pledge.yml").open("a") as pledge:
        pledge.write(LINKS)
    return load_knowledge(folder)


def rows(card: dict[str, Any]) -> dict[str, list[str]]:
    """The words of the cells of each row of the table of a card, by the title of the row."""
    return {row["title"]: [cell["text"] for cell in row["cells"]] for row in card["table"]["rows"]}


def test_topics_stand_side_by_side_facet_by_facet_with_sources_and_what_is_not_held(knowledge: Knowledge) -> None:
    card = comparison_card(knowledge, ["pledge", "fund"], TODAY)
    assert card["table"]["columns"] == ["Pledge", "Fund"]
    said, none = rows(card), knowledge.say("compare.nothing")
    assert said["What it is"] == [none, "The fund pays for courses below £26,800 a year."]
    assert said["Cost"] == ["In September 2008 signing was free. (September 2008)", none]
    for row in card["table"]["rows"][1:]:
        assert all(bool(cell["source"]) is (cell["text"] != none) for cell in row["cells"])


def test_what_became_of_each_is_the_first_row(knowledge: Knowledge) -> None:
    today = next(iter(rows(comparison_card(knowledge, ["pledge", "fund"], TODAY)).values()))
    assert "closed in March 2010" in today[0] and today[1] == knowledge.say("compare.state.open")
    then = next(iter(rows(comparison_card(knowledge, ["pledge", "fund"], date(2008, 10, 1))).values()))
    assert then[0] == knowledge.say("compare.state.open") and "closed" not in then[1]


def test_what_is_asked_of_both_comes_next(knowledge: Knowledge) -> None:
    assert list(rows(comparison_card(knowledge, ["pledge", "fund"], TODAY, "cost")))[1:] == ["Cost", "What it is"]


def test_a_link_between_them_is_told_and_no_other(knowledge: Knowledge) -> None:
    said = [point["text"] for point in comparison_card(knowledge, ["pledge", "fund"], TODAY)["detail"]]
    assert said == ["Together: The pledge led to the fund."]


def test_a_choice_lists_what_is_there_today_and_names_what_is_over(folder: Path) -> None:
    for name in ("pledge", "fund"):
        path = folder / f"topics/{name}.yml"
        path.write_text(path.read_text().replace("kind: scheme", "kind: award").replace("kind: fund", "kind: award"))
    card = choosing_card(load_knowledge(folder), "award", [], TODAY)
    assert [cell["text"].split(":")[0] for cell in card["detail"]] == ["Fund"]
    assert "Pledge" in card["short"] and [offer["title"] for offer in card["next"]] == ["Tell me about the Fund"]


def test_the_text_holds_everything(knowledge: Knowledge) -> None:
    card = comparison_card(knowledge, ["pledge", "fund"], TODAY)
    text = card_text(knowledge, card)
    for title, cells in rows(card).items():
        for name, cell in zip(card["table"]["columns"], cells):
            assert f"{title}, {name}: {cell}" in text
    assert all(point["text"] in text for point in card["detail"]) and card["sources"][0]["title"] in text


def test_the_note_to_take_along_says_what_became_of_each(knowledge: Knowledge) -> None:
    [note] = noted([], [comparison_card(knowledge, ["pledge", "fund"], TODAY)])
    assert "Pledge: " in note["found"] and "March 2010" in note["found"]
