"""Every term and abbreviation is explained in one plain sentence, and found by asking for it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.guidance.knowledge import Knowledge
from bot.guidance.text import normalise
from bot.nlu.decide import decide
from bot.nlu.matcher import NameMatcher
from bot.nlu.memory import Memory
from bot.nlu.names import Names
from bot.nlu.points import PointIndex
from bot.nlu.situation import Situation

DOCUMENTS = Path(__file__).parents[3] / "shared/sources"
TODAY = date(2026, 11, 23)
MOST_WORDS = 45
# Capitals that are no abbreviations of the field: headings in capitals, roman numerals, postcodes, initials of persons.
NO_TERMS = frozenset(
    "A AND ANNEX AS B C CASE D E F FAX FOR G H I II III IN IT IV J K L M N NOT NO O OF OK OR P PDF Q R S STUDY T TEL THE TO "
    "U UK US V W X Y Z NB EC GB "
    # Part of a web address, and of a firm's name.
    "ID MC".split()
)
ABBREVIATION = re.compile(r"(?<![\w/@.-])[A-Z][A-Za-z]?[A-Z&]{1,6}s?(?![\w/@.])")


def test_a_meaning_is_one_short_sentence(knowledge: Knowledge) -> None:
    for name, term in knowledge.glossary.items():
        assert term.meaning.endswith(".") and len(term.meaning.split()) <= MOST_WORDS, name


def test_no_two_terms_share_a_name(knowledge: Knowledge) -> None:
    owners: dict[str, str] = {}
    for name, term in knowledge.glossary.items():
        for alias in {normalise(one) for one in (term.term, *term.aliases)}:
            assert owners.setdefault(alias, name) == name, alias


def test_what_a_term_means_is_answered_by_the_term_or_by_the_topic_of_that_name(knowledge: Knowledge) -> None:
    missed, matcher, points, names = [], NameMatcher(), PointIndex(), Names(knowledge)
    for name, term in knowledge.glossary.items():
        for alias in (term.term, *term.aliases):
            asked = f"what does {alias} mean?"
            parse = decide(Situation(matcher.read(asked, knowledge, TODAY), Memory(), knowledge, points, TODAY))
            topics = {question["topic"] for question in parse.get("questions", [])}
            of_that_name = {match.id for match in names.topics(normalise(names.spelt_out(asked)))}
            if parse.get("term") != name and not topics & of_that_name:
                missed.append(asked)
    assert not missed


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents to compare with are not on this machine")
def test_every_abbreviation_of_the_documents_is_explained(knowledge: Knowledge) -> None:
    names = {normalise(one) for term in knowledge.glossary.values() for one in (term.term, *term.aliases)}
    names |= {normalise(alias) for topic in knowledge.topics.values() for alias in (topic.name, *topic.aliases)}
    inside = {word for name in names for word in re.findall(r"[a-z0-9&]+", name)}
    found: set[str] = set()
    for path in DOCUMENTS.glob("*.txt"):
        found |= set(ABBREVIATION.findall(path.read_text(encoding="utf-8")))
    missing = sorted(short for short in found - NO_TERMS if short.rstrip("s").lower() not in inside and short.lower() not in inside)
    assert not missing
