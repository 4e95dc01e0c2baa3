"""What happens inside a check: replies, commands, and any other question in between."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.chat import who_asks
from actions.check import sets_of
from actions.jobs import JOBS
from actions.turn import Reply, Turn, quietly, remembered, role_after, send, set_slots, turn_of
from bot.guidance.content.cards import Card, note_card
from bot.guidance.eligibility.cards import changed_card, noted_card, question_card, what_if_card
from bot.guidance.eligibility.checks import next_question
from bot.guidance.eligibility.whom import LEARNER
from bot.guidance.referral.people import says_only_role
from bot.guidance.text import normalise

SETTLED, STOPPED = "settled", "stopped"
# After this many values that cannot be, a question is skipped as not known.
MISSES_BEFORE_SKIPPING = 2
# Whoever feels like that is not shown a list to choose from.
DOWNHEARTED = ("ashamed", "upset")


def inside(turn: Turn) -> Reply:
    """Takes one message inside a check; the slot `reply` is set once the check is over."""
    if turn.slot("requested_slot") is None:
        return Reply()
    kind = turn.read("kind")
    if _says_who(turn):
        reply = who_asks(turn)
        return Reply([_aside(card) for card in reply.cards], reply.slots)
    if turn.intent == "reply" or (turn.intent == "chat" and kind in ("affirm", "deny")):
        return _replied(turn)
    if turn.intent == "command" and kind in _COMMANDS:
        return _COMMANDS[kind](turn)
    if turn.intent == "check":
        return _switched(turn)
    reply = JOBS[turn.intent](turn) if turn.intent in JOBS else Reply()
    return Reply([_aside(card) for card in reply.cards], reply.slots)


def _says_who(turn: Turn) -> bool:
    """Whether somebody says who they are or takes it back, and does not answer the open question by it."""
    # "Forget who I am" is no "don't know".
    answers = turn.intent == "reply" and (turn.read("reply") or {}).get("kind") in ("value", "facts")
    return not answers and bool(turn.read("role")) and says_only_role(turn.knowledge, normalise(turn.text))


def _replied(turn: Turn) -> Reply:
    """Stores a reply to the open question, or says kindly why it cannot be used."""
    said = turn.read("reply") or {}
    kind, asked = said.get("kind", "none"), turn.slot("asked")
    state = dict(turn.slot("check") or {})
    if kind == "facts":
        return _stored(turn, said["value"], state)
    if kind in ("what_if", "change"):
        return _changed(turn, said["circumstance"], said["value"], kind, state)
    given = {"value": said.get("value"), "dont_know": "unknown", "rather_not": "declined"}
    if kind in given:
        return _stored(turn, {said.get("circumstance") or asked: given[kind]}, state)
    question = turn.knowledge.questions[asked]
    if kind != "impossible" or not question.impossible:
        return Reply([note_card(turn.knowledge.say("check.not_caught"))])
    misses = state.get("misses", 0) + 1
    if misses >= MISSES_BEFORE_SKIPPING:
        skipped = _stored(turn, {asked: "unknown"}, state)
        return Reply([note_card(turn.knowledge.say("check.skipped"))], skipped.slots)
    return Reply([note_card(question.impossible)], {"check": {**state, "misses": misses}})


def _changed(turn: Turn, name: str, value: Any, kind: str, state: dict[str, Any]) -> Reply:
    """An earlier answer put right, or what another answer would change; only what depends on it is asked again."""
    knowledge, answers = turn.knowledge, turn.slot("circumstances") or {}
    if kind == "what_if":
        return Reply([what_if_card(knowledge, sets_of(turn, state), answers, name, value)])
    stored = _stored(turn, {name: value}, state)
    return Reply([changed_card(knowledge, name, value)], stored.slots)


def _stored(turn: Turn, facts: dict[str, Any], state: dict[str, Any]) -> Reply:
    given = {**(turn.slot("circumstances") or {}), **(turn.read("circumstances") or {}), **facts}
    asked = [*state.get("asked", []), *(name for name in facts if name not in state.get("asked", []))]
    slots: dict[str, Any] = {"circumstances": given, "check": {**state, "asked": asked, "misses": 0}}
    places = [value for name, value in facts.items() if turn.knowledge.questions[name].kind == "place"]
    if places and places[0] not in ("unknown", "declined"):
        slots["place"] = places[0]
    return Reply(_noted(turn, given, state), slots)


def _noted(turn: Turn, given: dict[str, Any], state: dict[str, Any]) -> list[Card]:
    """Says what was taken that answers another question than the open one."""
    before = turn.slot("circumstances") or {}
    asked = {test.test.circumstance for rules in sets_of(turn, state) for test in rules.criteria.values()}
    new = {name: value for name, value in given.items() if before.get(name) != value and name != turn.slot("asked")}
    told = {name: value for name, value in new.items() if name in asked}
    return [noted_card(turn.knowledge, told)] if told and turn.slot("asked") else []


def _stop(turn: Turn) -> Reply:
    return Reply(slots={"reply": STOPPED})


def _why(turn: Turn) -> Reply:
    question = turn.knowledge.questions[turn.slot("asked")]
    return Reply([note_card(question.why)])


def _go_back(turn: Turn) -> Reply:
    """Takes the last answer back, so that its question is asked again."""
    state = dict(turn.slot("check") or {})
    asked = list(state.get("asked", []))
    if not asked:
        return Reply([note_card(turn.knowledge.say("check.first_question"))])
    last = asked.pop()
    given = {name: value for name, value in (turn.slot("circumstances") or {}).items() if name != last}
    return Reply(
        [note_card(turn.knowledge.say("check.gone_back"))],
        {"circumstances": given, "check": {**state, "asked": asked, "misses": 0, "first": last}},
    )


def _start_over(turn: Turn) -> Reply:
    state = {**(turn.slot("check") or {}), "asked": [], "misses": 0}
    return Reply([note_card(turn.knowledge.say("check.started_over"))], {"circumstances": {}, "check": state})


def _resume(turn: Turn) -> Reply:
    return Reply()


def _switched(turn: Turn) -> Reply:
    """Another check asked for inside a check: the facts stay, the rules change."""
    wanted = turn.read("rule_set")
    state = turn.slot("check") or {}
    if wanted in turn.knowledge.rule_sets and [wanted] != state.get("rule_sets"):
        for_other = state.get("for_other", False) and turn.knowledge.rule_sets[wanted].asked_of == LEARNER
        kept = {"for_other": for_other, "done": state.get("done") or {}}
        return Reply(slots={"check": {"rule_sets": [wanted], "asked": [], "misses": 0, **kept}})
    return Reply([note_card(turn.knowledge.say("check.going_on"))])


def _aside(card: dict[str, Any]) -> dict[str, Any]:
    """The card as an aside: inside a check the quick replies of the open question count, and an apology is short."""
    short = {"can": [], "routes": []} if card["card"] == "sorry" else {}
    return {**card, **short, "next": []}


_COMMANDS = {
    "stop": _stop,
    "why": _why,
    "go_back": _go_back,
    "start_over": _start_over,
    "repeat": _resume,
    "resume": _resume,
}


def open_question(turn: Turn) -> str | None:
    """The circumstance to ask for next, None when the outcome is settled or nothing is left to ask."""
    state, given = turn.slot("check") or {}, turn.slot("circumstances") or {}
    first = state.get("first")
    if first and first not in given:
        return str(first)
    return next_question(turn.knowledge, sets_of(turn, state), given)


class ValidateCheckForm(Action):
    """Runs `inside`, and ends the form when the outcome is settled or the person stops."""

    def name(self) -> str:
        return "validate_check_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        reply = quietly(inside, turn)
        changed = {**remembered(turn, reply), **reply.slots}
        if reply.cards:
            send(dispatcher, turn.knowledge, reply.cards, role_after(turn, changed))
        over = reply.slots.get("reply")
        if over is None and open_question(Turn({}, {**turn.slots, **changed}, turn.knowledge, turn.today)) is None:
            over = SETTLED
        # Always said, as no slot set means to a form that it cannot take the message.
        return [*set_slots(tracker, changed), SlotSet("reply", over)]


def _is_left(turn: Turn) -> bool:
    """Whether the open question waits: the person needs something else first, or says goodbye."""
    return turn.intent == "care" or (turn.intent == "chat" and turn.read("kind") == "goodbye")


class AskCheckFormReply(Action):
    """Puts the open question of a check, unless the person needs something else first."""

    def name(self) -> str:
        return "action_ask_check_form_reply"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        turn = turn_of(tracker)
        asked = open_question(turn)
        if asked is None or _is_left(turn):
            return [SlotSet("asked", asked)]
        state = turn.slot("check") or {}
        given, role = turn.slot("circumstances") or {}, turn.slot("role")
        card = question_card(turn.knowledge, sets_of(turn, state), state, given, asked, role)
        if turn.intent == "chat" and turn.read("kind") in DOWNHEARTED:
            card = {**card, "note": turn.knowledge.say("check.when_you_like"), "choices": [], "next": []}
        offered = send(dispatcher, turn.knowledge, [card], role)
        introduced = {**state, "introduced": True}
        return set_slots(tracker, {"asked": asked, "offered": offered, "check": introduced})
