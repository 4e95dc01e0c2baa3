"""The columns of evidence that the weighing of bot/nlu/ranking.py adds up, and what is the same in them for every message."""
from __future__ import annotations

import numpy as np

from bot.guidance.schema.topic import FACETS
from bot.nlu.facets import NO_TOPIC
from bot.nlu.labels import Label, read_label
from bot.nlu.rooms import RoomIndex

OF_A_CHECK = ("command/resume",)

# What a meaning is: how its topic came about, or which family of labels it belongs to.
# "Beside" is of the topic talked of while another is named, "earlier" of one talked of before.
KINDS = (
    "named", "beside", "carried", "earlier", "elsewhere", "unnamed", "topicless",
    "out_of_scope", "check", "refer", "chat", "command", "choose",
)
# What speaks for any meaning, and what more speaks for a room.
ANY = ("likely", "lexical", "near", "likely_unasked", "lexical_unasked")
EVIDENCE = ("point", "short", "title", "words")
ROOM = (
    *EVIDENCE, *(f"{name}_special" for name in EVIDENCE), *(f"{name}_best" for name in EVIDENCE),
    "own", "own_special", "own_best", "special", "likely_special", "lexical_special",
    "free_own", "free_likely", "free_lexical", "free_near", "free_title", "free_facet",
    "same", "same_question", "bare_same", "bare_what", "came_after", "later_named", "both_special",
    "place_in_title", "bare_place", "for_who_lives_there", "only_lives_there", "named_in_title",
    "bare_named_in_title", "part_of_name", "second_last", "same_corrected", "same_counted", "marked",
    "about", "about_free", *(f"facet_{name}" for name in FACETS),
)
# What of the message and the conversation makes a kind of meaning likelier or less likely.
CIRCUMSTANCES = {
    "beside": ("points_back", "few_words", "question_form", "bare", "goes_back", "title_here"),
    "carried": (
        "points_back", "few_words", "question_form", "about_here", "about_none", "goes_back", "corrects", "of_the_other",
    ),
    "earlier": (
        "points_back", "few_words", "question_form", "about_none", "goes_back", "corrects", "of_the_other",
        "point_here", "title_here",
    ),
    "elsewhere": (
        "points_back", "few_words", "question_form", "best_point", "best_title", "point_here", "title_here", "about_none",
        "goes_back", "corrects",
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
    "chat": ("topic_named", "topic_carried", "question_form", "few_words", "title_here", "place"),
    "command": ("at_first", "topic_named", "topic_carried", "asked", "question_form", "few_words", "title_here", "place"),
}
# What speaks for a wish to find help: that it is the help that what is talked of gives.
REFER = ("need_here", "need_there", "only_there")
COLUMNS = (
    *ANY, *ROOM, *REFER, *(f"is_{kind}" for kind in KINDS),
    *(f"{kind}:{name}" for kind, names in CIRCUMSTANCES.items() for name in names),
)
AT = {name: at for at, name in enumerate(COLUMNS)}


class Table:
    """What is the same for every message: label and subject of each room, and the kind of each label that is no room's."""

    def __init__(self, index: RoomIndex, labels: list[str], subjects: list[str], rooms: list[str]) -> None:
        row_of = {label: row for row, label in enumerate(labels)}
        self.row_of_room = np.array([row_of.get(room.label, -1) for room in index.rooms], int)
        # A topic that is newer than the model is no subject of it: it counts as none.
        self.subject_of = {subject: at for at, subject in enumerate(subjects)}
        self.subject_of_room = np.array([self.subject(room.topic) for room in index.rooms], int)
        own = {room: at for at, room in enumerate(rooms)}
        self.own_of_room = np.array([own.get(f"{room.topic}/{room.question}", -1) for room in index.rooms], int)
        self.topic = np.array([room.topic for room in index.rooms], object)
        self.question = np.array([room.question for room in index.rooms], object)
        self.is_special = np.array([room.is_special for room in index.rooms], bool)
        self.facet = np.array([FACETS.index(room.question) if room.question in FACETS else -1 for room in index.rooms], int)
        read = [read_label(label) for label in labels]
        self.need_of_label = np.array([label.kind if label.family == "refer" else "" for label in read], object)
        self.kind_of_label = np.array([KINDS.index(_kind_of(label)) for label in read], int)
        self.unasked = np.array([row for row, label in enumerate(read) if label.family in KINDS], int)
        # There is nothing to go on with before any check.
        self.without_check = np.array([row for row in self.unasked if labels[row] not in OF_A_CHECK], int)
        # "How much is it" without any topic is a question all the same: of which scheme is asked back.
        self.facets = np.array([row for row, label in enumerate(read) if label.facet], int)

    def subject(self, topic: str | None) -> int:
        """Return which of the subjects a topic is; none of them stands for those that the model does not know."""
        return self.subject_of.get(topic or NO_TOPIC, self.subject_of.get(NO_TOPIC, 0))


def _kind_of(label: Label) -> str:
    return label.family if label.family in KINDS else "topicless"
