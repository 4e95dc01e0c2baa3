"""spaCy's English rules give Rasa its tokens."""
from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import tokenizer
from bot.nlu.tokenizer import EnglishTokenizer


def tokens_of(text: str) -> list[tuple[str, int]]:
    component = EnglishTokenizer(EnglishTokenizer.get_default_config())
    return [(token.text, token.start) for token in component.tokenize(Message({"text": text}), "text")]


def test_tokens_know_their_place() -> None:
    assert tokens_of("What's it cost?  Free") == [("What", 0), ("'s", 4), ("it", 7), ("cost", 10), ("?", 14), ("Free", 17)]


@pytest.mark.parametrize("text", ["", "   ", "🙂"])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert [start for _, start in tokens_of(text)] == [0] * len(text.strip())


def test_a_long_text_is_cut() -> None:
    assert len(tokens_of("word " * 1000)) == tokenizer.LONGEST // 5


def test_the_vocabulary_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer, "TEXTS_BEFORE_RENEWAL", 2)
    component = EnglishTokenizer(EnglishTokenizer.get_default_config())
    first = component._pipeline
    for word in ("one", "two"):
        component.tokenize(Message({"text": word}), "text")
    assert component._pipeline is not first
