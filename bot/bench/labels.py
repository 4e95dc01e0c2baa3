"""Reads a plain intent of the baseline ("ask__cost") back into what our actions expect, with our topic matcher."""

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.guidance.live import current
from bot.nlu.names import NamesInUse

SLASH = "__"


def plain(label: str) -> str:
    """The label as an ordinary intent of its own, without Rasa's slash for kinds of one intent."""
    return label.replace("/", SLASH)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlainLabels(GraphComponent):
    """Last in the baseline's pipeline: turns its one label into intent, kind and question."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Make the component; it keeps nothing in the model."""
        return cls()

    def __init__(self) -> None:
        self._names = NamesInUse()

    def process(self, messages: List[Message]) -> List[Message]:
        """Put intent, kind and questions on each message."""
        for message in messages:
            label = (message.get(INTENT) or {}).get("name") or "out_of_scope"
            intent, _, kind = label.partition(SLASH)
            if intent == "nlu_fallback":
                intent = "out_of_scope"
            message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
            message.set("kind", kind or None, add_to_output=True)
            if intent == "ask":
                message.set("questions", [self._question(message.get(TEXT) or "", kind)], add_to_output=True)
        return messages

    def _question(self, text: str, asked: str) -> Dict[str, Any]:
        found = self._names.of(current()).topics(text)
        topic, _, special = asked.rpartition(".")
        return {
            "topic": topic or (found[0].id if found else None),
            "facet": None if topic else special,
            "special": special if topic else None,
            "score": 1.0,
            "points": [],
            "carried": False,
            "on": None,
        }
