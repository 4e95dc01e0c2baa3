"""What Rasa does at every step of a turn and nobody needs is left out; what it decides is the same.

- Its rules look at the last states of a conversation, as many as the longest rule has. Rasa makes the states of the
  whole session for that, three times a turn.
- It copies every event, cards and all, for a debug log that is not written.
- It runs its few components through dask's scheduler, which is made for work on many machines.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rasa.core import processor
from rasa.core.actions import forms
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.runner import dask as runner
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

# Where a tracker keeps the states made of it, with the number of its events then.
MADE = "states_made"


def repair() -> None:
    """Put all three in place."""
    RulePolicy._prediction_states = latest_states
    # These two modules copy for the log only.
    for module in (processor, forms):
        module.copy = SimpleNamespace(deepcopy=lambda value: value)
    runner.dask = SimpleNamespace(get=results)


def results(graph: dict[str, Any], targets: list[str]) -> list[Any]:
    """What the components of a graph named in `targets` make; each runs once, after those it needs.

    A component is a tuple of what to call and the names of its needs; any other tuple is an input.
    """
    made: dict[str, Any] = {}

    def result(name: str) -> Any:
        if name not in made:
            first, *needs = graph[name]
            made[name] = first(*[result(need) for need in needs]) if callable(first) else graph[name]
        return made[name]

    return [result(name) for name in targets]


def latest_states(
    self: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool = False,
    rule_only_data: Any = None,
) -> list[State]:
    """The last states of a conversation, as many as a rule can ask for."""
    made, states = getattr(tracker, MADE, (0, []))
    if made != len(tracker.events):
        # Asked for twice in a row: by the text of the last message, and by its intent.
        states = _replayed(tracker, domain, _longest_rule(self))
        setattr(tracker, MADE, (len(tracker.events), states))
    own = [{part: {**features} for part, features in state.items()} for state in states]
    self.featurizer._choose_last_user_input([own], use_text_for_last_user_input)
    return own


def _replayed(tracker: DialogueStateTracker, domain: Domain, longest: int) -> list[State]:
    """A state before each of the last actions, and the one now."""
    events = tracker.applied_events()
    actions = [at for at, event in enumerate(events) if isinstance(event, ActionExecuted)]
    wanted = {*actions[max(0, len(actions) + 1 - longest) :]}
    replay, states = tracker.init_copy(), []
    for at, event in enumerate(events):
        if at in wanted:
            states.append(domain.get_active_state(replay))
        replay.update(event)
    return [*states, domain.get_active_state(replay)]


def _longest_rule(policy: RulePolicy) -> int:
    keys = [*policy.lookup[RULES], *policy.lookup[RULES_FOR_LOOP_UNHAPPY_PATH]]
    return max((len(policy._rule_key_to_state(key)) for key in keys), default=1)
