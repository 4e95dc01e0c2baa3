"""Finds the places that a message names: exactly, by postcode, or through a typing slip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.guidance.knowledge import Knowledge
from bot.guidance.places.gazetteer import Whereabouts, ancestor, contains, devolved_of, surroundings
from bot.guidance.places.slips import Slips
from bot.guidance.places.wording import Sentence, Wordings
from bot.guidance.schema.place import Places
from bot.guidance.text import normalise, words

__all__ = ["PlaceHit", "find_places", "words_of_places"]

# A whole postcode however it is spaced, else its first half or only its letters.
_POSTCODE = re.compile(
    r"\b(?P<area>[a-z]{1,2})\s?(?P<number>\d{1,2})[a-z]?\s?(?P<inward>\d[a-z]{2})\b|\b(?P<first>[a-z]{1,2})(?:(?P<half>\d{1,2})[a-z]?)?\b"
)
LONGEST_NAME = 7


@dataclass(frozen=True)
class PlaceHit(Whereabouts):
    """A place named at start:end of the normalised text; several hits on one span are candidates, told apart by name."""

    start: int
    end: int
    exact: bool = True


def find_places(k: Knowledge, text: str) -> list[PlaceHit]:
    """The places in a message in order, the wider one left out where a narrower in it is named too."""
    return _finder(k).find(text) if k.places else []


def words_of_places(k: Knowledge) -> frozenset[str]:
    """Every word of the name of some place."""
    return _finder(k).words if k.places else frozenset()


def _finder(k: Knowledge) -> Finder:
    return k.once("finder of places", lambda: Finder(k.places))


class Finder:
    """The names and postcodes of one gazetteer, ready to be looked for."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._names = _names(places)
        self.words = frozenset(word for name in self._names for word in name)
        self._wordings = Wordings(places.wording, self.words)
        self._first = {name[0] for name in self._names}
        self._slips = Slips((" ".join(name) for name in self._names), places.wording.never_stretch)
        self._hit = lru_cache(maxsize=4096)(self._hit_of)

    def find(self, text: str) -> list[PlaceHit]:
        """See `find_places`."""
        normal = normalise(text)
        sentence = self._wordings.sentence(normal)
        spans = self._slipped_longer(sentence)
        spans += self._exact(sentence, spans)
        spans += self._postcodes(normal, sentence, spans)
        spans += self._slipped(sentence, spans)
        groups = self._narrowed([
            [replace(self._hit(place), start=start, end=end, exact=exact) for place in ids]
            for start, end, ids, exact in sorted(spans) if not sentence.is_no_place(start, end)
        ])
        return [self._told_apart(hit) if len(group) > 1 else hit for group in groups for hit in group]

    def _slipped_longer(self, sentence: Sentence) -> list[_Span]:
        """Names of several words with a slip in them, before a shorter name in them is taken: "Tonbridge Wells"."""
        spans: list[_Span] = []
        right: list[_Span] = []
        for start, end in sentence.runs(self._slips.lengths):
            span, form = (sentence.start(start), sentence.end(end)), sentence.forms[start:end]
            if _overlaps(span, spans + right):
                continue
            if form in self._names:
                right.append((*span, (), True))
            elif found := self._slips.of_several(" ".join(form), end - start):
                spans.append((*span, self._owners(found), False))
        return spans

    def _owners(self, names: Iterable[str]) -> tuple[str, ...]:
        return _collapsed(self._places, [place for name in names for place in self._names[tuple(name.split())]])

    def _exact(self, sentence: Sentence, taken: list[_Span]) -> list[_Span]:
        spans: list[_Span] = []
        at = 0
        while at < len(sentence.forms):
            length = self._longest(sentence, at)
            if length and not _overlaps((sentence.start(at), sentence.end(at + length)), taken):
                ids = self._names[sentence.forms[at : at + length]]
                spans.append((sentence.start(at), sentence.end(at + length), ids, True))
            at += length or 1
        return spans

    def _longest(self, sentence: Sentence, at: int) -> int:
        if sentence.forms[at] not in self._first:
            return 0
        for length in range(min(LONGEST_NAME, len(sentence.forms) - at), 0, -1):
            name = sentence.forms[at : at + length]
            if name not in self._names or not sentence.is_one(at, at + length):
                continue
            if sentence.says_place(at, at + length) or self._lies_beside_next(sentence, name, at):
                return length
        return 0

    def _lies_beside_next(self, sentence: Sentence, name: tuple[str, ...], at: int) -> bool:
        """Whether the next words are a place that it lies in or near: "Reading, Berkshire", "Stanley and Consett"."""
        after = sentence.past_connecting(at + len(name))
        for length in range(LONGEST_NAME, 0, -1):
            for other in self._names.get(sentence.forms[after : after + length], ()):
                if any(place != other and self._shared(place, other) for place in self._names[name]):
                    return True
        return False

    def _shared(self, one: str, other: str) -> bool:
        """Whether two places lie in the same area, or in the same nation other than the one with areas."""
        common = set(surroundings(self._places, one)) & set(surroundings(self._places, other))
        kinds = {self._places.by_id[place].kind for place in common}
        return bool(kinds & {"town", "authority", "area"}) or ("nation" in kinds and not ancestor(self._places, one, "region"))

    def _postcodes(self, normal: str, sentence: Sentence, taken: list[_Span]) -> list[_Span]:
        spans: list[_Span] = []
        for match in _POSTCODE.finditer(normal):
            area, number = match["area"] or match["first"], match["number"] or match["half"]
            if area.upper() not in self._places.postcodes or _overlaps(match.span(), taken):
                continue
            if match["inward"] or sentence.says_postcode(match.start(), match.end(), bool(number)):
                ids = self._of_postcode(area.upper(), number)
                spans.append((match.start(), match.end(), ids, True))
        return spans

    def _of_postcode(self, area: str, number: str | None) -> tuple[str, ...]:
        target = self._places.postcodes[area]
        if isinstance(target, str):
            return (target,)
        districts = self._places.districts[area]
        if number and int(number) in districts:
            return districts[int(number)]
        everywhere = _collapsed(self._places, list(target))
        areas = {ancestor(self._places, place, "area") for place in everywhere}
        only = areas.pop() if len(areas) == 1 else None
        return (only,) if only else everywhere

    def _slipped(self, sentence: Sentence, taken: list[_Span]) -> list[_Span]:
        spans: list[_Span] = []
        for start, end, told in sentence.openings():
            span = sentence.start(start), sentence.end(end)
            if sentence.forms[start:end] in self._names or _overlaps(span, taken + spans):
                continue  # a name that is written right and not meant as a place is no slip of another
            found = self._slips.of(" ".join(sentence.forms[start:end]), told)
            if found:
                spans.append((*span, self._owners(found), False))
        return spans

    def _narrowed(self, groups: list[list[PlaceHit]]) -> list[list[PlaceHit]]:
        """Settle "Newport, Shropshire" by the clear place beside it, and leave out the wider of two."""
        clear = [group[0] for group in groups if len(group) == 1]
        settled: list[list[PlaceHit]] = []
        told_by: set[str] = set()
        for group in groups:
            inside = [hit for hit in group if any(contains(self._places, wide.id, hit.id) for wide in clear)]
            beside = [] if inside or len(group) == 1 else [
                (hit, near) for hit in group for near in clear if self._shared(hit.id, near.id)
            ]
            if len({hit.id for hit, _ in beside}) == 1:
                inside = [beside[0][0]]
                told_by.update(near.id for _, near in beside if near.kind != "town" and near.start > beside[0][0].start)
            settled.append(inside if len(group) > 1 and inside else group)
        narrow = [hit.id for group in settled for hit in group]
        kept = {
            group[0].id: group for group in reversed(settled)
            if group[0].id not in told_by and not any(
                contains(self._places, hit.id, one)
                for hit in group for one in narrow if one not in {each.id for each in group}
            )
        }
        return [group for group in settled if any(group is one for one in kept.values())]

    def _told_apart(self, hit: PlaceHit) -> PlaceHit:
        """A candidate with the place around it in its name: "Newport, Isle of Wight"."""
        around = self._places.by_id[hit.id].within if hit.kind == "town" else hit.area or hit.region or hit.nation
        name = self._places.by_id[around].name if around and around != hit.id else ""
        return replace(hit, name=f"{hit.name}, {name}") if name else hit

    def _hit_of(self, place_id: str) -> PlaceHit:
        place = self._places.by_id[place_id]
        nation, region, area = (ancestor(self._places, place_id, kind) for kind in ("nation", "region", "area"))
        runner = devolved_of(self._places, place_id)
        return PlaceHit(place_id, place.name, place.kind, nation, region, area, runner, 0, 0)


