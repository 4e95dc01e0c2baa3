"""Whether a sentence uses a word as a place: "in Reading" does, "reading and writing" does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bot.guidance.schema.place import Wording
from bot.guidance.text import normalise, words

LONGEST_CUE = 4
LONGEST_OPENING = 4
ARTICLE = "the"
_Words = tuple[str, ...]


class Wordings:
    """The cues of a gazetteer, split into words once."""

    def __init__(self, wording: Wording, known: Collection[str] = ()) -> None:
        """Take the lists and the words that occur in names of places ("kings" of King's Lynn)."""
        self.known = frozenset(known)
        self.cues = _phrases([*wording.cues, *wording.firm_cues])
        self.firm_cues = _phrases(wording.firm_cues)
        self.fillers = frozenset(form for phrase in _phrases(wording.fillers) for form in phrase)
        self.after = _phrases(wording.after)
        self.wordlike = _phrases([*wording.wordlike, *wording.only_when_told])
        self.only_when_told = _phrases(wording.only_when_told)
        self.postcode_cues = _phrases(wording.postcode_cues)
        self.never_alone = frozenset(wording.never_alone)
        self.never_last = _phrases(wording.never_last)
        self.not_before = _phrases(wording.not_before)
        self.connecting = frozenset(form for phrase in _phrases(wording.connecting) for form in phrase)
        self.abroad = _phrases(wording.abroad)
        self.no_places = _phrases(wording.no_places)

    def sentence(self, normal: str) -> Sentence:
        """A normalised message, ready to be asked about."""
        return Sentence(self, normal)


class Sentence:
    """The words of one message; positions count words, `forms` are the words without apostrophes."""

    def __init__(self, wordings: Wordings, normal: str) -> None:
        self._cues = wordings
        self._text = normal
        self._found = words(normal)
        self.forms: _Words = tuple(_form(word.text, wordings.known) for word in self._found)

    def start(self, at: int) -> int:
        """Where the word at a position begins in the text."""
        return self._found[at].start

    def end(self, after: int) -> int:
        """Where the word before a position ends in the text."""
        return self._found[after - 1].end

    def is_one(self, start: int, end: int) -> bool:
        """Whether the words from start to end stand together: "London, West Midlands" is not "London West"."""
        return not any("," in self._text[self._found[at].end : self._found[at + 1].start] for at in range(start, end - 1))

    def past_connecting(self, at: int) -> int:
        """The position after the words that join a place to the next: "Eye in Suffolk", "Stanley and Consett"."""
        while at < len(self.forms) and self.forms[at] in self._cues.connecting:
            at += 1
        return at

    def runs(self, lengths: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Every run of as many words, the longer ones first."""
        for length in lengths:
            yield from ((start, start + length) for start in range(len(self.forms) - length + 1))

    def is_no_place(self, start: int, end: int) -> bool:
        """Whether the text from start to end is part of a phrase that is no place, or a place abroad: "Perth, Australia"."""
        inside = [at for at, word in enumerate(self._found) if start <= word.start < end]
        if not inside:
            return False
        if self._leads(inside[-1] + 1, self._cues.abroad):
            return True
        around = range(max(0, inside[0] - LONGEST_CUE), inside[-1] + 1)
        return any(
            self.forms[at : at + length] in self._cues.no_places and at + length > inside[-1]
            for at in around for length in range(2, LONGEST_CUE + 1)
        )

    def says_place(self, start: int, end: int) -> bool:
        """Whether the words from start to end, a place's name, are meant as one."""
        name = self.forms[start:end]
        if name not in self._cues.wordlike:
            return True
        told_only = name in self._cues.only_when_told
        if told_only and start and self.forms[start - 1] == ARTICLE:
            return False
        if self._follows(start, self._cues.firm_cues) or self._is_all(start, end):
            return True
        if told_only:
            last = end == len(self.forms) and start > 0 and self.forms[start - 1] in ("in", "near", "nr")
            return last and name not in self._cues.never_last
        if self._leads(end, self._cues.after):
            return True
        return self._follows(start, self._cues.cues) and not self._leads(end, self._cues.not_before)

    def says_postcode(self, start: int, end: int, numbered: bool) -> bool:
        """Whether the text from start to end, the first half of a postcode or only its letters, is meant as one."""
        inside = [at for at, word in enumerate(self._found) if start <= word.start < end]
        if not inside:
            return False
        first, last = inside[0], inside[-1] + 1
        if self._follows(first, self._cues.postcode_cues):
            return True
        lookalike = "".join(self.forms[first:last]) in self._cues.never_alone
        if numbered:
            a_motorway = first > 0 and self.forms[first - 1] == ARTICLE
            return not (lookalike or a_motorway) or self._follows(first, self._cues.firm_cues)
        return not lookalike and self._is_all(first, last)

    def openings(self) -> list[tuple[int, int, bool]]:
        """Runs of words where a misspelt place may stand, longest first; True where the sentence says so."""
        told: list[tuple[int, int, bool]] = []
        telling = [at for at, form in enumerate(self.forms) if form not in self._cues.fillers]
        starts = [at for at in range(1, len(self.forms)) if self._follows(at, self._cues.cues)]
        if telling and telling[-1] - telling[0] < LONGEST_OPENING:
            told.append((telling[0], telling[-1] + 1, True))
        for start in starts:
            for length in range(min(LONGEST_OPENING, len(self.forms) - start), 0, -1):
                told.append((start, start + length, True))
        return told + [(at, at + 1, False) for at in telling]

    def _is_all(self, start: int, end: int) -> bool:
        others = self.forms[:start] + self.forms[end:]
        return all(form in self._cues.fillers for form in others)

    def _follows(self, at: int, cues: frozenset[_Words]) -> bool:
        if at and self.forms[at - 1] == ARTICLE:
            at -= 1
        return any(self.forms[max(at - length, 0) : at] in cues for length in range(1, LONGEST_CUE + 1) if length <= at)

    def _leads(self, at: int, followers: frozenset[_Words]) -> bool:
        return any(self.forms[at : at + length] in followers for length in (1, 2))


def _phrases(phrases: list[str]) -> frozenset[_Words]:
    return frozenset(tuple(_form(word.text, ()) for word in words(normalise(phrase))) for phrase in phrases)


def _form(word: str, known: Collection[str]) -> str:
    joined = word.replace("'", "")
    return word[:-2] if word.endswith("'s") and joined not in known else joined
