"""Rules decide as they did, from fewer states; nothing is copied for a log that is not written."""

from __future__ import annotations

import json
import time
from typing import Any

import dask
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core import processor
from rasa.core.policies.rule_policy import LOOP_WAS_INTERRUPTED, RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import less_work

DOMAIN = Domain.load("bot/domain")
AT_A_TURN, FORM_OVER = {"action_name": "action_listen"}, {"name": "should_not_be_set"}
RULES = [
    ([{"prev_action": AT_A_TURN, "user": {"intent": "ask"}}], "action_answer"),
    ([{"prev_action": AT_A_TURN, "user": {"intent": "check"}}], "action_check"),
    ([{"prev_action": AT_A_TURN, "user": {"intent": "ask"}},
      {"prev_action": {"action_name": "action_answer"}, "user": {"intent": "ask"}}], "action_listen"),
    ([{"prev_action": {"action_name": "check_form"}, "active_loop": FORM_OVER}], "action_verdict"),
    ([{"prev_action": {"action_name": "check_form"}, "active_loop": FORM_OVER},
      {"prev_action": {"action_name": "action_verdict"}, "active_loop": FORM_OVER}], "action_listen"),
    ([{"prev_action": AT_A_TURN, "user": {"intent": "chat"}}, {"prev_action": {"action_name": "action_chat"}},
      {"prev_action": AT_A_TURN, "user": {"intent": "chat"}}], "action_sorry"),
    # Only at the very beginning.
    ([{}, {"prev_action": AT_A_TURN, "user": {"intent": "chat"}}], "action_chat"),
]
IN_A_FORM = [
    ([{"prev_action": AT_A_TURN, "user": {"intent": "ask"}, "active_loop": {"name": "check_form"}},
      {"prev_action": {"action_name": "action_answer"}, "active_loop": {"name": "check_form"}}], LOOP_WAS_INTERRUPTED),
]
KINDS: dict[str, Any] = {
    **{f"{name}?": lambda name=name: UserUttered(f"some {name}", {"name": name}) for name in ("ask", "check", "chat")},
    **{name: lambda name=name: ActionExecuted(name)
       for name in ("action_listen", "action_answer", "action_chat", "check_form", "action_verdict")},
    "open": lambda: ActiveLoop("check_form"),
    "close": lambda: ActiveLoop(None),
    "rejected": lambda: ActionExecutionRejected("check_form"),
    "slot": lambda: SlotSet("topic", "train-to-gain"),
    "session": SessionStarted,
}


def policy() -> RulePolicy:
    lookup = {
        "rules": {json.dumps(states, sort_keys=True): action for states, action in RULES},
        "rules_for_loop_unhappy_path": {json.dumps(states, sort_keys=True): what for states, what in IN_A_FORM},
        "rules_not_in_stories": [],
    }
    context = ExecutionContext(GraphSchema({}))
    return RulePolicy(RulePolicy.get_default_config(), None, Resource("rules"), context, lookup=lookup)  # type: ignore[arg-type]


RASAS, OURS = policy(), policy()
OURS._prediction_states = less_work.latest_states.__get__(OURS)  # type: ignore[method-assign]


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(list(KINDS)), max_size=30))
def test_rules_decide_the_same_at_each_point_of_any_conversation(kinds: list[str]) -> None:
    rasas, ours = (DialogueStateTracker("ann", DOMAIN.slots) for _ in range(2))
    for kind in kinds:
        event: Event = KINDS[kind]()
        rasas.update(event)
        ours.update(event)
        decided = [one.predict_action_probabilities(of, DOMAIN) for one, of in ((RASAS, rasas), (OURS, ours))]
        assert decided[0] == decided[1]


def test_the_rules_of_this_test_are_met() -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    for kind in ("action_listen", "ask?"):
        tracker.update(KINDS[kind]())
    prediction = OURS.predict_action_probabilities(tracker, DOMAIN)
    assert DOMAIN.action_names_or_texts[prediction.max_confidence_index] == "action_answer"


def test_no_more_states_are_made_than_the_longest_rule_has() -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    for kind in ["action_listen", "ask?", "action_answer"] * 30:
        tracker.update(KINDS[kind]())
    assert len(OURS._prediction_states(tracker, DOMAIN)) == 3


def test_a_step_of_a_turn_copies_no_events_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    less_work.repair()
    card = {"text": "a card", "at": time.time}
    assert processor.copy.deepcopy(card) is card


def test_components_run_once_each_in_the_order_of_their_needs_as_with_dask() -> None:
    for get in (dask.get, less_work.results):
        ran: list[str] = []

        def component(name: str, ran: list[str] = ran) -> Any:
            return lambda *needs: (ran.append(name), (name, needs))[1]

        graph = {"message": ("message", ["hello"]), "last": (component("last"), "left", "right"),
                 "left": (component("left"), "first"), "right": (component("right"), "first", "message"),
                 "first": (component("first"), "message")}
        first = ("first", (("message", ["hello"]),))
        expected = ("last", (("left", (first,)), ("right", (first, ("message", ["hello"])))))
        assert list(get(graph, ["last"])) == [expected]
        assert sorted(ran) == ["first", "last", "left", "right"] and ran[0] == "first" and ran[-1] == "last"


def test_an_error_of_a_component_is_told_as_it_is() -> None:
    def fail() -> None:
        raise ValueError("no such topic")

    with pytest.raises(ValueError, match="no such topic"):
        less_work.results({"one": (fail,)}, ["one"])
