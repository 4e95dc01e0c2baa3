"""The training examples as the classifier sees them: what is asked, about what, in both forms."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.guidance.content.cards import question_title
from bot.guidance.knowledge import Knowledge
from bot.nlu.labels import is_ours, read_label
from bot.nlu.matcher import forms_of
from bot.nlu.names import Names


@dataclass(frozen=True)
class Example:
    """A label and what was written: with a neutral word for each topic (`neutral`), and with its name (`bare`).

    `topic` is what it is about, said or not: named in the text, in its label, or noted by its writer; None where it
    could be asked of any.
    """

    label: str
    neutral: str
    bare: str
    topic: str | None = None

    @property
    def question(self) -> str | None:
        """Return which facet or special question of a topic is asked; None where nothing is."""
        label = read_label(self.label)
        return label.special or label.facet


def examples(written: Sequence[Message], knowledge: Knowledge) -> list[Example]:
    """Return Rasa's examples, and to those of the assistant's own labels the titles of all questions."""
    every = [(message.get(TEXT), message.get_full_intent(), _noted(message)) for message in written]
    if is_ours(label for _, label, _ in every):
        every += titles(knowledge)
    names = Names(knowledge)
    found = []
    for text, label, noted in every:
        bare, neutral, named = forms_of(text, names, knowledge)
        found.append(Example(label, neutral, bare, noted or read_label(label).topic or (named[0] if named else None)))
    return found


def titles(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield the title of each question of each topic with its label, so that a name alone speaks for no special."""
    for topic in knowledge.topics.values():
        for name, special in topic.specials.items():
            yield special.title, f"ask/{topic.id}.{name}", topic.id
        for facet in topic.facets:
            yield question_title(knowledge, topic.id, facet), f"ask/{facet}", topic.id


def _noted(message: Message) -> str | None:
    """Return the topic that the writer of an example noted beside it."""
    noted: str | None = ((message.get("metadata") or {}).get("intent") or {}).get("topic")
    return noted
