"""Topics side by side, from their own facets and links."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.card_text import card_text
from bot.guidance.content.compare import choosing_card, comparison_card
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge

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


def test_topics_stand_side_by_side_facet_by_facet_with_sources_and_what_is_not_held(knowledge: Knowledge) -> None:
    card = comparison_card(knowledge, ["pledge", "fund"], TODAY)
    said = [cell["text"] for cell in card["detail"]]
    assert said[:4] == [
        "What it is, Pledge: I hold nothing on this.",
        "What it is, Fund: The fund pays for courses below £26,800 a year.",
        "Cost, Pledge (September 2008): In September 2008 signing was free.",
        "Cost, Fund: I hold nothing on this.",
    ]
    assert all(cell["source"] for cell in card["detail"] if "nothing" not in cell["text"])


def test_what_is_asked_of_both_comes_first(knowledge: Knowledge) -> None:
    said = [cell["text"] for cell in comparison_card(knowledge, ["pledge", "fund"], TODAY, "cost")["detail"]]
    assert said[0].startswith("Cost, Pledge") and said[2].startswith("What it is")


def test_a_link_between_them_is_told_and_no_other(knowledge: Knowledge) -> None:
    said = [cell["text"] for cell in comparison_card(knowledge, ["pledge", "fund"], TODAY)["detail"]]
    assert said[-1] == "Together: The pledge led to the fund." and not any("logo" in text for text in said)


def test_one_that_is_over_is_said_to_be_in_one_line(knowledge: Knowledge) -> None:
    assert "closed in March 2010" in comparison_card(knowledge, ["pledge", "fund"], TODAY)["short"]
    assert "closed" not in comparison_card(knowledge, ["pledge", "fund"], date(2008, 10, 1))["short"]


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
    assert all(cell["text"] in text for cell in card["detail"]) and card["sources"][0]["title"] in text
