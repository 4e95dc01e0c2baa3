"""The names of one version of the knowledge, ready to be looked for in messages."""
from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from bot.guidance.content.aliases import AliasIndex, Match
from bot.guidance.knowledge import Knowledge
from bot.guidance.places.find import words_of_places
from bot.guidance.schema.topic import Topic
from bot.guidance.text import folded, normalise, words
from bot.nlu.crisis import CrisisWords
from bot.nlu.spelling import Spelling, count_words, english
from bot.nlu.weights import model_folder

LEAST_LETTERS = 4
# A word in the answers of more topics than this is no name by itself: "other", "second"; "pledge" is.
MOST_HOLDERS = 23
_NUMBERING = frozenset("first second third fourth fifth sixth next last two three four five six seven eight nine ten".split())
# "What is move on", "links to move on": a name. "I want to move on", "move on to level 3": none.
_SHOWN_BEFORE = (
    r"(?<![a-z])(?:(?<=\bis )|(?<=\bwas )|(?<=\babout )|(?<=\bbetween )|(?<=\bof )|(?<=\bdoes )|(?<=\bdid )|(?<=\bare )"
    r"|(?<=\blinks to )|(?<=\bcompare )|(?<=\band the )|(?<=\bcalled ))"
)
_NOT_AFTER = r"(?! (?:to|from|with|at|in)\b)"


class Names:
    """Finds topics and glossary terms in a text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.version = knowledge.version
        topics = {key: [topic.name, *topic.aliases] for key, topic in knowledge.topics.items()}
        terms = {key: [term.term, *term.aliases] for key, term in knowledge.glossary.items()}
        everyday = _everyday(knowledge)
        self._topics = AliasIndex(topics, common_words(), everyday)
        self.crisis = CrisisWords(knowledge.crisis.dict() if knowledge.crisis else {})
        self._terms = AliasIndex(terms, common_words(), everyday)
        named = _words_of_names(topics, terms)
        right = english()[0] | common_words() | words_of_places(knowledge)
        self.spelling = Spelling(_frequent(knowledge) + Counter(named), right)
        self._spelt = [
            (_spelt(name), topic) for topic in knowledge.topics.values() for name in topic.spelt
        ]

    def spelt_out(self, text: str) -> str:
        """Return a text as typed, with the names that are everyday words too written in full."""
        for pattern, topic in self._spelt:
            if pattern.search(text) and topic.id not in {match.id for match in self.topics(normalise(text))}:
                text = pattern.sub(topic.name, text)
        return text

    def topics(self, text: str) -> list[Match]:
        """Return the topics that a text names, in order."""
        return self._topics.find(text)

    def terms(self, text: str) -> list[Match]:
        """Return the glossary terms that a text names, in order."""
        return self._terms.find(text)


def _spelt(name: str) -> re.Pattern[str]:
    """Return what finds a name as it is written, or in small letters where the words before show it ("idea" never is)."""
    exact = rf"\b{re.escape(name)}\b"
    small = rf"{_SHOWN_BEFORE}{re.escape(name.lower())}\b{_NOT_AFTER}" if " " in name else ""
    return re.compile(f"{exact}|{small}" if small else exact)


def _frequent(knowledge: Knowledge) -> Counter[str]:
    """Return how often words occur in what is known; common English words that do not, as if they did once."""
    texts = [
        text for topic in knowledge.topics.values()
        for text in (topic.title, *(special.title for special in topic.specials.values()), *_told(topic))
    ]
    texts += [text for asked in knowledge.questions.values() for text in (asked.ask, asked.why)]
    return count_words(map(normalise, texts)) + Counter(english()[1])


def _words_of_names(*names: dict[str, list[str]]) -> set[str]:
    spellings = [name for each in names for listed in each.values() for name in listed]
    return {word.text for name in spellings for word in words(normalise(name))}


def _told(topic: Topic) -> list[str]:
    """Return the short answers and the points of a topic."""
    entries = [entry for question in topic.questions() for entry in topic.entries(question)]
    return [text for entry in entries for text in (entry.short, *(point.text for point in entry.points))]


def _everyday(knowledge: Knowledge) -> set[str]:
    """Return the words that the titles and answers of several topics hold: none names one of them ("the other one")."""
    holders: Counter[str] = Counter()
    for topic in knowledge.topics.values():
        holders.update({word for text in _told(topic) for word in folded(text)})
    return {word for word, count in holders.items() if count > MOST_HOLDERS} | _NUMBERING


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the 20,000 English words that the sentence model knows whole: none is a slip for a name."""
    lines = (model_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if len(line) >= LEAST_LETTERS and line.isascii() and line.isalpha())


class NamesInUse:
    """The names of the knowledge in use, gathered anew when its version changes."""

    def __init__(self) -> None:
        self._names: Names | None = None

    def of(self, knowledge: Knowledge) -> Names:
        """Return the names of this version of the knowledge."""
        if self._names is None or self._names.version != knowledge.version:
            self._names = Names(knowledge)
        return self._names
