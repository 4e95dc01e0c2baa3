"""Where titles and numbered things stand in one version of the knowledge, gathered once."""
from __future__ import annotations

from collections.abc import Collection

from bot.guidance.content.marks import Mark, marks, share_a_mark
from bot.guidance.knowledge import Knowledge
from bot.guidance.text import folded

Room = tuple[str, str]
# A point that is about a numbered thing begins with it: "Recommendation 7: ...".
MOST_LETTERS_OF_A_LEAD = 40


class Landmarks:
    """The special questions by their title, and the facets and specials that have a point about a numbered thing."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.titles: dict[tuple[str, ...], Room] = {}
        self._marked: list[tuple[Room, set[Mark]]] = []
        for topic in knowledge.topics.values():
            self.titles.update({folded(special.title): (topic.id, name) for name, special in topic.specials.items()})
            for question in [*topic.specials, *topic.facets]:
                points = [point.text for entry in topic.entries(question) for point in entry.points]
                leads = [text[: text.find(":") + 1] for text in points if ":" in text[:MOST_LETTERS_OF_A_LEAD]]
                if held := {mark for lead in leads for mark in marks(lead)}:
                    self._marked.append(((topic.id, question), held))

    def rooms_with(self, wanted: set[Mark], topics: Collection[str] | None = None) -> list[Room]:
        """Return where a numbered thing is told, of some topics or of all, specials before facets."""
        return [
            room for room, held in self._marked
            if (topics is None or room[0] in topics) and share_a_mark(wanted, held)
        ]


class LandmarksInUse:
    """The landmarks of the knowledge in use, gathered anew when it changes."""

    def __init__(self) -> None:
        self._held: Landmarks | None = None

    def of(self, knowledge: Knowledge) -> Landmarks:
        """Return the landmarks of this knowledge."""
        if self._held is None or self._held.knowledge is not knowledge:
            self._held = Landmarks(knowledge)
        return self._held


landmarks = LandmarksInUse()
