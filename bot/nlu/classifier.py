"""Say what a message asks: one classifier over sentence vectors, clause by clause."""
import hashlib
import logging
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current
from bot.guidance.schema.topic import FACETS
from bot.guidance.text import normalise
from bot.nlu.adapter import FILE as ADAPTER
from bot.nlu.clauses import Clause
from bot.nlu.encoder import SIZE, shared_encoder
from bot.nlu.examples import examples
from bot.nlu.facets import NO_TOPIC, LabelModel
from bot.nlu.labels import OUT_OF_SCOPE, is_ours
from bot.nlu.lexical import LexicalModel
from bot.nlu.nearness import Examples
from bot.nlu.reading import READING, ClauseReading, Reading
from bot.nlu.room_model import RoomModel
from bot.nlu.weights import SHA256, check_weights, model_folder

logger = logging.getLogger(__name__)
RANKED = 10
# The two halves of a vector. The neutral one weighs more: what a name stands for only tells its special questions apart.
NEUTRAL_WEIGHT, NAMED_WEIGHT = np.float32(0.8), np.float32(0.6)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifier(GraphComponent, IntentClassifier):
    """Gives each clause of a message the likelihood of every label, and the message its likeliest intent."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: Optional[LabelModel] = None,
        lexical: Optional[LexicalModel] = None, examples: Optional[Examples] = None, rooms: Optional[RoomModel] = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model, self._lexical, self._examples, self._rooms = model, lexical, examples, rooms

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "QuestionClassifier":
        """Return a component that is yet to be trained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "QuestionClassifier":
        """Return the trained component."""
        with model_storage.read_from(resource) as folder:
            parts = (part.load(Path(folder)) for part in (LabelModel, LexicalModel, Examples, RoomModel))
            return cls(model_storage, resource, *parts)

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Return what training depends on besides the examples: the knowledge, this code, the sentence model."""
        return fingerprint(current())

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the labels of the examples, and the titles of special questions as examples of theirs."""
        check_weights(model_folder())
        learnt = examples(training_data.intent_examples, current())
        texts, labels = [one.neutral for one in learnt], [one.label for one in learnt]
        vectors = paired(texts, [one.bare for one in learnt])
        inside = [one.neutral for one in learnt if one.label != OUT_OF_SCOPE]
        self._model = LabelModel.train(vectors, labels, [one.topic or NO_TOPIC for one in learnt])
        self._lexical = LexicalModel.train(texts, labels)
        self._examples = Examples.train(vectors[:, SIZE:] / NAMED_WEIGHT, labels, inside)
        topics, questions = [one.topic or "" for one in learnt], [one.question or "" for one in learnt]
        self._rooms = RoomModel.train(vectors, topics, questions, asked_of(current()) if is_ours(labels) else {})
        with self._model_storage.write_to(self._resource) as folder:
            for part in (self._model, self._lexical, self._examples, self._rooms):
                part.save(Path(folder))
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and intent_ranking, and complete the Reading of each message."""
        for message in messages:
            reading = message.get(READING) or _plain_reading(message.get(TEXT) or "")
            message.set(READING, reading)
            message.set(INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
            if self._model is None or reading.whole is None or not reading.text:
                continue
            reading.labels, reading.subjects, reading.classifier = self._model.labels, self._model.subjects, self._judge
            reading.rooms = self._rooms.rooms if self._rooms is not None else []
            if not self._is_ours:
                # No conversation is read from other labels: the likeliest intent is all there is.
                reading.classify(reading.whole)
                ranking = self._ranking(reading)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    @property
    def _is_ours(self) -> bool:
        return self._model is not None and is_ours(self._model.labels)

    def _judge(self, every: List[ClauseReading]) -> None:
        assert self._model and self._lexical and self._examples and self._rooms
        forms = list(dict.fromkeys((clause.neutral, clause.bare) for clause in every))
        vectors = paired([neutral for neutral, _ in forms], [bare for _, bare in forms])
        named = vectors[:, SIZE:] / NAMED_WEIGHT
        likely, about, near = self._model.judge(vectors), self._model.about(vectors), self._examples.near(named)
        own = self._rooms.judge(vectors)
        words_likely = self._lexical.judge([neutral for neutral, _ in forms])
        for clause in every:
            at = forms.index((clause.neutral, clause.bare))
            clause.vector = named[at]
            clause.likely, clause.near, clause.words_likely = likely[at], near[at], words_likely[at]
            clause.about, clause.own = about[at], own[at]
            clause.strange_words = self._examples.strange_words(clause.neutral)

    def _ranking(self, reading: Reading) -> List[Dict[Text, Any]]:
        """Return the likeliest intents of the whole message; ask/cost counts as ask, as Rasa has it."""
        assert reading.whole is not None
        best: Dict[Text, float] = {}
        for at in np.argsort(-reading.whole.likely):
            name = reading.labels[at].partition("/")[0]
            best[name] = best.get(name, 0.0) + float(reading.whole.likely[at])
        ranked = sorted(best.items(), key=lambda pair: -pair[1])[:RANKED]
        return [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: likely} for name, likely in ranked]


def paired(neutrals: List[Text], texts: List[Text]) -> np.ndarray:
    """Return a unit vector a text, of its neutral form and of itself: (texts, 768).

    The neutral half carries over to topics that no example names, the other knows what the names stand for.
    """
    unique = list(dict.fromkeys([*neutrals, *texts]))
    rows = {text: row for row, text in enumerate(unique)}
    vectors = shared_encoder().encode(unique)
    neutral, named = vectors[[rows[text] for text in neutrals]], vectors[[rows[text] for text in texts]]
    return np.hstack([neutral * NEUTRAL_WEIGHT, named * NAMED_WEIGHT])


def asked_of(knowledge: Knowledge) -> Dict[Text, List[Text]]:
    """Return what can be asked of each topic: its special questions, and every facet, held or not."""
    return {topic.id: [*topic.specials, *FACETS] for topic in knowledge.topics.values()}


def fingerprint(knowledge: Knowledge) -> Text:
    """Return a hash of everything that training reads besides the examples."""
    digest = hashlib.sha256(f"{knowledge.version}{SHA256}".encode())
    for folder in (Path(__file__).parent, Path(__file__).parents[1] / "guidance"):
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    digest.update(ADAPTER.read_bytes())
    return digest.hexdigest()


def _plain_reading(text: Text) -> Reading:
    plain = normalise(text)
    whole = ClauseReading(Clause(plain, 0, len(plain)), plain, plain, [])
    return Reading(plain, clauses=[whole], whole=whole)
