"""Every topic, whatever it is about, keeps what the assistant promises."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Iterator

import pytest

from bot.guidance.content.answer import find_answer, status_of
from bot.guidance.content.card_text import card_text
from bot.guidance.content.cards import answer_card
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import FACETS, Entry

TODAY, THEN = date(2026, 11, 22), date(2008, 10, 1)
# About 60 words is the aim; a list of four entitlements may need a few more.
LONGEST_SHORT = 70
ROOT = Path(__file__).parents[2]
CODE = [path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py")]
SAID = re.compile(r"""\b(?:say|phrase)\(\s*"([a-z_.]+)\"""")
PROMISES = ("you are eligible", "you will get", "you are entitled", "you qualify")


def entries(knowledge: Knowledge) -> Iterator[tuple[str, str, Entry]]:
    for topic in knowledge.topics.values():
        for question in topic.questions():
            for entry in topic.entries(question):
                yield topic.id, question, entry


@pytest.mark.parametrize("today", [TODAY, THEN])
def test_every_question_of_every_topic_gets_a_card_whose_text_holds_all_its_facts(
    knowledge: Knowledge, today: date
) -> None:
    for topic in knowledge.topics.values():
        for question in topic.questions():
            card = answer_card(knowledge, find_answer(knowledge, topic.id, question, today), [])
            text = card_text(knowledge, card)
            facts = [card.get("short"), card.get("caution"), (card.get("earlier") or {}).get("short")]
            facts += [point["text"] for point in card.get("detail", [])]
            facts += [source["title"] for source in card.get("sources", [])]
            facts += [source["locator"] for source in card.get("sources", [])]
            missing = [fact for fact in facts if fact and fact not in text]
            assert not missing, (topic.id, question, missing)


def test_every_point_and_short_answer_has_a_source_with_a_locator(knowledge: Knowledge) -> None:
    for topic, question, entry in entries(knowledge):
        cited = [*entry.sources, *(point.source for point in entry.points)]
        assert all(len(citation.at) >= 4 for citation in cited), (topic, question)


def test_short_answers_are_short(knowledge: Knowledge) -> None:
    long = [(topic, question, len(entry.short.split()))
            for topic, question, entry in entries(knowledge) if len(entry.short.split()) > LONGEST_SHORT]
    assert not long


def test_nobody_is_told_that_they_are_eligible(knowledge: Knowledge) -> None:
    for topic, question, entry in entries(knowledge):
        said = " ".join([entry.short, entry.plain or "", *(point.text for point in entry.points)]).lower()
        assert not [promise for promise in PROMISES if promise in said], (topic, question)


def test_what_is_held_for_2008_never_speaks_of_a_closure(knowledge: Knowledge) -> None:
    for topic in knowledge.topics.values():
        for question in topic.questions():
            answer = find_answer(knowledge, topic.id, question, THEN)
            assert answer.status.state != "closed", topic.id
            if answer.entry is not None and answer.status.state == "open":
                assert answer_card(knowledge, answer, [])["status"]["line"] is None, topic.id


def test_a_topic_that_is_over_says_so_today_in_one_line(knowledge: Knowledge) -> None:
    over = [topic for topic in knowledge.topics.values() if topic.life.closed or topic.life.last_seen]
    assert over
    for topic in over:
        if status_of(knowledge, topic, TODAY).state == "open":
            continue
        card = answer_card(knowledge, find_answer(knowledge, topic.id, "what", TODAY), [])
        assert card["status"]["line"] and "\n" not in card["status"]["line"], topic.id


def test_the_first_topics_answer_every_facet(knowledge: Knowledge) -> None:
    for name in ("train-to-gain", "skills-pledge", "apprenticeships", "iag-partnerships", "skills-brokers",
                 "adult-skills-fund", "careers-advice"):
        missing = [facet for facet in FACETS if not knowledge.topics[name].facets.get(facet)]
        assert not missing, (name, missing)


def test_old_documents_are_never_cited_for_what_holds_today(knowledge: Knowledge) -> None:
    for topic, question, entry in entries(knowledge):
        # What became of a thing that is over stays true, whenever it was written down.
        life = knowledge.topics[topic].life
        if entry.valid.to is not None or entry.silent or life.closed or life.last_seen:
            continue
        years = [knowledge.sources[citation.id].date for citation in entry.sources]
        newest = max((year.first.year for year in years if year), default=None)
        assert newest is None or newest >= 2015, (topic, question, newest)


def test_featured_topics_exist(knowledge: Knowledge) -> None:
    assert {name for names in knowledge.phrase("featured.topics").values() for name in names} <= set(knowledge.topics)


def test_every_phrase_that_the_code_says_is_there(knowledge: Knowledge) -> None:
    own = {"workforce": knowledge.workforce.words, "report": knowledge.phrase("report")}
    said = {(path.parent.name, key) for path in CODE for key in SAID.findall(path.read_text(encoding="utf-8"))}
    assert len(said) > 60
    for folder, key in said:
        sections = (knowledge.phrases, own.get(folder, {}))
        assert any(holds(words, key) for words in sections), key


def holds(words: Any, key: str) -> bool:
    for part in key.split("."):
        words = words.get(part) if isinstance(words, dict) else None
    return words is not None
