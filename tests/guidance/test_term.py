"""What a term means, as a card."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.term import term_card
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge

TODAY = date(2026, 11, 22)
TERMS = """\
levy:
  term: Levy
  meaning: "A charge on big employers, above {figure:limit}."
  source: {id: page, at: top}
award:
  term: Award
  meaning: Something that councils could win.
  source: {id: guide, at: page 1}
  scheme: true
fund-name:
  term: The Fund
  meaning: Money for courses.
  source: {id: page, at: top}
  topic: fund
"""


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    (folder / "glossary.yml").write_text(TERMS)
    return load_knowledge(folder)


def test_a_term_is_explained_with_its_source_and_the_amount_of_the_day(knowledge: Knowledge) -> None:
    card = term_card(knowledge, "levy", TODAY)
    assert card["short"] == "A charge on big employers, above £26,800."
    assert card["sources"][0]["title"] == "A page"


def test_of_a_scheme_without_a_topic_it_is_said_that_no_more_is_held(knowledge: Knowledge) -> None:
    assert knowledge.say("card.only_meaning") in term_card(knowledge, "award", TODAY)["short"]
    assert knowledge.say("card.only_meaning") not in term_card(knowledge, "levy", TODAY)["short"]


def test_a_term_with_a_topic_offers_it(knowledge: Knowledge) -> None:
    [offer] = term_card(knowledge, "fund-name", TODAY)["next"]
    assert offer["meaning"] == {"intent": "ask", "topic": "fund", "facet": "what"}
