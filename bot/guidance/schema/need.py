"""What people need help with, and the three kinds of people who ask."""

from __future__ import annotations

from typing import Optional

from bot.guidance.schema.base import Record
from bot.guidance.schema.topic import Role


class Need(Record):
    """Something people look for help with.

    `name` stands inside a sentence, `title` on a button; `aliases` are words that name it by themselves; the door of a
    `general` need is near to every other need; `means` holds what the same words mean to a kind of person;
    `main_topic` says more of it.
    """

    name: str
    title: str
    aliases: list[str] = []
    offered_to: list[Role] = []
    means: dict[Role, str] = {}
    main_topic: Optional[str] = None
    funded: bool = False
    care: bool = False
    general: bool = False


class Person(Record):
    """A kind of person.

    `is` are words after "I'm", `does` words after "I" or "we", `said` phrases that show it anywhere in a message.
    """

    name: str
    title: str
    is_: list[str]
    does: list[str] = []
    said: list[str]

    class Config(Record.Config):
        fields = {"is_": "is"}
