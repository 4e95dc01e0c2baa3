"""What can be printed or saved of a conversation: all of it, one answer, the summary of a check, the learner sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

    @property
    def typed(self) -> bool:
        """Whether words that somebody typed stand on it."""
        return any(turn["said"] for turn in self.turns)

    def page(self, words: dict[str, Any], hint: str) -> str:
        """The paper as a page of its own: nothing to press, every part open."""
        values = {"words": words, "title": self.title, "turns": self.turns, "hint": hint, "paper": True, "top": self.top}
        return drawn("paper.html", values)

    def text(self, words: dict[str, Any]) -> str:
        """The paper as plain text, links written out."""
        said = [self.title] if self.typed else []
        for turn in self.turns:
            addresses = dict.fromkeys(_addresses(turn["custom"]))
            links = [words["addresses"], *addresses] if addresses else []
            mine = [f"> {turn['said']}"] if turn["said"] else []
            said.append("\n\n".join([*mine, turn["text"], *(["\n".join(links)] if links else [])]))
        return "\n\n\n".join(said) + "\n"


def _addresses(card: Any) -> Iterator[str]:
    """Every address that a card leads to."""
    if isinstance(card, list):
        for each in card:
            yield from _addresses(each)
    elif isinstance(card, dict):
        if card.get("url"):
            yield card["url"]
        for each in card.values():
            yield from _addresses(each)


def conversation_paper(words: dict[str, Any], turns: list[Turn]) -> Optional[Paper]:
    """The whole conversation, None where there is none yet."""
    return Paper(words["conversation"], turns, "conversation", top=3) if turns else None


def card_paper(k: Knowledge, card: Optional[Card], name: str) -> Optional[Paper]:
    """One card on its own, None where there is none."""
    return _paper(k, {**card, "then": []}, name) if card is not None else None


def answer_paper(k: Knowledge, turns: list[Turn], message_id: object) -> Optional[Paper]:
    """One reply to hand over, without the questions of a check: in plain words where it has them, with its sources."""
    found = next((turn["custom"] for turn in turns if turn["message_id"] == message_id), None)
    if found is None:
        return None
    cards = [card for card in (found, *found.get("then", [])) if card["card"] != "question"] or [found]
    first, *rest = [{**card, "short": card["plain"], "plain": None} if card.get("plain") else card for card in cards]
    return _paper(k, {**first, "then": rest}, "answer")


def _paper(k: Knowledge, card: Card, name: str) -> Paper:
    # Of several cards none has the title of the page.
    title = next((card[key] for key in HEADED if card.get(key)), None) if not card["then"] else None
    turns = [{"said": "", "text": card_text(k, card), "custom": card}]
    return Paper(title or k.phrase("widget")["name"], turns, name, top=1 if title else 2)


def latest_summary(cards: Iterable[Optional[Card]]) -> Optional[Card]:
    """The last summary among the cards of a conversation, those that follow another card included."""
    found = None
    for card in cards:
        for each in [card, *card.get("then", [])] if card else []:
            found = each if each.get("card") == "summary" else found
    return found
