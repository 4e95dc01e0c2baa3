"""Say what a message asks: one classifier over sentence vectors, clause by clause."""
import hashlib
import logging
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.guidance.content.cards import question_title
from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current
from bot.guidance.text import normalise
from bot.nlu.clauses import Clause
from bot.nlu.encoder import SIZE, shared_encoder
from bot.nlu.facets import LabelModel
from bot.nlu.labels import read_label
from bot.nlu.matcher import forms_of
from bot.nlu.names import Names
from bot.nlu.reading import READING, ClauseReading, Reading
from bot.nlu.weights import SHA256, check_weights, model_folder

logger = logging.getLogger(__name__)
RANKED = 10
# How many other names each facet example is seen with. Cross-validation: facets with a name 0.42 -> 0.53 right.
RENAMED = 3
# The two halves of a vector. The neutral one weighs more: what a name stands for only tells its special questions apart.
NEUTRAL_WEIGHT, NAMED_WEIGHT = np.float32(0.8), np.float32(0.6)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifier(GraphComponent, IntentClassifier):
    """Gives each clause of a message the likelihood of every label, and the message its likeliest intent."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: Optional[LabelModel] = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

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
            return cls(model_storage, resource, LabelModel.load(Path(folder)))

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Return what training depends on besides the examples: the knowledge, this code, the sentence model."""
        return fingerprint(current())

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the labels of the examples, and the titles of special questions as examples of theirs."""
        check_weights(model_folder())
        examples = [(message.get(TEXT), message.get_full_intent()) for message in training_data.intent_examples]
        knowledge = current()
        if any(read_label(label).family == "ask" and read_label(label).facet for _, label in examples):
            examples += [*titles(knowledge), *facet_titles(knowledge), *renamed(examples, knowledge)]
        names = Names(knowledge)
        forms = [forms_of(text, names, knowledge) for text, _ in examples]
        texts = [plain for _, plain in forms]
        vectors = paired(texts, [asked for asked, _ in forms])
        inside = [text for text, (_, label) in zip(texts, examples) if read_label(label).family != "out_of_scope"]
        self._model = LabelModel.train(vectors, [label for _, label in examples], inside)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and intent_ranking, and complete the Reading of each message."""
        for message in messages:
            reading = message.get(READING) or _plain_reading(message.get(TEXT) or "")
            message.set(READING, reading)
            if self._model is not None and reading.whole is not None and reading.text:
                self._judge(reading)
                ranking = self._ranking(reading)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            else:
                message.set(INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
        return messages

    def _judge(self, reading: Reading) -> None:
        assert self._model is not None and reading.whole is not None
        every = [*reading.clauses, reading.whole]
        vectors = paired([clause.neutral for clause in every], [clause.bare for clause in every])
        likely, near = self._model.judge(vectors)
        for at, clause in enumerate(every):
            clause.vector = vectors[at, SIZE:] / NAMED_WEIGHT
            clause.likely, clause.near = likely[at], near[at]
            clause.strange_words = self._model.strange_words(clause.neutral)
        reading.labels = self._model.labels

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


def titles(knowledge: Knowledge) -> List[Tuple[Text, Text]]:
    """Return the title of each special question with its label."""
    return [
        (special.title, f"ask/{topic.id}.{name}")
        for topic in knowledge.topics.values()
        for name, special in topic.specials.items()
    ]


def facet_titles(knowledge: Knowledge) -> List[Tuple[Text, Text]]:
    """Return the question of each facet of each topic with its label, so that a name alone speaks for no special."""
    return [
        (question_title(knowledge, topic.id, facet), f"ask/{facet}")
        for topic in knowledge.topics.values()
        for facet in topic.facets
    ]


def renamed(examples: List[Tuple[Text, Text]], knowledge: Knowledge) -> List[Tuple[Text, Text]]:
    """Return each facet example that names a topic again with the names of others: what is asked is the same."""
    names, topics = Names(knowledge), list(knowledge.topics.values())
    again = []
    for number, (text, label) in enumerate(examples):
        plain = normalise(text)
        found = names.topics(plain) if read_label(label).facet else []
        if len(found) != 1:
            continue
        others = [topic for topic in topics if topic.id != found[0].id]
        for step in range(min(RENAMED, len(others))):
            title = others[(number + step * RENAMED) % len(others)].title.lower()
            again.append((plain[: found[0].start] + title + plain[found[0].end :], label))
    return again


def fingerprint(knowledge: Knowledge) -> Text:
    """Return a hash of everything that training reads besides the examples."""
    digest = hashlib.sha256(f"{knowledge.version}{SHA256}".encode())
    for folder in (Path(__file__).parent, Path(__file__).parents[1] / "guidance"):
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _plain_reading(text: Text) -> Reading:
    plain = normalise(text)
    whole = ClauseReading(Clause(plain, 0, len(plain)), plain, plain, [])
    return Reading(plain, clauses=[whole], whole=whole)
