"""Three repairs to how Rasa 3.6.21 calls the action server: its speed, its patience and what it writes to the log.

- It has jsonschema check its own schema at every reply: 17 ms of each turn. Here the validator is made once.
- It waits five minutes for an action. Here ten seconds.
- The action server answers a crash with the whole request, conversation included, and Rasa prints that body with
  the error. Here the error keeps its status and loses its body.
"""

from __future__ import annotations

import logging
from typing import Any

import rasa
import rasa.core.actions.action as rasa_action
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError

logger = logging.getLogger(__name__)
MADE_FOR = "3.6.21"
ACTION_SECONDS = 10


def repair() -> bool:
    """Put the repairs in place; False, and one line in the log, for a Rasa they were not made for."""
    if rasa.__version__ != MADE_FOR:
        logger.warning("remote actions: left as they are, the repairs are for Rasa %s", MADE_FOR)
        return False
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(self: RemoteAction, result: Any) -> bool:
        if validator.is_valid(result):
            return True
        # Where it is wrong, not what it holds.
        places = ", ".join(error.json_path for error in validator.iter_errors(result))
        raise RasaException(f"the reply of action '{self.name()}' is not valid at {places}")

    RemoteAction._validate_action_result = validate
    rasa_action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    ClientResponseError.__str__ = lambda self: f"{self.status}, {self.message}"
    return True
