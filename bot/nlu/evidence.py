"""What speaks for a meaning of a clause: each column of evidence that the weighing of bot/nlu/ranking.py adds up."""
from __future__ import annotations

import numpy as np

from bot.guidance.places.gazetteer import surroundings
from bot.guidance.schema.topic import FACETS
from bot.guidance.text import folded
from bot.nlu.facets import NO_TOPIC
from bot.nlu.form import Form
from bot.nlu.labels import OUT_OF_SCOPE, Label, read_label
from bot.nlu.reading import ClauseReading
from bot.nlu.rooms import RoomIndex
from bot.nlu.situation import Situation, has_rules
from bot.nlu.whereabouts import asks_who_helps
from bot.nlu.wording import POINTING, looks_like_question

LEAST_LIKELY = 1e-6
OF_A_CHECK = ("command/resume", "command/keep")
SHORT = 4  # words: a message of so few leans on what was said before

# What a meaning is: how its topic came about, or which family of labels it belongs to.
KINDS = (
    "named", "carried", "elsewhere", "unnamed", "topicless",
    "out_of_scope", "check", "refer", "chat", "command", "choose",
)
# What speaks for any meaning, and what more speaks for a room.
ANY = ("likely", "lexical", "near", "likely_unasked", "lexical_unasked")
EVIDENCE = ("point", "short", "title", "words")
ROOM = (
    *EVIDENCE, *(f"{name}_special" for name in EVIDENCE), *(f"{name}_best" for name in EVIDENCE),
    "special", "likely_special", "lexical_special", "free_likely", "free_lexical", "free_near", "free_title", "free_facet",
    "same", "same_question", "bare_same", "bare_what", "came_after", "later_named", "both_special",
    "place_in_title", "bare_place", "about", "about_free", *(f"facet_{name}" for name in FACETS),
)
# What of the message and the conversation makes a kind of meaning likelier or less likely.
CIRCUMSTANCES = {
    "carried": ("points_back", "few_words", "question_form", "about_here", "about_none"),
    "elsewhere": (
        "points_back", "few_words", "question_form", "best_point", "best_title", "point_here", "title_here", "about_none",
    ),
    "unnamed": ("few_words", "best_point", "best_title", "about_none"),
    "topicless": ("points_back", "few_words", "about_none"),
    "out_of_scope": (
        "strange", "strange_named", "best_point", "best_title", "best_near", "topic_named", "topic_carried", "term_named",
        "points_back", "question_form", "few_words", "place", "facts", "point_here", "title_here", "about_here", "about_none",
        "bare", "eligible",
    ),
    "check": ("ruled", "facts", "topic_named", "topic_carried", "question_form", "title_here", "eligible", "bare"),
    "refer": ("place", "who_helps", "topic_named", "topic_carried", "question_form", "title_here", "bare"),
    "chat": ("topic_named", "topic_carried", "question_form", "few_words", "title_here"),
    "command": ("at_first", "topic_named", "topic_carried", "asked", "question_form", "few_words", "title_here"),
}
COLUMNS = (
    *ANY, *ROOM, *(f"is_{kind}" for kind in KINDS),
    *(f"{kind}:{name}" for kind, names in CIRCUMSTANCES.items() for name in names),
)
AT = {name: at for at, name in enumerate(COLUMNS)}


def logarithm(likely: np.ndarray) -> np.ndarray:
    """Return the logarithm of likelihoods, that of nothing kept finite."""
    found: np.ndarray = np.log(np.maximum(likely, LEAST_LIKELY))
    return found


class Table:
    """What is the same for every message: label and subject of each room, and the kind of each label that is no room's."""

    def __init__(self, index: RoomIndex, labels: list[str], subjects: list[str]) -> None:
        row_of = {label: row for row, label in enumerate(labels)}
        self.row_of_room = np.array([row_of.get(room.label, -1) for room in index.rooms], int)
        # A topic that is newer than the model is no subject of it: it counts as none.
        self.subject_of = {subject: at for at, subject in enumerate(subjects)}
        self.subject_of_room = np.array([self.subject(room.topic) for room in index.rooms], int)
        self.topic = np.array([room.topic for room in index.rooms], object)
        self.question = np.array([room.question for room in index.rooms], object)
        self.is_special = np.array([room.is_special for room in index.rooms], bool)
        self.facet = np.array([FACETS.index(room.question) if room.question in FACETS else -1 for room in index.rooms], int)
        read = [read_label(label) for label in labels]
        self.kind_of_label = np.array([KINDS.index(_kind_of(label)) for label in read], int)
        self.unasked = np.array([row for row, label in enumerate(read) if label.family in KINDS], int)
        # There is nothing to go on with, or to keep, before any check.
        self.without_check = np.array([row for row in self.unasked if labels[row] not in OF_A_CHECK], int)
        # "How much is it" without any topic is a question all the same: of which scheme is asked back.
        self.facets = np.array([row for row, label in enumerate(read) if label.facet], int)

    def subject(self, topic: str | None) -> int:
        """Return which of the subjects a topic is; none of them stands for those that the model does not know."""
        return self.subject_of.get(topic or NO_TOPIC, self.subject_of.get(NO_TOPIC, 0))


