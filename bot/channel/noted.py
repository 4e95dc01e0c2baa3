"""After each turn: measured, logged and counted, without a word of it and without its name."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Optional

from bot.channel import choosing, counts, logs, metrics, outcomes, switch
from bot.channel.latest import Spoken, latest_turns
from bot.channel.reply import Reply
from bot.channel.watched import Watched
from bot.guidance.dates import calendar_day
from bot.guidance.knowledge import Knowledge
from bot.guidance.live import current

logger = logging.getLogger(__name__)


async def note_turn(agent: Any, sender: str, channel: str, reply: Reply, seen: Watched, counted: bool = True) -> None:
    """Note what a turn that was watched came to; what goes wrong here is logged, and harms no reply.

    `counted`: whether it goes into the counts of what people ask; what programs of this machine send does not.
    """
    try:
        turns = await _turns(agent, sender, seen)
        # What was blank, too long or lost is not kept: then the last turn is an earlier one.
        now = turns.pop() if turns and turns[-1].at >= seen.at else None
        outcome = _note(current(), reply, now, turns[-1:], channel, seen.seconds, counted)
        logs.turn(outcome, seen.seconds, channel, sender)
    except Exception as error:  # the reply is there already: it must not be lost for this
        logger.error("note: %s", type(error).__name__)


def note_turned_off(sender: str, channel: str, counted: bool = True) -> None:
    """Note a message that came while the chat is off."""
    metrics.observe(outcomes.TURNED_OFF, 0.0, channel)
    if counted:
        counts.OUTCOMES.add(calendar_day(), {"outcome": outcomes.TURNED_OFF})
    logs.turn(outcomes.TURNED_OFF, 0.0, channel, sender)


async def _turns(agent: Any, sender: str, seen: Watched) -> list[Spoken]:
    tracker = seen.tracker
    if tracker is None and agent:
        tracker = await agent.tracker_store.retrieve_full_tracker(sender)
    return latest_turns(tracker) if tracker else []


def _note(
    k: Knowledge, reply: Reply, now: Optional[Spoken], before: Sequence[Spoken], channel: str, seconds: float, counted: bool
) -> str:
    cards, understood = outcomes.cards_of(reply.card), now.understood if now else None
    shown_before = [card for turn in before for card in turn.cards]
    outcome = outcomes.outcome_of(k, cards, understood, shown_before, reply.failed)
    if outcome == outcomes.NO_SOURCE and any(card.get("topic") in switch.topics_off() for card in cards):
        outcome = outcomes.TURNED_OFF
    routes = outcomes.routes_of(cards)
    metrics.observe(outcome, seconds, channel, routes)
    if counted:
        # Of somebody who may be in danger nothing is noted but that there was somebody.
        what = outcomes.About() if outcome == outcomes.CARE else outcomes.about(k, cards, understood)
        _count(outcome, what, routes)
        _count_choice(now, before)
    return outcome


def _count(outcome: str, about: outcomes.About, routes: Sequence[str]) -> None:
    today = calendar_day()
    counts.OUTCOMES.add(today, {"outcome": outcome, **vars(about)})
    for route in routes:
        counts.ROUTES.add(today, {"route": route})


def _count_choice(now: Optional[Spoken], before: Sequence[Spoken]) -> None:
    """Count what became of a "did you mean" with the turn that follows it."""
    choices = [choice for turn in before if choosing.asked_back(turn.cards) for choice in choosing.offered(turn.understood)]
    if now and choices:
        topic, facet = choices[0]
        taken = choosing.taken(choices, now.understood)
        counts.CHOICES.add(calendar_day(), {"topic": topic, "facet": facet, "taken": taken})
