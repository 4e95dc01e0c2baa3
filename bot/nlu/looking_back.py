"""Words that look back over a talk: two things side by side, the other one, a step back, a correction."""
from __future__ import annotations

import re

from bot.nlu.wording import POINTING, is_asked

_THE_OTHER = re.compile(
    r"\bthe (?:other|previous|earlier|one before|first) (?:one|1|scheme|award|thing|fund|standard|charter|report)\b"
    r"|\bthe other\W*$|\bthe one (?:before|you said before|we had before)\b|\bthe former\b"
)
_BOTH = re.compile(
    r"\b(?:both|each of them|each|(?:of |between )?(?:the|those|these) two|the pair|either of them|side by side)\b"
)
_STEMS = "(?:cheap|dear|bett|bigg|quick|long|short|eas|hard|new|old|high|low|soon|small|larg|fast|great|wid)"
_COMPARATIVE = f"{_STEMS}(?:i?er|i?est)|best|more|less|most|least|first|worse|worst"
_OF_THEM = (
    r"\bwhich(?: ones?)?(?: \w+)?(?: out)?(?: of)? (?:thems?|em|those|these|the (?:two|pair))\b|\bone of (?:them|em)\b"
    r"|\b(?:them|these|those) two\b"
)
_COMPARES = re.compile(
    r"\b(?:diff(?:erences?|ers?)?|different (?:from|to|than|between)|compare\w*|comparison|versus|vs|same as|as against"
    r"|against (?:(?:each|one an|the) )?other|(?:size|stack|weigh|measure)s? up)\b"
    rf"|\bdifferent\W*$|\bwhich(?:'?s|ones?)?\b.*\b(?:{_COMPARATIVE})\b|\b(?:{_STEMS}i?er|more|less|worse)\b.* than\b"
    rf"|\b{_STEMS}i?er or\b|\bwhat(?:'?s| is) best\b|{_OF_THEM}"
)
# "Which sector signed most" is of one thing, "which is cheaper" of two.
_WHICH_OF_THEM = re.compile(
    rf"{_OF_THEM}|^(?:\w+\W+){{0,2}}which(?:'?s|ones?)?(?: one)?"
    rf" (?:is|was|are|were|costs?|takes?|lasts?|pays?|gives?|did|do|does|would|has|had|came|ran)\b.*\b(?:{_COMPARATIVE})\b"
)
_COUNTED = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|last|\d(?:st|nd|rd|th))\b"
    r"|\b(?:number|point|no|item|bit|part|stage|step) (?:\d+|one|two|three|four|five|six|seven|eight)\b"
)
_PLACES = [
    re.compile(rf"(?:\bthe )?\b(?:{words})\b(?: (?:one|1|thing)\b)?(?: of (?:them|em|those|the (?:two|three))\b)?")
    for words in ("first|1st|former", "second|2nd|latter", "third|3rd")
]
# "No, not the charter, the pledge", "the charter, not the pledge": what is taken back asks nothing.
_TAKEN_BACK = re.compile(
    r"^(?:(?:(?:no|nah|nope|sorry|oh|wait|er|um)\W+)+not|not (?=the|what|when|who|how|why))"
    r" (?:[^,.;?\d]{1,50}?(?:[,.;]+ | (?=(?:i|we) (?:meant?|ment|was|were|want(?:ed)?|asked)\b)))"
    r"|(?<=\w)[,;.] (?:and )?not (?:the |a |who |what |when )?[^,.;?\d]{1,40}[?.! ]*$"
)
_BACK = re.compile(
    r"\b(?:back|earlier|before|previous(?:ly)?|return(?:ing)?|again|former|other|first|second|you (?:said|told)|mentioned)\b"
)
_CORRECTS = re.compile(
    r"^(?:(?:oh|er|um|but|ah)\W+)*(?:no|nah|nope|not|sorry|actually|wait|wrong)\b"
    r"|\b(?:meant|i mean|was after|asked about|rather)\b"
)


# "I'm not redundant", "he hasn't been made redundant": what stands after it is said not to be so.
_DENIES = re.compile(
    r"\b(?:(?:i'?m|am|we'?re|are|is|he'?s|she'?s|they'?re|was|were|have|has|i'?ve|we'?ve) (?:not|never)"
    r"|(?:isn|aren|wasn|weren|ain|haven|hasn)'?t|nobody (?:is|was|has))"
    r"(?: (?:been|being|made|getting|facing|at|risk|of|a|an|the|any|really|about))* $"
)
_SO_FAR = re.compile(r"\b(?:yet|so far|until)\b")


def asks_of_both(text: str) -> bool:
    """Say whether a text asks about the two things that were talked of: "which of the two costs more"."""
    return bool(_BOTH.search(text) or _WHICH_OF_THEM.search(text))


def compares(text: str) -> bool:
    """Say whether a text asks how things differ."""
    return bool(_COMPARES.search(text))


def asks_of_the_other(text: str) -> bool:
    """Say whether a text means what was talked of before the last: "and the other one?"."""
    return bool(_THE_OTHER.search(text))


def goes_back(text: str) -> bool:
    """Say whether a text speaks of what was said before: "back to the first one"."""
    return bool(_BACK.search(text))


def corrects(text: str) -> bool:
    """Say whether a text puts right how it was taken: "no, I meant the charter"."""
    return bool(_CORRECTS.search(text))


def counts(text: str) -> bool:
    """Say whether a text asks for one of several things by its place: "what was the third of them"."""
    return bool(_COUNTED.search(text))


def without_taken_back(text: str) -> str:
    """Return a text without what it says is not meant: "not the charter, the pledge" is "the pledge"."""
    return _TAKEN_BACK.sub("", text).strip() or text


def denies(text: str, start: int) -> bool:
    """Say whether a text only says of the name at a position that it is not so: "no im not redundant"."""
    end = re.search(r"[.;!?]|$", text[start:])
    stop = start + (end.end() if end else 0)
    sentence, rest = text[:stop].rsplit(". ", 1)[-1], text[stop:]
    if is_asked(sentence) or _SO_FAR.search(sentence) or is_asked(rest) and POINTING.search(rest):
        return False  # "We are not Investors in People. What does it cost?" is about just that
    return bool(_DENIES.search(text[:start]))


def place_among(text: str) -> int | None:
    """Return 2 for "the second one, how long is it": which of the things compared a text is about; None for none."""
    return next((place for place, words in enumerate(_PLACES, 1) if words.search(text)), None)


def without_place(text: str, place: int) -> str:
    """Return a text with "it" for the one that is picked by its place."""
    return _PLACES[place - 1].sub("it", text)
