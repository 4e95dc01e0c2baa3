"""Find names that are written as they sound: "trane to gane", "advanst lerner lone"."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz.distance import OSA

# Sounds of a name; shorter ones sound like too much else.
FEWEST_SOUNDS = 5
MOST_WORDS = 6
FEWEST_LETTERS = 4
LIKENESS = 0.6
# Where every word is plain English ("train to game"), more is asked: so many words, and such likeness.
FEWEST_PLAIN_WORDS, PLAIN_LIKENESS = 3, 0.8


class Sounds:
    """The sounds of many names, each with a number that stands for the name."""

    def __init__(self, names: Iterable[tuple[Sequence[str], int]], plain: Collection[str]) -> None:
        """Take names as words in order with a number each, and the words of plain English."""
        self._plain = plain
        self._words: dict[int, Sequence[str]] = {}
        self._nearly: dict[tuple[int, str], list[int]] = defaultdict(list)
        # Words begin as those of the name do: most of a text is passed over by that alone.
        self._begin: set[tuple[int, str, str]] = set()
        for every, number in names:
            code = "".join(map(sound, every))
            if len(code) >= FEWEST_SOUNDS:
                self._words[number] = every
                self._begin.add((len(every), every[0][0], every[-1][0]))
                for less in (code, *_one_less(code)):
                    self._nearly[len(every), less].append(number)

    def find(self, forms: Sequence[str]) -> Iterator[tuple[int, int, int, float]]:
        """Yield (first word, last word, number of the name, likeness of the letters) for what sounds like a name."""
        codes = [sound(form) for form in forms]
        for first in range(len(forms)):
            code = ""
            for last in range(first, min(first + MOST_WORDS, len(forms))):
                code += codes[last]
                begin = (last - first + 1, forms[first][0], forms[last][0])
                if len(code) >= FEWEST_SOUNDS and begin in self._begin:
                    yield from self._like(forms, first, last, code)

    def _like(self, forms: Sequence[str], first: int, last: int, code: str) -> Iterator[tuple[int, int, int, float]]:
        said = forms[first : last + 1]
        for number in {number for less in (code, *_one_less(code)) for number in self._nearly.get((len(said), less), ())}:
            name = self._words[number]
            others = [word for word, own in zip(said, name) if word != own]
            is_plain = all(word in self._plain or len(word) < FEWEST_LETTERS for word in others)
            if is_plain and len(said) < FEWEST_PLAIN_WORDS or not all(map(_alike, said, name)):
                continue
            likeness = OSA.normalized_similarity("".join(said), "".join(name))
            if likeness >= (PLAIN_LIKENESS if is_plain else LIKENESS):
                yield first, last, number, likeness


def _alike(word: str, own: str) -> bool:
    """Whether one word may be another as somebody hears it: the same small word, or the same beginning and sounds."""
    if word == own:
        return True
    return word[0] == own[0] and len(own) >= FEWEST_LETTERS and OSA.distance(sound(word), sound(own)) <= 1


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Return how a word sounds, as Metaphone spells it; digits stand for themselves."""
    return "".join(character for character in word if character.isdigit()) + metaphone(word)


def _one_less(code: str) -> set[str]:
    return {code[:at] + code[at + 1 :] for at in range(len(code))}
