"""Read the names, places, dates and circumstances in a message from the knowledge in use."""
import re
from datetime import date
from typing import Any, Dict, List, Sequence, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.guidance.content.aliases import Match
from bot.guidance.dates import as_of, find_period
from bot.guidance.eligibility.volunteered import volunteered
from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current
from bot.guidance.places.find import PlaceHit, find_places
from bot.guidance.places.homes import meant_first
from bot.guidance.referral.people import role_of
from bot.guidance.text import normalise
from bot.nlu.broken import broken_kind
from bot.nlu.clauses import NEUTRAL_PLACE, NEUTRAL_TOPIC, Clause, bare, neutral, split_clauses
from bot.nlu.looking_back import denies, without_taken_back
from bot.nlu.names import Names, NamesInUse
from bot.nlu.reading import READING, ClauseReading, Reading

# Crisis words are looked for in long messages too, that are not read otherwise.
LONGEST_SEARCHED = 5000
# "I left school in 1985" asks about nothing that is known here.
EARLIEST = 1990
_ARTICLE = re.compile(r"(?:the|a|an|my|this|that|every|each|some|any|next|last) ")
_BEFORE = re.compile(rf"\b{_ARTICLE.pattern}$")
Span = Tuple[int, int]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NameMatcher(GraphComponent):
    """Puts a Reading on each message, crisis words first; a new topic file needs no training."""

    def __init__(self) -> None:
        self._names = NamesInUse()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NameMatcher":
        """Return the component; it keeps nothing between training and use."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `reading` on each message; it stays inside the pipeline."""
        for message in messages:
            message.set(READING, self.read(message.get(TEXT) or "", current(), as_of()))
        return messages

    def read(self, text: Text, knowledge: Knowledge, today: date) -> Reading:
        """Return what a text names, with its clauses not yet classified."""
        for masked in (knowledge.phrases.get("masking") or {}).get("labels", {}).values():
            text = text.replace(masked, " ")
        names = self._names.of(knowledge)
        reading = Reading(names.spelling.split(normalise(names.spelt_out(text))))
        reading.care = names.crisis.kind_of(reading.text[:LONGEST_SEARCHED])
        reading.broken = broken_kind(text) or ("language" if names.spelling.is_foreign(reading.text) else None)
        if reading.care or reading.broken:
            return reading
        reading.text = without_taken_back(reading.text)
        reading.mended = names.spelling.mend(reading.text)
        named = names.topics(reading.text)
        reading.denied = [match.id for match in named if denies(reading.text, match.start)]
        reading.topics = [match for match in named if match.id not in reading.denied]
        reading.terms = names.terms(reading.text)
        reading.places = meant_first(reading.text, outside(places_in(reading.text, names, knowledge), reading.topics))
        reading.period = find_period(reading.text, EARLIEST)
        reading.role = role_of(knowledge, reading.text)
        reading.circumstances = dict(volunteered(knowledge, text, today))
        whole = Clause(reading.text, 0, len(reading.text))
        reading.clauses = [self._clause(clause, reading, names) for clause in split_clauses(reading.text)]
        reading.whole = self._clause(whole, reading, names)
        return reading

    def _clause(self, clause: Clause, reading: Reading, names: Names) -> ClauseReading:
        topics = [match for match in reading.topics if clause.start <= match.start and match.end <= clause.end]
        named = (reading.topics, _local(reading.places))
        asked, plain = both_forms(names, clause.text, *(_inside(clause, found) for found in named))
        return ClauseReading(clause, asked, plain, list(dict.fromkeys(match.id for match in topics)))


def both_forms(names: Names, text: Text, topics: List[Span], places: List[Span]) -> Tuple[Text, Text]:
    """Return what a normalised text asks, slips put right, with a neutral word for each place, and for each topic as well."""
    in_place = [(start, end, NEUTRAL_PLACE) for start, end in places]
    about = [(start, end, NEUTRAL_TOPIC) for start, end in topics]
    forms = (bare(neutral(text, in_place)), bare(neutral(text, in_place + about)))
    return names.spelling.mend(forms[0]), names.spelling.mend(forms[1])


def forms_of(text: Text, names: Names, knowledge: Knowledge) -> Tuple[Text, Text, List[Text]]:
    """Return both forms of a text as people type it, for training, and the topics that it names."""
    plain = names.spelling.split(normalise(text))
    topics = names.topics(plain)
    places = outside(places_in(plain, names, knowledge), topics)
    spans = [(match.start, match.end) for match in topics], [(hit.start, hit.end) for hit in _local(places)]
    return (*both_forms(names, plain, *spans), [match.id for match in topics])


def places_in(text: Text, names: Names, knowledge: Knowledge) -> List[PlaceHit]:
    """Return the places that a normalised text names, without those that are rather another word: "in the evning"."""
    found = find_places(knowledge, text)
    return [hit for hit in found if hit.exact or not _is_another_word(text, hit, names)]


def _is_another_word(text: Text, hit: PlaceHit, names: Names) -> bool:
    """Whether a slip of a place stands after an article, as few places do, and is as near to a word that many write."""
    article = _BEFORE.search(text[: hit.start]) or _ARTICLE.match(text, hit.start)
    typed = _ARTICLE.sub("", text[hit.start : hit.end])
    return article is not None and names.spelling.is_rather_a_word(typed, hit.name)


def outside(places: List[PlaceHit], topics: List[Match]) -> List[PlaceHit]:
    """Return the places that are no part of a topic's name ("North West Skills Award")."""
    return [hit for hit in places if not any(hit.start < topic.end and topic.start < hit.end for topic in topics)]


def _local(places: Sequence[PlaceHit]) -> List[PlaceHit]:
    """Return the places that any other could stand for; what is asked about a nation is asked about that nation."""
    return [hit for hit in places if hit.kind not in ("nation", "kingdom")]


def _inside(clause: Clause, found: Sequence[Any]) -> List[Span]:
    within = [item for item in found if clause.start <= item.start and item.end <= clause.end]
    return [(item.start - clause.start, item.end - clause.start) for item in within]
