"""Tables of a report are looked up by the row and column that a message means; what is not clear is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.guidance.content.answer import find_answer
from bot.guidance.content.cards import Card, answer_card
from bot.guidance.content.lookup import cell_of, looked_up, table_meant
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[2] / "knowledge")


def ask(k: Knowledge, topic: str, name: str, text: str, said: list[str] = []) -> list[Card]:  # noqa: B006
    card = answer_card(k, find_answer(k, topic, name, TODAY), [])
    return looked_up(k, card, k.topics[topic], name, text, said)


@pytest.mark.parametrize(
    "text, carriers",
    [
        ("a message to small firms in our town", ["Business Links"]),
        ("which body reaches employers of every kind in the region", ["regional CBI"]),
        ("national, for one sector", ["sector skills councils"]),
        ("who speaks to small businesses in the region", ["names nobody"]),
    ],
)
def test_reach_and_focus_in_the_words_lead_to_the_cell_of_table_6(knowledge: Knowledge, text: str, carriers: list[str]) -> None:
    (card,) = ask(knowledge, "intermediaries", "table-6", text)
    assert all(name in " ".join([card["short"], *(point["text"] for point in card["detail"])]) for name in carriers)
    assert card["sources"]


def test_what_is_not_said_is_asked_and_choosing_it_leads_to_the_cell(knowledge: Knowledge) -> None:
    _, choice = ask(knowledge, "intermediaries", "table-6", "who can carry our message to small firms")
    assert choice["card"] == "choice"
    meanings = [offer["meaning"]["chosen"] for offer in choice["choices"]]
    assert ["size", "local"] in meanings
    (card,) = ask(knowledge, "intermediaries", "table-6", "One town or area", ["size", "local"])
    assert "Business Links" in card["short"]


@pytest.mark.parametrize("row", ["tuc", "unions", "offices", "inner", "projects", "reps"])
@pytest.mark.parametrize("name", ["members", "work-together", "approach"])
def test_every_part_of_the_union_movement_stands_in_each_of_tables_3_to_5(knowledge: Knowledge, name: str, row: str) -> None:
    (card,) = ask(knowledge, "centres-of-influence", name, "", [row])
    every = ask(knowledge, "centres-of-influence", name, "", [])[0]
    assert card["short"] != every["short"]


def test_every_name_of_a_part_of_the_union_movement_leads_to_that_part_alone(knowledge: Knowledge) -> None:
    topic = knowledge.topics["centres-of-influence"]
    (axis,) = topic.specials["approach"].table
    names = [(name, choice.id) for choice in axis.choices for name in (choice.title, *choice.aliases)]
    assert [(name, cell_of(topic, "approach", f"how do I approach {name}", [])) for name, _ in names] == [
        (name, [part]) for name, part in names
    ]


def test_all_nine_cells_of_table_6_hold_what_the_report_prints(knowledge: Knowledge) -> None:
    points = knowledge.topics["intermediaries"].specials["table-6"].answers[0].points
    assert {tuple(point.cell) for point in points} == {
        (reach, focus) for reach in ("local", "regional", "national") for focus in ("all", "size", "sector")
    }


def test_another_question_of_the_topic_means_the_table_only_where_its_words_name_a_row_or_column(knowledge: Knowledge) -> None:
    topic = knowledge.topics["intermediaries"]
    assert table_meant(topic, "which-message", "a regional message for one sector") == "table-6"
    assert table_meant(topic, "which-message", "which kind of message fits") is None
    assert table_meant(topic, "why-hard", "a regional message for one sector") is None