def _kind_of(label: Label) -> str:
    return label.family if label.family in KINDS else "topicless"


def of_rooms(
    features: np.ndarray, evidence: np.ndarray, rooms: np.ndarray, table: Table, form: Form, at: Situation
) -> None:
    """Fill in what speaks for rooms alone."""
    special = table.is_special[rooms][:, None]
    first, size = AT["point"], len(EVIDENCE)
    features[:, first : first + size] = evidence
    features[:, first + size : first + 2 * size] = evidence * special
    if len(evidence):
        features[:, first + 2 * size : first + 3 * size] = evidence == evidence.max(axis=0)
    features[:, AT["special"]] = special[:, 0]
    features[:, AT["likely_special"] : AT["lexical_special"] + 1] = features[:, :2] * special
    facet = table.facet[rooms]
    features[np.flatnonzero(facet >= 0), AT["facet_what"] + facet[facet >= 0]] = 1.0
    topics, questions = table.topic[rooms], table.question[rooms]
    of_before, asked_before = topics == at.memory.topic, questions == at.memory.facet
    features[:, AT["same"]] = of_before & asked_before
    features[:, AT["same_question"]] = ~of_before & asked_before
    features[:, AT["bare_same"]] = asked_before & form.bare
    features[:, AT["bare_what"]] = (questions == "what") & form.bare
    features[:, AT["came_after"]] = (questions == "status") & form.asks_what_came_after
    features[:, AT["later_named"]] = np.isin(topics, list({match.id for match in at.reading.topics} - _first(at)))
    features[:, AT["both_special"]] = special[:, 0] * form.of_both
    if names := _names_of_places(at):
        titles = [at.points.rooms.words_of_title(room) for room in rooms]
        features[:, AT["place_in_title"]] = [any(name <= title for name in names) for title in titles]
        features[:, AT["bare_place"]] = features[:, AT["place_in_title"]] * form.bare


def _names_of_places(at: Situation) -> list[set[str]]:
    """Return the words of each place that is named, and of what it lies in: who lives in Glasgow asks for Scotland."""
    places = at.knowledge.places
    around = {
        one for hit in at.reading.places for one in surroundings(places, hit.id)
        # England is where most people live: it tells nothing, unless it is named.
        if one == hit.id or places.by_id[one].kind != "kingdom" and not (one == hit.nation and hit.region)
    }
    return [set(folded(places.by_id[one].name)) for one in around]


def _first(at: Situation) -> set[str]:
    return {match.id for match in at.reading.topics[:1]}


def of_free(features: np.ndarray, kinds: np.ndarray) -> None:
    """Fill in what speaks for rooms of topics that were neither named nor talked of: a special's words must name it."""
    free = np.isin(kinds, [KINDS.index("elsewhere"), KINDS.index("unnamed")])
    special = free & (features[:, AT["special"]] > 0)
    first = AT["free_likely"]
    features[special, first : first + 3] = features[special, :3]
    features[special, first + 3] = features[special, AT["title"]]
    features[free, AT["about_free"]] = features[free, AT["about"]]
    features[:, AT["free_facet"]] = free & ~special


def circumstances(
    clause: ClauseReading, at: Situation, form: Form, evidence: np.ndarray, kinds: np.ndarray
) -> dict[str, float]:
    """Return everything of the message and the conversation that makes a kind of meaning likelier or less likely."""
    text = clause.clause.text
    count = max(len(text.split()), 1)
    named = bool(at.reading.topics)
    inside = [row for row, label in enumerate(at.reading.labels) if label != OUT_OF_SCOPE]
    about = [match.id for match in at.reading.topics] or [at.memory.topic]
    here = evidence[kinds == KINDS.index("carried")]
    return {
        "point_here": float(here[:, 0].max(initial=0.0)),
        "title_here": float(here[:, 2].max(initial=0.0)),
        "points_back": float(bool(POINTING.search(text))),
        "few_words": float(count <= SHORT),
        "question_form": float(looks_like_question(text)),
        "best_point": float(evidence[:, 0].max(initial=0.0)),
        "best_title": float(evidence[:, 2].max(initial=0.0)),
        "best_near": float(clause.near[inside].max(initial=0.0)),
        "strange": clause.strange_words / count,
        "strange_named": clause.strange_words / count * named,
        "topic_named": float(named),
        "topic_carried": float(at.memory.topic in at.knowledge.topics and not named),
        "term_named": float(bool(at.reading.terms)),
        "place": float(bool(at.reading.places)),
        "facts": float(bool(at.reading.circumstances)),
        "who_helps": float(asks_who_helps(text)),
        "ruled": float(any(has_rules(at, topic) for topic in about)),
        "asked": float(bool(at.memory.asked)),
        "at_first": float(not at.memory.last),
        "bare": float(form.bare),
        "eligible": float(form.asks_eligibility),
    }
