"""Put typing slips right before a message is understood: a wrong key, a dropped letter, two words run together.

Only what is understood is read from the mended text; nobody's words are changed where they are shown.
"""
from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
# Longer words may have two slips; a word nobody knows is left alone when none is so near.
TWO_SLIPS_FROM = 7
SHORTEST_JOINED = 4
# Words, from which on it shows whether a text is English at all.
FEWEST, FEWEST_ACCENTS = 4, 2
_ANY_WORD, _ACCENTED = re.compile(r"[^\W\d_]{4,}"), re.compile(r"[^\W\d_a-z]")
# A word of one or two letters that may stand before or after another: "is it", "a course".
_TINY = frozenset("a i is it in on of to do be my me we he at by or if as so up us no go an am".split())
# Written as it is said, and right so.
_SPOKEN = frozenset(
    "dont wont cant whats wots thats hows whos isnt arent wasnt didnt doesnt hasnt havent couldnt wouldnt shouldnt theres lets"
    " youre theyre nowt summat wanna gonna gotta innit dunno payed bein havin doin goin gettin askin"
    " youve weve theyve hadnt werent youll theyll".split()
)
_LONG_WORD = re.compile(rf"(?<![\w'])[a-z]{{{SHORTEST},}}(?![\w'])")
_VOWELS = re.compile(r"[aeiou]")
# How much likelier a slip is by the way it is made: a vowel left out, the first letter right.
DROPPED_VOWEL, SAME_FIRST = 1.0, 1.5
# What a slip and a lost space cost, in the logarithm of how often a word occurs; chosen on tests/nlu/dev with slips put in.
A_SLIP, A_LOST_SPACE = 4.0, -2.0
MOST_KEPT = 4096
# Words that occur as often in the word list as this are right; the rarest in it are slips themselves.
LEAST_OFTEN, COMMON = 75, 6_000


class Spelling:
    """The words of the field with how often they occur, and all words that are no slip."""

    def __init__(self, often: Mapping[str, int], correct: Collection[str]) -> None:
        """Take words with how often they occur, and words that are right as they are; all in small letters."""
        self._often = {word: count for word, count in often.items() if word.isalpha()}
        self._correct = frozenset(correct) | self._often.keys()
        self._total = sum(self._often.values()) or 1
        self._of_length: dict[int, list[str]] = defaultdict(list)
        for word in self._often:
            if len(word) >= SHORTEST - 1:
                self._of_length[len(word)].append(word)
        self._mended: dict[str, str] = {}

    def split(self, text: str) -> str:
        """Return a normalised text with words that were run together taken apart: "howmuch is it"."""
        return _LONG_WORD.sub(lambda found: self._apart(found.group()), text)

    def mend(self, text: str) -> str:
        """Return a normalised text with each unknown word put right where one known word is near.

        Where most words are unknown nothing is: that is another language, or nonsense.
        """
        if self._is_unknown(_LONG_WORD.findall(text)):
            return text
        return _LONG_WORD.sub(lambda found: self._right(found.group()), text)

    def is_rather_a_word(self, typed: str, name: str) -> bool:
        """Say whether what was typed is as near to a word of English as to a name that was taken for it."""
        if not _LONG_WORD.fullmatch(typed):
            return False
        word, name = self._right(typed), name.lower()
        return word not in (typed, name) and OSA.distance(typed, word) <= OSA.distance(typed, name)

    def is_foreign(self, text: str) -> bool:
        """Say whether a normalised text is in another language: words nobody knows, with letters that English has not."""
        return len(_ACCENTED.findall(text)) >= FEWEST_ACCENTS and self._is_unknown(_ANY_WORD.findall(text))

    def _is_unknown(self, words: list[str]) -> bool:
        return len(words) >= FEWEST and 2 * sum(word not in self._correct for word in words) > len(words)

    def _apart(self, word: str) -> str:
        if word in self._correct or len(word) < SHORTEST_JOINED or self._is_spoken(word):
            return word
        nearest = self._nearest(word)
        best = self._fit(word, nearest, OSA.distance(word, nearest)) if nearest != word else -math.inf
        apart = word
        for cut in range(1, len(word)):
            first, second = word[:cut], word[cut:]
            if all(part in _TINY if len(part) < SHORTEST - 1 else part in self._often for part in (first, second)):
                likely = self._likely(first) + self._likely(second) - A_LOST_SPACE
                if likely > best:
                    best, apart = likely, f"{first} {second}"
        return apart

    def _right(self, word: str) -> str:
        return word if word in self._correct else self._nearest(word)

    def _is_spoken(self, word: str) -> bool:
        """Whether a word is right but for a g that nobody says: "readin"."""
        return word.endswith("in") and f"{word}g" in self._correct

    def _nearest(self, word: str) -> str:
        if self._is_spoken(word):
            return f"{word}g"
        if word not in self._mended:
            if len(self._mended) > MOST_KEPT:
                self._mended.clear()
            most = 1 if len(word) < TWO_SLIPS_FROM else 2
            choices = [known for length in range(len(word) - most, len(word) + most + 1) for known in self._of_length[length]]
            near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
            self._mended[word] = max(near, key=lambda found: self._fit(word, found[0], found[1]), default=(word,))[0]
        return self._mended[word]

    def _fit(self, word: str, known: str, slips: float) -> float:
        dropped = len(word) < len(known) and _VOWELS.sub("", word) == _VOWELS.sub("", known)
        return self._likely(known) - A_SLIP * slips + DROPPED_VOWEL * dropped + SAME_FIRST * (word[0] == known[0])

    def _likely(self, word: str) -> float:
        return math.log((self._often.get(word, 0) + 0.5) / self._total)


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs in normalised texts."""
    return Counter(word for text in texts for word in re.findall(r"[a-z]+", text))


@lru_cache(maxsize=1)
def english() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of English that are no slip, and the common ones among them, by pyspellchecker's word list."""
    from spellchecker import SpellChecker

    often = SpellChecker(language="en", distance=1).word_frequency.dictionary
    american = {word for word, count in often.items() if count >= LEAST_OFTEN}
    british = {word.replace("iz", "is") for word in american} | {f"{word[:-2]}our" for word in american if word[-2:] == "or"}
    return frozenset(american | british | _SPOKEN), frozenset(word for word in american if often[word] >= COMMON)
