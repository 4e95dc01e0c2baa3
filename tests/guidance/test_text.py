"""What people type is brought to one plain form."""
from __future__ import annotations

import pytest

from bot.guidance.text import folded, normalise, same, words


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  What’s   IT\tcost?\n", "what's it cost?"),
        ("Train\u200bto\u00a0Gain", "trainto gain"),
        ("skills‑pledge", "skills pledge"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("16–18 year-olds", "16-18 year olds"),
        ("2008-09", "2008-09"),
        ("level-2", "level 2"),
        ("don`t", "don't"),
        ("I´m", "i'm"),
        ("“quoted”", '"quoted"'),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u202egnikcirt", "gnikcirt"),
        ("", ""),
        ("\ufeff \u200b", ""),
    ],
)
def test_text_is_brought_to_one_plain_form(typed: str, plain: str) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize("typed", ["Ǆ’s İstanbul ﬁne", "a - b", "x--y", "¨", "½ of it", "K\u0301"])
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once) == once


def test_words_know_their_place_in_the_text() -> None:
    text = normalise("Don't ask: what's T2G?")
    assert [text[w.start : w.end] for w in words(text)] == ["don't", "ask", "what's", "t2g"]


def test_possessives_and_plurals_compare_as_the_word_itself() -> None:
    assert folded("Learner's accounts") == ("learner", "account")
    assert folded("this class is famous") == ("this", "class", "is", "famous")


def test_two_texts_with_the_same_words_are_the_same() -> None:
    assert same("What does it cost?", " what does it cost ")
    assert not same("What does it cost?", "What did it cost?")
