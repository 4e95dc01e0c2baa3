"""Find the names of things in what people type, forgiving slips and dropped small words."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.guidance.content.sounds import Sounds
from bot.guidance.text import Word, fold, normalise, words

# Chosen on tests/guidance/test_aliases.py: below 0.75 two stretched words in one name begin to be
# other words; a name of one word needs more letters, for there is nothing beside it to confirm it.
LEAST_SCORE = 0.75
SHORTEST_ALONE = 6
SHORTEST_IN_COMPANY = 4
SHORTEST_JOINED = 8
SMALL_WORD_PENALTY = 0.03

SMALL_WORDS = frozenset("a an and at by for from in of on the to with".split())
# "the pledge thing": a lone word of a name, pointed at by one of these.
POINTING_WORDS = frozenset("one programme scheme stuff thing thingy".split())


@dataclass(frozen=True)
class Match:
    """A name found: whose it is, where in the normalised text, and how surely (1.0 = as written)."""

    id: str
    start: int
    end: int
    alias: str
    score: float
    exact: bool


@dataclass(frozen=True)
class _Name:
    id: str
    alias: str
    every: tuple[str, ...]
    content: tuple[str, ...]


class AliasIndex:
    """The aliases of many things, ready to be looked for in a text."""

    def __init__(
        self, aliases: Mapping[str, Iterable[str]], never_stretch: Collection[str] = (), never_alone: Collection[str] = ()
    ) -> None:
        """Take aliases by id, words that are never taken for a slip of another, and words that name nothing alone."""
        self._never = frozenset(fold(word) for word in never_stretch)
        self._by_first: dict[str, list[_Name]] = defaultdict(list)
        self._by_content: dict[str, list[_Name]] = defaultdict(list)
        self._joined: dict[str, list[_Name]] = defaultdict(list)
        names = list(_names(aliases))
        for name in names:
            self._add(name)
        self._lone = {word: name for word, name in _lone_words(self._by_first.values()).items() if word not in never_alone}
        self._names = names
        self._sounds = Sounds([(name.every, number) for number, name in enumerate(names)], self._never)
        self._vocabulary = sorted({word for names in self._by_content.values() for n in names for word in n.content})
        self._known = frozenset(self._vocabulary) | SMALL_WORDS
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_tail: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._by_letter[word[0]].append(word)
            self._by_tail[word[1:]].append(word)
        self._slips = lru_cache(maxsize=4096)(self._slips_of)

    def find(self, text: str) -> list[Match]:
        """Return the names in a text, in order, none overlapping; offsets are those of `normalise(text)`."""
        found = words(normalise(text))
        forms = [fold(word.text) for word in found]
        candidates = list(self._exact(found, forms))
        candidates += self._stretched(found, forms)
        candidates += self._pointed_at(found, forms)
        candidates += self._joined_up(found, forms)
        taken = [(match.start, match.end) for match in candidates]
        candidates += [
            match for match in self._sounding(found, forms)
            if not any(match.start < end and start < match.end for start, end in taken)
        ]
        return _without_overlap(candidates)

    def _add(self, name: _Name) -> None:
        self._by_first[name.every[0]].append(name)
        joined = "".join(name.every)
        if len(joined) >= SHORTEST_JOINED:
            self._joined[joined].append(name)
        # "the pledge" is one telling word and a small one: stretching it would find every "pledge".
        if name.content and (len(name.content) > 1 or len(name.every) == 1):
            self._by_content[name.content[0]].append(name)

    def _exact(self, found: list[Word], forms: list[str]) -> Iterator[Match]:
        for at, form in enumerate(forms):
            for name in self._by_first.get(form, ()):
                end = at + len(name.every)
                if tuple(forms[at:end]) == name.every:
                    yield Match(name.id, found[at].start, found[end - 1].end, name.alias, 1.0, True)

    def _stretched(self, found: list[Word], forms: list[str]) -> Iterator[Match]:
        telling = [at for at, form in enumerate(forms) if form not in SMALL_WORDS]
        near = [self._slips(forms[at]) for at in telling]
        for place, options in enumerate(near):
            for first in options:
                for name in self._by_content.get(first, ()):
                    score = _score(name, near[place : place + len(name.content)])
                    if score < LEAST_SCORE:
                        continue
                    start, end = telling[place], telling[place + len(name.content) - 1]
                    if end - start > len(name.every):
                        continue
                    if tuple(forms[start : end + 1]) != name.every:
                        score = min(score, 1.0 - SMALL_WORD_PENALTY)
                    yield Match(name.id, found[start].start, found[end].end, name.alias, score, False)

    def _pointed_at(self, found: list[Word], forms: list[str]) -> Iterator[Match]:
        for at in range(1, len(forms)):
            name = self._lone.get(forms[at - 1])
            if name and forms[at] in POINTING_WORDS:
                yield Match(name.id, found[at - 1].start, found[at].end, name.alias, 0.8, False)

    def _joined_up(self, found: list[Word], forms: list[str]) -> Iterator[Match]:
        for at, form in enumerate(forms):
            pair = form if at + 1 == len(forms) else found[at].text + forms[at + 1]
            for text, end in ((form, at), (pair, at + 1)):
                for name in self._joined.get(text, ()):
                    if end < len(forms) and len(name.every) != end - at + 1:
                        yield Match(name.id, found[at].start, found[end].end, name.alias, 0.95, False)

    def _sounding(self, found: list[Word], forms: list[str]) -> Iterator[Match]:
        for first, last, number, likeness in self._sounds.find(forms):
            name = self._names[number]
            if tuple(forms[first : last + 1]) != name.every:
                score = LEAST_SCORE + (1.0 - LEAST_SCORE) * likeness / 2
                yield Match(name.id, found[first].start, found[last].end, name.alias, score, False)

    def _slips_of(self, form: str) -> dict[str, float]:
        """Return the words of the names that a typed word may stand for, with their likeness."""
        if form in self._known:
            return {form: 1.0}
        if len(form) < SHORTEST_IN_COMPANY or form in self._never or any(c.isdigit() for c in form):
            return {}
        near = {}
        for word in self._like(form):
            most = _most_slips(min(len(form), len(word)))
            if abs(len(word) - len(form)) <= most:
                slips = OSA.distance(form, word, score_cutoff=most)
                if slips <= most:
                    near[word] = 1.0 - slips / max(len(form), len(word))
        return near

    def _like(self, form: str) -> Iterator[str]:
        """Yield the words of the names worth comparing: same first letter, or only that letter wrong."""
        yield from self._by_letter.get(form[0], ())
        if len(form) >= SHORTEST_JOINED:
            yield from self._by_tail.get(form[1:], ())
            yield from self._by_tail.get(form, ())
            yield from self._by_tail.get(form[0] + form[2:], ())


def _names(aliases: Mapping[str, Iterable[str]]) -> Iterator[_Name]:
    for identity, spellings in aliases.items():
        for alias in spellings:
            every = tuple(fold(word.text) for word in words(normalise(alias)))
            if every:
                yield _Name(identity, alias, every, tuple(word for word in every if word not in SMALL_WORDS))


def _lone_words(groups: Iterable[list[_Name]]) -> dict[str, _Name]:
    """Return the telling words that occur in the names of one thing only."""
    owners: dict[str, dict[str, _Name]] = defaultdict(dict)
    for names in groups:
        for name in names:
            for word in name.content:
                owners[word].setdefault(name.id, name)
    return {word: next(iter(by.values())) for word, by in owners.items() if len(by) == 1}


def _most_slips(length: int) -> int:
    if length < SHORTEST_IN_COMPANY:
        return 0
    return 1 if length < SHORTEST_ALONE else 2 if length < 10 else 3


def _score(name: _Name, near: list[dict[str, float]]) -> float:
    """Return how well the words in a row stand for a name, 0.0 when they do not."""
    if len(near) < len(name.content):
        return 0.0
    likeness = [options.get(word, 0.0) for word, options in zip(name.content, near)]
    if not all(likeness):
        return 0.0
    if len(name.content) == 1 and likeness[0] < 1.0:
        length = len(name.content[0])
        slips = round((1.0 - likeness[0]) * length)
        if length < SHORTEST_ALONE or slips > length // 5:
            return 0.0
    letters = [len(word) for word in name.content]
    return sum(like * size for like, size in zip(likeness, letters)) / sum(letters)


def _without_overlap(candidates: list[Match]) -> list[Match]:
    """Keep the longest and surest names first; one span shared by two things gives both."""
    kept: list[Match] = []
    for match in sorted(candidates, key=lambda m: (-(m.end - m.start) * m.score**2, not m.exact, m.id)):
        clash = [k for k in kept if match.start < k.end and k.start < match.end]
        twin = all((k.start, k.end, k.exact) == (match.start, match.end, match.exact) and k.id != match.id for k in clash)
        if not clash or (twin and match.exact):
            kept.append(match)
    return sorted(kept, key=lambda match: (match.start, match.id))
