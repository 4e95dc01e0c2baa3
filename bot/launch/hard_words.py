"""How hard the words are to read: the Flesch-Kincaid grade of short answers, names left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.guidance.dates import calendar_day
from bot.guidance.knowledge import Knowledge

MEDIAN_GRADE, MOST_GRADE, MOST_WORDS = 7.0, 10.0, 60
HARDEST = 10
# What a name is read as: nobody can write "Customer Service Excellence" in shorter words.
IN_PLACE_OF_A_NAME = "it"


@dataclass(frozen=True)
class Graded:
    """A short answer: its topic, question and entry, its school grade, and that of the plainer words beside it."""

    where: str
    grade: float
    words: int
    plain_grade: float | None
    text: str

    @property
    def has_plain(self) -> bool:
        """Whether plainer words stand beside it."""
        return self.plain_grade is not None


def short_answers(knowledge: Knowledge, today: date | None = None) -> list[Graded]:
    """Every short answer, those to one kind of people too, with its Flesch-Kincaid grade (school years), the hardest first."""
    day, names = today or calendar_day(), names_in(knowledge)
    found = []
    for topic in knowledge.topics.values():
        for question in topic.questions():
            for number, entry in enumerate(topic.entries(question)):
                where = f"{topic.id}/{question}/{number}"
                plain = grade(knowledge.fill(entry.plain, day), names) if entry.plain else None
                texts = {where: entry.short, **{f"{where}/to {role}": short for role, short in entry.short_to.items()}}
                for place, short in texts.items():
                    text = knowledge.fill(short, day)
                    found.append(Graded(place, grade(text, names), len(text.split()), plain, text))
    return sorted(found, key=lambda graded: (-graded.grade, graded.where))


def grade(text: str, names: re.Pattern[str]) -> float:
    """The Flesch-Kincaid grade of a text without the names of schemes, bodies and terms."""
    # Only `make check` measures, and only then is the library loaded.
    from textstat import textstat

    return float(textstat.flesch_kincaid_grade(names.sub(IN_PLACE_OF_A_NAME, text)))


def names_in(knowledge: Knowledge) -> re.Pattern[str]:
    """Every name of a scheme or body: of topics, publishers, and terms that are written with capitals inside."""
    names = {source.publisher for source in knowledge.sources.values()}
    for topic in knowledge.topics.values():
        if topic.kind not in ("idea", "offer", "right"):
            names |= {topic.name, topic.title, *topic.aliases}
    names |= {term.term for term in knowledge.glossary.values() if any(letter.isupper() for letter in term.term[1:])}
    longest_first = sorted((re.escape(name) for name in names), key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(longest_first) + r")\b", re.IGNORECASE)


def middle(graded: list[Graded]) -> float:
    """The median grade; 0.0 where there is nothing to grade."""
    return float(median(each.grade for each in graded)) if graded else 0.0


def hard_to_read(graded: list[Graded]) -> list[str]:
    """What is too hard or too long: a line each."""
    found = []
    if middle(graded) > MEDIAN_GRADE:
        found.append(f"short answers: median grade {middle(graded):.1f} is above {MEDIAN_GRADE:g}")
    for each in graded:
        if each.grade > MOST_GRADE:
            found.append(f"{each.where}: short: grade {each.grade:.1f} is above {MOST_GRADE:g}: {each.text}")
        elif each.grade > MEDIAN_GRADE and not each.has_plain:
            found.append(f"{each.where}: short: grade {each.grade:.1f}; above {MEDIAN_GRADE:g} it needs a `plain` text")
        if each.plain_grade is not None and each.plain_grade > MEDIAN_GRADE:
            found.append(f"{each.where}: plain: grade {each.plain_grade:.1f} is above {MEDIAN_GRADE:g}")
        if each.words > MOST_WORDS:
            found.append(f"{each.where}: short: {each.words} words; {MOST_WORDS} are enough")
    return found