_Span = tuple[int, int, tuple[str, ...], bool]


def _overlaps(span: tuple[int, int], taken: list[_Span]) -> bool:
    return any(span[0] < other[1] and other[0] < span[1] for other in taken)


def _names(places: Places) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every name as its words, with the places that bear it."""
    owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for place in places.by_id.values():
        for name in (place.name, *place.aliases):
            for spelling in _spellings(name):
                if place.id not in owners[spelling]:
                    owners[spelling].append(place.id)
    return {name: _collapsed(places, ids) for name, ids in owners.items() if name}


def _spellings(name: str) -> set[tuple[str, ...]]:
    plain = tuple(word.text.replace("'", "") for word in words(name.lower()))
    return {plain, tuple(word for word in plain if word != "and"), tuple(w for w in plain if w != "the") or plain}


def _collapsed(places: Places, ids: list[str]) -> tuple[str, ...]:
    """One name for a place and for one within it means the wider; a closed council gives way to the living."""
    living = [one for one in ids if places.by_id[one].closed is None]
    kept = [one for one in ids if one in living or not _same_area(places, one, living)]
    widest = [
        one for one in dict.fromkeys(kept)
        if not any(other != one and contains(places, other, one) for other in kept)
    ]
    return tuple(widest)


def _same_area(places: Places, one: str, others: list[str]) -> bool:
    area = ancestor(places, one, "area")
    return any(ancestor(places, other, "area") == area for other in others)

