"""What is the same for everybody: answers given once for the whole file, and checked like any other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.guidance.eligibility.circumstances import choice_of
from bot.guidance.knowledge import Knowledge
from bot.guidance.schema.workforce import Form, Workforce
from bot.workforce.cells import Cells, Said
from bot.workforce.columns import heading_of, names_for
from bot.workforce.refusals import WrongWords


@dataclass(frozen=True)
class Same:
    """One answer for everybody: what it says, and how it is told again."""

    said: Said
    words: str


def same_for_all(
    k: Knowledge, words: Workforce, wanted: Collection[str], given: Mapping[str, str], today: date
) -> dict[str, Same]:
    """Each answer by circumstance; WrongWords where a name or an answer is not understood."""
    names = names_for(words, wanted)
    same = {}
    for name, answer in given.items():
        target = names.find(name)
        if target is None or target.column not in wanted:
            raise WrongWords(words.say("usage.no_circumstance", name=name, names=", ".join(wanted)))
        said = Cells(k, target.column, Form(aliases=[name]), today).read(answer)
        if said.problem:
            example = hint(k, words, target.column)
            raise WrongWords(words.say("usage.no_answer", text=answer, name=heading_of(words, target.column), example=example))
        choice = None if said.fact is None or said.place else choice_of(k.questions[target.column], said.fact)
        same[target.column] = Same(said, choice.title if choice else answer)
    return same


def hint(k: Knowledge, words: Workforce, circumstance: str) -> str:
    """An answer that would be understood."""
    column = words.column_for(circumstance)
    return column.examples[0] if column else k.questions[circumstance].choices[0].title
