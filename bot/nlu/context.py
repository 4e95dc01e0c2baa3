"""Decide what each message means in its conversation: the last component, which is given the tracker."""
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.guidance.dates import as_of
from bot.guidance.live import current
from bot.nlu.classifier import fingerprint
from bot.nlu.decide import decide
from bot.nlu.labels import is_ours
from bot.nlu.memory import Memory
from bot.nlu.points import PointIndex
from bot.nlu.reading import READING, Reading
from bot.nlu.situation import Situation


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ConversationReader(GraphComponent):
    """Puts intent, kind, questions, choices, places, need, reply and the rest on each message."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, points: Optional[PointIndex] = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._points = points or PointIndex()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ConversationReader":
        """Return a component whose points are yet to be encoded."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ConversationReader":
        """Return the component with the points encoded in training; only changed ones are encoded now."""
        with model_storage.read_from(resource) as folder:
            points = PointIndex.load(Path(folder))
        points.use(current())
        return cls(model_storage, resource, points)

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Return what the encoded points depend on."""
        return fingerprint(current())

    def train(self, training_data: TrainingData) -> Resource:
        """Encode every point of the knowledge."""
        self._points.use(current())
        with self._model_storage.write_to(self._resource) as folder:
            self._points.save(Path(folder))
        return self._resource

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        """Decide on each message; one whose labels are not the assistant's keeps the classifier's intent."""
        for message in messages:
            reading: Optional[Reading] = message.get(READING)
            if reading is None or (reading.labels and not is_ours(reading.labels)):
                continue
            knowledge = current()
            self._points.use(knowledge)
            memory = _memory(tracker)
            parse = decide(Situation(reading, memory, knowledge, self._points, as_of()))
            intent = {INTENT_NAME_KEY: parse.pop("intent"), PREDICTED_CONFIDENCE_KEY: parse.pop("score")}
            message.set(INTENT, intent, add_to_output=True)
            for key, value in parse.items():
                message.set(key, value, add_to_output=True)
        return messages


def _memory(tracker: Optional[DialogueStateTracker]) -> Memory:
    if tracker is None:
        return Memory()
    return Memory.from_slots(tracker.current_slot_values(), tracker.active_loop_name)

