"""The whole-workforce check in words: which columns of a staff file are read as what, and what is said about them."""

from __future__ import annotations

from typing import Any, Literal, Optional

from pydantic import Field, root_validator

from bot.guidance.schema.base import Record


class Form(Record):
    """One way in which a file may give something: the headings it goes by, and how its cells are read.

    `reads: birth` is for dates of birth; `as` turns a cell into a reply that the chat would understand, with {cell} for
    the cell and {other} for that of the column which `with` names; `note` says in a few words how it is read.
    """

    aliases: list[str] = Field(min_items=1)
    reads: Literal["reply", "birth"] = "reply"
    with_: list[str] = []
    as_: Optional[str] = None
    note: Optional[str] = None

    class Config(Record.Config):
        fields = {"with_": "with", "as_": "as"}

    @root_validator(skip_on_failure=True)
    def _fillable(cls, values: dict[str, Any]) -> dict[str, Any]:
        wording = values["as_"] or "{cell}"
        if "{cell}" not in wording or ("{other}" in wording) != bool(values["with_"]):
            raise ValueError("`as` holds {cell}, and {other} where `with` names a second column")
        return values


class Column(Record):
    """What a column is called when we write it, and the forms in which it is read, the most exact first."""

    heading: str
    forms: list[Form] = Field(min_items=1)
    examples: list[str] = Field(min_items=2, max_items=2)


class CircumstanceColumn(Column):
    """A column that holds a circumstance which rules turn on."""

    circumstance: str


class Unused(Record):
    """Headings that look useful and are not read, and why."""

    aliases: list[str] = Field(min_items=1)
    why: str


class Workforce(Record):
    """Everything that the whole-workforce check reads by and says.

    `passing` are words in a heading that do not matter, `never_stretched` headings that are no slip of another,
    `not_known` cells that mean that nothing is known.
    """

    columns: list[CircumstanceColumn]
    reference: Column
    department: Column
    not_used: list[Unused] = []
    passing: list[str] = []
    never_stretched: list[str] = []
    not_known: list[str]
    words: dict[str, Any]

    def say(self, key: str, **values: object) -> str:
        """The words of that key ("screen.read") with their values filled in; KeyError where there are none."""
        return str(self.phrase(key)).format(**values)

    def phrase(self, key: str) -> Any:
        """The words, list or section of that key as they stand in workforce.yml."""
        found: Any = self.words
        for part in key.split("."):
            found = found[part]
        return found

    def column_for(self, circumstance: str) -> CircumstanceColumn | None:
        """The column that holds a circumstance, None where none is described."""
        return next((column for column in self.columns if column.circumstance == circumstance), None)
