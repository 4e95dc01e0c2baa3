"""The components work inside Rasa: training, storage, trackers and the keys that reach the actions."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.guidance.knowledge import Knowledge
from bot.nlu import classifier, context, matcher
from bot.nlu.classifier import QuestionClassifier
from bot.nlu.context import ConversationReader
from bot.nlu.matcher import NameMatcher
from bot.nlu.tokenizer import EnglishTokenizer

EXAMPLES = {
    "ask/cost": ["how much does it cost", "what does the skills pledge cost", "is it free", "what is the price", "cost"],
    "ask/what": ["what is it", "what is the skills pledge", "tell me about apprenticeships", "explain it", "what is that"],
    "command/go_back": ["go back", "back please", "previous question", "one step back", "take me back"],
    "chat/greet": ["hello", "hi there", "good morning", "hey", "good afternoon"],
    "out_of_scope": ["who won the match", "what is the weather like", "tell me a joke", "book a flight", "bake a cake"],
}
SLOTS = ("topic", "facet", "place", "need", "on_date", "offered", "asked")


def data(examples: dict[str, list[str]]) -> TrainingData:
    messages = []
    for label, texts in examples.items():
        for text in texts:
            messages.append(Message.build(text=text, intent=label))
    return TrainingData(messages)


class Pipeline:
    """The components of config.yml in their order, trained and then loaded from storage."""

    def __init__(self, examples: dict[str, list[str]], folder: Path) -> None:
        storage = LocalModelStorage.create(folder)
        where = ExecutionContext(GraphSchema({}))
        loaded: list[Any] = [EnglishTokenizer(EnglishTokenizer.get_default_config()), NameMatcher()]
        for component in (QuestionClassifier, ConversationReader):
            resource = Resource(component.__name__)
            component.create({}, storage, resource, where).train(data(examples))
            loaded.append(component.load({}, storage, resource, where))
        *self.before, self.last = loaded

    def parse(self, text: str, form: str | None = None, **slots: Any) -> dict[str, Any]:
        messages = [Message({"text": text})]
        for component in self.before:
            messages = component.process(messages)
        events = [SlotSet(name, value) for name, value in slots.items()] + [ActiveLoop(form)]
        tracker = DialogueStateTracker.from_events("someone", events, slots=[AnySlot(name, mappings=[{}]) for name in SLOTS])
        return self.last.process(messages, tracker)[0].as_dict(only_output_properties=True)


@pytest.fixture(scope="module")
def pipeline(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        for module in (classifier, context, matcher):
            patch.setattr(module, "current", lambda: knowledge)
        yield Pipeline(EXAMPLES, tmp_path_factory.mktemp("model"))


def test_a_question_reaches_the_actions_with_its_topic_facet_and_points(pipeline: Pipeline) -> None:
    parse = pipeline.parse("how much does the skills pledge cost?")
    assert parse["intent"]["name"] == "ask"
    assert parse["intent"]["confidence"] > 0.5
    (question,) = parse["questions"]
    assert (question["topic"], question["facet"]) == ("skills-pledge", "cost")
    assert question["points"][0].startswith("skills-pledge/cost/0/")
    assert parse["knowledge_version"] == "small"


def test_the_tracker_gives_the_topic_that_was_talked_of(pipeline: Pipeline) -> None:
    (question,) = pipeline.parse("how much does it cost", topic="apprenticeships", facet="what")["questions"]
    assert (question["topic"], question["carried"]) == ("apprenticeships", True)


def test_a_question_of_ours_is_open_only_while_the_form_is(pipeline: Pipeline) -> None:
    assert pipeline.parse("47", form="check_form", asked="age")["reply"]["value"] == 47
    assert pipeline.parse("47", asked="age").get("reply") is None


def test_a_command_inside_the_form_is_seen(pipeline: Pipeline) -> None:
    parse = pipeline.parse("go back", form="check_form", asked="age")
    assert (parse["intent"]["name"], parse["kind"]) == ("command", "go_back")


@pytest.mark.parametrize("text", ["", "   ", "🙂", "x" * 5000, "<b>", "/restart"])
def test_no_message_breaks_the_pipeline(pipeline: Pipeline, text: str) -> None:
    parse = pipeline.parse(text)
    assert parse["intent"]["name"]


def test_what_stays_inside_the_pipeline_does_not_travel(pipeline: Pipeline) -> None:
    assert "reading" not in pipeline.parse("hello")


def test_crisis_words_are_found_before_the_classifier(pipeline: Pipeline) -> None:
    parse = pipeline.parse("hello I want to kill myself", form="check_form", asked="age")
    assert (parse["intent"]["name"], parse["kind"]) == ("care", "self_harm")


def test_other_rasa_data_keeps_its_labels(knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (classifier, context, matcher):
        monkeypatch.setattr(module, "current", lambda: knowledge)
    cards = {"card_arrival": ["where is my card", "my card has not come"], "lost_card": ["i lost my card", "my card is gone"]}
    parse = Pipeline(cards, tmp_path).parse("my card is lost")
    assert parse["intent"]["name"] == "lost_card"
    assert parse["intent_ranking"][0]["name"] == "lost_card"
    assert "questions" not in parse


def test_training_is_done_anew_when_the_knowledge_changes(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    prints = []
    for version in ("one", "two", "one"):
        monkeypatch.setattr(classifier, "current", lambda version=version: Knowledge(version=version))
        prints.append(QuestionClassifier.fingerprint_addon({}))
    assert prints[0] == prints[2] != prints[1]
