"""Rasa's call of an action is quick, gives up after ten seconds, and keeps the conversation out of the log."""

from __future__ import annotations

from typing import Any

import pytest
import rasa
import rasa.core.actions.action as rasa_action
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError

from bot.channel import remote_actions


@pytest.fixture(autouse=True)
def repaired() -> None:
    assert remote_actions.repair()


@pytest.mark.parametrize("result", [{"events": [], "responses": []}, {"events": [{"event": "slot", "name": "a", "value": 1}]}])
def test_a_valid_reply_of_an_action_is_taken(result: Any) -> None:
    assert RemoteAction("action_answer", None)._validate_action_result(result)


@pytest.mark.parametrize("result", [None, [], {"events": "Zebedee"}, {"events": [{"event": "Zebedee"}]}, {"responses": ["Zebedee"]}])
def test_an_invalid_reply_is_refused_without_printing_it(result: Any) -> None:
    with pytest.raises(RasaException) as failure:
        RemoteAction("action_answer", None)._validate_action_result(result)
    assert "action_answer" in str(failure.value)
    assert "Zebedee" not in str(failure.value)


def test_an_action_has_ten_seconds() -> None:
    assert rasa_action.DEFAULT_REQUEST_TIMEOUT == 10


def test_the_error_of_a_crashed_action_does_not_print_the_conversation() -> None:
    error = ClientResponseError(500, "Internal Server Error", '{"request_body": {"text": "Zebedee"}}')
    assert str(error) == "500, Internal Server Error"
    assert "Zebedee" in error.text


def test_another_version_of_rasa_is_left_alone(monkeypatch: Any, caplog: Any) -> None:
    before = RemoteAction._validate_action_result
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    assert not remote_actions.repair()
    assert RemoteAction._validate_action_result is before
    assert "3.6.21" in caplog.text
