"""Personal data in a message is taken out before anything keeps it.

Every pattern takes time in proportion to the text: repeats are bounded, and a
separator never matches what the next part can match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Mapping

EMAIL = "email"
PHONE = "phone"
NATIONAL_INSURANCE = "national_insurance"
CARD = "card"
POSTCODE = "postcode"
KINDS = (EMAIL, PHONE, NATIONAL_INSURANCE, CARD, POSTCODE)

# The 124 postcode areas in use (Royal Mail). Without them "unit A1 2BC" would look like an address.
POSTCODE_AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP "
    "NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W "
    "WA WC WD WF WN WR WS WV YO ZE".split()
)
# "l2 1st aid", "s1 2nd year" and "l3 2hr" end in what could be half a postcode.
NOT_INWARD = re.compile(r"[0-9](?:st|nd|rd|th|hr|yr|gb)\Z")

_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DIGIT_RUN = re.compile(r"(?<![\w£$€.,:/])(?:\+ ?)?\(?\d(?:[ ().-]{0,2}\d){8,18}(?![\w])")
_NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}(?P<suffix> ?-?[A-D])?(?!\w)"
    # HMRC's own example, which people copy into forms.
    r"|(?<!\w)QQ(?:[ -]?\d\d){3} ?-?[A-D](?!\w)",
    re.IGNORECASE,
)
_SAYS_NATIONAL_INSURANCE = re.compile(r"\b(?:national insurance|nino|n\.?i\.?)\b", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?<![\w-])(?P<outward>(?P<area>[A-Z]{1,2})\d[A-Z\d]?)[ -]{0,2}(?P<inward>\d[ABD-HJLNP-UW-Z]{2})(?![\w-])",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d")


@dataclass(frozen=True)
class Masked:
    """A message without personal data, and the kinds that were taken out (in the order of KINDS)."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str, labels: Mapping[str, str]) -> Masked:
    """Take e-mail, phone, National Insurance and card numbers out of a text and cut postcodes to their outward part.

    `labels` holds the words put in place of each kind except postcodes.
    """
    found: set[str] = set()

    def replace(pattern: re.Pattern[str], kind_of: Callable[[re.Match[str]], str | None]) -> None:
        nonlocal text
        text = pattern.sub(lambda match: _put(match, kind_of(match), labels, found), text)

    replace(_EMAIL, lambda match: EMAIL)
    replace(_DIGIT_RUN, _kind_of_digits)
    said = bool(_SAYS_NATIONAL_INSURANCE.search(text))
    replace(_NATIONAL_INSURANCE, lambda match: NATIONAL_INSURANCE if said or _has_suffix(match) else None)
    replace(_POSTCODE, _kind_of_postcode)
    return Masked(text, tuple(kind for kind in KINDS if kind in found))


def _put(match: re.Match[str], kind: str | None, labels: Mapping[str, str], found: set[str]) -> str:
    if kind is None:
        return match.group()
    found.add(kind)
    return match.group("outward") if kind == POSTCODE else labels[kind]


def _kind_of_digits(match: re.Match[str]) -> str | None:
    run = match.group()
    digits = "".join(character for character in run if character.isdigit())
    if is_phone_number(run, digits):
        return PHONE
    return CARD if is_card_number(digits) else None


def is_phone_number(run: str, digits: str) -> bool:
    """Whether a run of digits is a number that belongs to a person: British geographic or mobile, or any with `+`.

    Freephone and other public numbers (03, 08, 09) are kept: people ask about them.
    """
    if run.startswith("+") and not digits.startswith("44"):
        return 9 <= len(digits) <= 15
    for prefix in ("0044", "44"):
        if digits.startswith(prefix):
            national = digits[len(prefix):].lstrip("0")
            return len(national) in (9, 10) and national[0] in "127"
    # 0114 4960000 and 020 7946 0000, but not 01-04-2008 09 or 07.30-16.30 10.
    national = digits[1:]
    return (
        digits[0] == "0"
        and len(national) in (9, 10)
        and national[0] in "127"
        and not _DATE_FIRST.match(run)
        and (len(re.split(r"\D", run.lstrip("("), maxsplit=1)[0]) >= 3 or not re.search(r"[.-]", run))
    )


def is_card_number(digits: str) -> bool:
    """Whether the digits are a payment card number: a length and first digit in use, and Luhn's check digit."""
    if not 13 <= len(digits) <= 19 or digits[0] not in "23456":
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _has_suffix(match: re.Match[str]) -> bool:
    return bool(match.group("suffix")) or match.group()[:2].upper() == "QQ"


def _kind_of_postcode(match: re.Match[str]) -> str | None:
    real = match.group("area").upper() in POSTCODE_AREAS and not NOT_INWARD.match(match.group("inward"))
    return POSTCODE if real else None
