"""What is personal is taken out of a message; what only looks like it stays."""

from __future__ import annotations

import time

import pytest

from bot.channel.masking import CARD, EMAIL, KINDS, NATIONAL_INSURANCE, PHONE, POSTCODE, mask

LABELS = {kind: f"[{kind}]" for kind in KINDS}

MUST_MASK = [
    ("write to jo.bloggs@example.org please", "write to [email] please", EMAIL),
    ("JO+TRAINING@EXAMPLE.CO.UK", "[email]", EMAIL),
    ("my mail's o'neill_99@mail.example.com.", "my mail's [email].", EMAIL),
    ("(jo@example.org)", "([email])", EMAIL),
    ("ring me on 07700 900123", "ring me on [phone]", PHONE),
    ("07700900123", "[phone]", PHONE),
    ("07700-900-123 after 5pm", "[phone] after 5pm", PHONE),
    ("my number is 07700.900.123", "my number is [phone]", PHONE),
    ("+44 7700 900123", "[phone]", PHONE),
    ("+44 (0)7700 900123", "[phone]", PHONE),
    ("0044 7700 900 123", "[phone]", PHONE),
    ("(0114) 496 0000", "[phone]", PHONE),
    ("0114 4960000 is my work line", "[phone] is my work line", PHONE),
    ("call 020 7946 0000.", "call [phone].", PHONE),
    ("01632 960 001, ask for me", "[phone], ask for me", PHONE),
    ("from abroad: +33 1 99 00 12 34", "from abroad: [phone]", PHONE),
    ("AB123456C", "[national_insurance]", NATIONAL_INSURANCE),
    ("my ni is ab 12 34 56 c ok", "my ni is [national_insurance] ok", NATIONAL_INSURANCE),
    ("QQ 12 34 56 C", "[national_insurance]", NATIONAL_INSURANCE),
    ("AB-12-34-56-D", "[national_insurance]", NATIONAL_INSURANCE),
    ("national insurance number JG103759", "national insurance number [national_insurance]", NATIONAL_INSURANCE),
    ("pay with 4111 1111 1111 1111", "pay with [card]", CARD),
    ("4111111111111111", "[card]", CARD),
    ("5500-0055-5555-5559 exp 09/27", "[card] exp 09/27", CARD),
    ("amex 378282246310005", "amex [card]", CARD),
    ("I live at S60 2XR", "I live at S60", POSTCODE),
    ("s602xr", "s60", POSTCODE),
    ("SW1A 1AA", "SW1A", POSTCODE),
    ("near m1  1ae, on the bus", "near m1, on the bus", POSTCODE),
    ("EC1A-1BB", "EC1A", POSTCODE),
    ("who is near DN55 1PT?", "who is near DN55?", POSTCODE),
    ("S60 1ST", "S60", POSTCODE),
]

MUST_KEEP = [
    "I'm 47, am I too old?",
    "aged 19 to 23",
    "I earn £26,800 a year",
    "i get 24000 a year and 37.5 hours a week",
    "£11.44 an hour, or 1,950.50 a month",
    "what were the rules in 2008-09",
    "between 2003-2013, or 2008 2009 2010 2011",
    "from 01-04-2008 to 31-03-2010",
    "01.04.2008 31.03.2010",
    "2008-09-15 2010-03-31",
    "who can help in S60",
    "I'm in SW1A",
    "my area is dn55",
    "Train to Gain",
    "T2G or TTG?",
    "NVQ2, then NVQ3 and a level 4",
    "level 2 3 credits",
    "an l2 1st aid course",
    "s1 2nd year",
    "a l3 2hr session",
    "unit A1 2BC",
    "course code 60141234",
    "learning aim Z0001234 or 6014123X",
    "course BTEC123456C",
    "unit AB123456 of the diploma",
    "order number 4500123456",
    "invoice 1234 5678 9012 3456",
    "ref 4111 1111 1111 1112",
    "is 0800 100 900 still right?",
    "the helpline 0300 303 8610",
    "0845 600 9006",
    "ring 999 or 111 or 116 123",
    "we open 09.30-10.45 and 14.00-16.30",
    "shifts 07.30-16.30 10 days on",
    "at 5pm in M6 5am start",
    "twitter @skills and £20 @ 10am",
    "a@b",
    "50 staff, 12 of them under 25, 3 sites",
    "Annex D 27 partnerships, 150 pledges, 2,000,000 learners",
    "20% co-funded, 100% for 16-18",
    "UK1234567",
    "ISO 9001 2015",
    "47",
    "",
    "👍👍",
]


@pytest.mark.parametrize(("text", "kept", "kind"), MUST_MASK)
def test_what_is_personal_is_taken_out(text: str, kept: str, kind: str) -> None:
    masked = mask(text, LABELS)
    assert masked.text == kept
    assert masked.kinds == (kind,)


@pytest.mark.parametrize("text", MUST_KEEP)
def test_what_only_looks_personal_is_kept(text: str) -> None:
    masked = mask(text, LABELS)
    assert masked.text == text
    assert masked.kinds == ()


def test_there_are_as_many_cases_to_keep_as_to_mask() -> None:
    assert len(MUST_KEEP) >= len(MUST_MASK)


def test_several_kinds_are_taken_out_of_one_message() -> None:
    masked = mask("I am jo@example.org, 07700 900123, S60 2XR, and I am 47", LABELS)
    assert masked.text == "I am [email], [phone], S60, and I am 47"
    assert masked.kinds == (EMAIL, PHONE, POSTCODE)


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("jo@example.org 07700 900123 AB123456C S60 2XR", LABELS).text
    assert mask(once, LABELS).text == once


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a", "a.", "a@", "a@a.", "(1) ", "AB 12 34 ", "S60 2X ", "+", "é1-", "0 1.", "ab12"]
)
def test_a_hostile_text_costs_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        took = []
        for _ in range(3):
            begun = time.process_time()
            mask(text, LABELS)
            took.append(time.process_time() - begun)
        return min(took)

    short, long = seconds(5_000), seconds(40_000)
    assert long < 8 * 4 * short + 0.05
