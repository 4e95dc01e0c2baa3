"""Answers as a sheet may show them to others: a span in place of an exact number."""

from __future__ import annotations

from bot.guidance.eligibility.cards import in_words
from bot.guidance.eligibility.circumstances import Value
from bot.guidance.knowledge import Knowledge


def in_bands(k: Knowledge, name: str, value: Value) -> str:
    """An answer in words; of a number only the span it lies in, where the question has `bands`."""
    edges = k.questions[name].bands
    if not edges or not isinstance(value, int):
        return in_words(k, name, value)
    low = max((edge for edge in edges if edge <= value), default=None)
    high = min((edge for edge in edges if edge > value), default=None)
    if low is None:
        return k.say("sheet.under", edge=in_words(k, name, edges[0]))
    if high is None:
        return k.say("sheet.from", edge=in_words(k, name, low))
    return k.say("sheet.between", low=in_words(k, name, low), high=in_words(k, name, high - 1))
