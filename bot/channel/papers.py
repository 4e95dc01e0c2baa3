"""What can be printed or saved of a conversation: all of it, one answer, the summary of a check, the learner sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from bot.channel.drawn import drawn
from bot.channel.history import Turn
from bot.guidance.content.card_text import card_text
from bot.guidance.knowledge import Knowledge

Card = dict[str, Any]
# Which cards begin with a heading of their own, by what it is made from.
HEADED = ("title", "ask")


@dataclass(frozen=True)
class Paper:
    """A title and what stands under it; `top` is the level of the headings of cards: 1 where a card has the title."""

    title: str
    turns: list[Turn]
    name: str
    top: int

    def page(self, words: dict[str, Any], hint: str) -> str:
        """The paper as a page of its own: nothing to press, every part open."""
        values = {"words": words, "title": self.title, "turns": self.turns, "hint": hint, "paper": True, "top": self.top}
        return drawn("paper.html", values)

    def text(self) -> str:
        """The paper as plain text, links written out."""
        if not any(turn["said"] for turn in self.turns):
            return "\n\n\n".join(turn["text"] for turn in self.turns) + "\n"
        return "\n\n\n".join([self.title, *(f"> {turn['said']}\n\n{turn['text']}" for turn in self.turns)]) + "\n"


def conversation_paper(words: dict[str, Any], turns: list[Turn]) -> Optional[Paper]:
    """The whole conversation, None where there is none yet."""
    return Paper(words["conversation"], turns, "conversation", top=3) if turns else None


def card_paper(k: Knowledge, card: Optional[Card], name: str) -> Optional[Paper]:
    """One card on its own, None where there is none."""
    if card is None:
        return None
    rest = {**card, "then": []}
    title = next((rest[key] for key in HEADED if rest.get(key)), None)
    turns = [{"said": "", "text": card_text(k, rest), "custom": rest}]
    return Paper(title or k.phrase("widget")["name"], turns, name, top=1 if title else 2)


def answer_paper(k: Knowledge, turns: list[Turn], message_id: object) -> Optional[Paper]:
    """One reply to hand over: in its plain words where it has them, with its sources."""
    found = next((turn["custom"] for turn in turns if turn["message_id"] == message_id), None)
    if found is None:
        return None
    plain = found.get("plain")
    return card_paper(k, {**found, "short": plain, "plain": None} if plain else found, "answer")


def latest_summary(cards: Iterable[Optional[Card]]) -> Optional[Card]:
    """The last summary among the cards of a conversation, those that follow another card included."""
    found = None
    for card in cards:
        for each in [card, *card.get("then", [])] if card else []:
            found = each if each.get("card") == "summary" else found
    return found
