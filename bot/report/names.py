"""What ids are called on the page; one that is no longer in the files is shown as it is."""

from __future__ import annotations

from bot.guidance.content.cards import question_title
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.topic import FACETS


class Names:
    """Names by what they are names of."""

    def __init__(self, k: Knowledge) -> None:
        self._k = k

    def topic(self, name: str) -> str:
        """A topic."""
        return self._k.topics[name].name if name in self._k.topics else name

    def facet(self, name: str) -> str:
        """What is asked of a topic, whichever it is."""
        rows, others = self._k.phrase("compare.rows"), self._k.phrase("report.facets")
        if name not in FACETS and name not in others:
            return str(others["special"])
        return str(rows.get(name) or others[name])

    def role(self, name: str) -> str:
        """A kind of person."""
        return self._k.people[name].title if name in self._k.people else name

    def area(self, name: str) -> str:
        """A place."""
        return str(self._k.places.by_id[name].name) if name in self._k.places.by_id else name

    def need(self, name: str) -> str:
        """What help is looked for."""
        return self._k.needs[name].name if name in self._k.needs else name

    def route(self, name: str) -> str:
        """A door."""
        return str(self._k.routes[name].name) if name in self._k.routes else name

    def question(self, name: str) -> str:
        """A topic and what is asked of it, written topic/facet."""
        topic, _, facet = name.partition("/")
        if topic not in self._k.topics:
            return self._k.say("report.unsaid") if not topic else name
        asked = facet if facet in self._k.topics[topic].questions() else "what"
        return question_title(self._k, topic, asked)

    def subject(self, name: str) -> str:
        """What a reply was about: a topic, a set of rules, or help that was looked for."""
        if name in self._k.rule_sets:
            return self._k.rule_sets[name].title
        if name in self._k.needs:
            return self.need(name)
        return self.topic(name) if name else self._k.say("report.unsaid")

    def reason(self, name: str) -> str:
        """Why a reply was not useful, as it stands on the button."""
        reasons = self._k.phrase("widget")["useful_reasons"]
        return str(reasons.get(name, name)) if name else self._k.say("report.unsaid_reason")
