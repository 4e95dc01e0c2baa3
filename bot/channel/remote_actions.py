"""Repairs to how Rasa 3.6.21 handles actions and their events: its speed, its patience and what it writes to the log.

- It has jsonschema check its own schema and the whole reply at every action: 17 ms of each turn. Here the shape that
  Rasa goes on to rely on is checked, and that each event is one.
- It looks through every class of event for each event it reads: a tenth of a turn. Here a class is looked up once.
- It waits five minutes for an action. Here ten seconds.
- The action server answers a crash with the whole request, conversation included, and Rasa prints that body with
  the error. Here the error keeps its status and loses its body.

Further ones are in action_calls.py (what a call carries, and its connection) and less_work.py (rules and logs).
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any, Iterator

import rasa
import rasa.core.actions.action as rasa_action
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import ClientResponseError

from bot.channel import action_calls, less_work

logger = logging.getLogger(__name__)
MADE_FOR = "3.6.21"
ACTION_SECONDS = 10


def repair() -> bool:
    """Put the repairs in place; False, and one line in the log, for a Rasa they were not made for."""
    if rasa.__version__ != MADE_FOR:
        logger.warning("remote actions: left as they are, the repairs are for Rasa %s", MADE_FOR)
        return False
    RemoteAction._validate_action_result = _validate
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))
    rasa_action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    ClientResponseError.__str__ = lambda self: f"{self.status}, {self.message}"
    action_calls.repair()
    less_work.repair()
    return True


def _validate(self: RemoteAction, result: Any) -> bool:
    """Whether a reply has the shape of one; the error says where it has not, and not what it holds."""
    wrong = list(_misshapen(result))
    if wrong:
        raise RasaException(f"the reply of action '{self.name()}' is not valid at {', '.join(wrong)}")
    return True


def _misshapen(result: Any) -> Iterator[str]:
    if not isinstance(result, dict):
        yield "$"
        return
    for part in ("events", "responses"):
        items = result.get(part, [])
        if not isinstance(items, list):
            yield f"$.{part}"
            continue
        for number, item in enumerate(items):
            if not isinstance(item, dict) or (part == "events" and not _is_event(item.get("event"))):
                yield f"$.{part}[{number}]"


def _is_event(name: Any) -> bool:
    return isinstance(name, str) and name in _event_names()


@lru_cache(maxsize=1)
def _event_names() -> frozenset[str]:
    return frozenset(kind.type_name for kind in all_subclasses(Event) if hasattr(kind, "type_name"))
