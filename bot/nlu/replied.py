"""A reply to the open question of a check, to another of its questions, or facts told in passing."""
from __future__ import annotations

import re

from bot.guidance.eligibility.choices import is_bare
from bot.guidance.eligibility.replies import parse
from bot.guidance.eligibility.told import told
from bot.guidance.schema.eligibility import Circumstance
from bot.guidance.text import folded
from bot.nlu.situation import Parse, Situation
from bot.nlu.wording import asks_within, interrupts, is_puzzled, looks_like_question, says_yes_or_no, without_correction

MOST_WORDS_OUT_OF_ORDER = 3
_NONE_OF = re.compile(r"no [a-z]")


def puzzled(at: Situation) -> Parse | None:
    """"What does that mean?" to our open question: why we ask says it in other words."""
    return {"intent": "command", "kind": "why"} if at.memory.asked and is_puzzled(at.reading.text) else None


def replied(at: Situation) -> Parse | None:
    """A reply to our open question, by that question's own parser; else to another of the check, else facts."""
    asked = at.knowledge.questions.get(at.memory.asked or "")
    if asked is None:
        return None
    if interrupts(at.reading.text) and asks_within(at.reading.text):
        return None
    reply = parse(asked, at.reading.text, at.knowledge, at.today)
    if reply.kind == "none":
        return _to_another(at, asked) or _facts(at)
    return at.reply(reply.value, reply.kind)


def _to_another(at: Situation, asked: Circumstance) -> Parse | None:
    """A few words that answer another question of the check, out of order or as a correction: "29", "actually maths"."""
    text = without_correction(at.reading.text)
    # A yes, a no or a "none" answers what was asked, or nothing.
    if len(folded(text)) > MOST_WORDS_OUT_OF_ORDER or looks_like_question(text) or is_bare(text):
        return None
    # "No gcses" is said in words; "no, maths" is not, until the no is taken for a correction.
    if says_yes_or_no(text) and not _NONE_OF.match(text):
        return None
    corrects = text != at.reading.text
    questions = {
        name: other for name, other in at.knowledge.questions.items()
        if name in at.circumstances() and name != at.memory.asked and other.kind != "yes_no"
        # What was wished for stays, unless it is taken back: "five GCSEs" is what somebody has.
        and (corrects or not (other.wish and name in at.memory.answered))
    }
    for name, other in sorted(questions.items(), key=lambda one: not one[1].held):
        if other.kind == "choice" and text.isdigit():
            continue  # a number chooses among the choices that are shown, and among no others
        reply = parse(other, text, at.knowledge, at.today)
        if reply.kind == "value":
            found = at.reply(reply.value, reply.kind)
            return {**found, "reply": {**found["reply"], "circumstance": name}}
    return None


def _facts(at: Situation) -> Parse | None:
    """Facts that a statement gives beside the open question: "I'm 34 and I live in Norwich"."""
    if asks_within(at.reading.text) or at.reading.topics or says_yes_or_no(at.reading.text):
        return None
    sets = [at.knowledge.rule_sets[name] for name in at.memory.rule_sets if name in at.knowledge.rule_sets]
    facts = told(at.knowledge, sets, at.reading.text, at.today)
    kept = {name for name in facts if at.knowledge.questions[name].wish and name in at.memory.answered}
    new = {name: value for name, value in facts.items() if name not in kept}
    return {"intent": "reply", "reply": {"circumstance": None, "value": new, "kind": "facts"}} if new else None
