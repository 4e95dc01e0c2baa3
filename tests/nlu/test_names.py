"""A new topic file is recognised without training."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.guidance.knowledge import Knowledge
from bot.nlu.matcher import NameMatcher
from bot.nlu.names import NamesInUse, common_words


def test_a_new_topic_is_found_as_soon_as_the_knowledge_has_it(knowledge: Knowledge) -> None:
    names = NamesInUse()
    text = "what is the go award"
    assert names.of(knowledge).topics(text) == []
    award = knowledge.topics["apprenticeships"].copy(update={"id": "go-award", "name": "GO Award", "aliases": ["go award"]})
    grown = replace(knowledge, version="grown", topics={**knowledge.topics, "go-award": award})
    assert [match.id for match in names.of(grown).topics(text)] == ["go-award"]


def test_words_spelt_right_are_never_taken_for_a_name(knowledge: Knowledge) -> None:
    assert {"people", "skills", "again", "apprentice"} <= common_words()
    names = NamesInUse().of(knowledge)
    assert names.topics("the skills ledge of my garden") == []
    assert [match.id for match in names.topics("the skils plege")] == ["skills-pledge"]


def test_a_message_is_read_with_names_date_and_circumstances(knowledge: Knowledge) -> None:
    reading = NameMatcher().read("What did the Skills–Pledge cost in 2008? I'm 47.", knowledge, date(2026, 11, 22))
    assert [match.id for match in reading.topics] == ["skills-pledge"]
    assert reading.period is not None and reading.period.contains(date(2008, 6, 1))
    assert reading.circumstances == {"age": 47}
    assert [clause.neutral for clause in reading.clauses] == ["what did the scheme cost?", "i'm 47"]
