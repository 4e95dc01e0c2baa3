"""Cards of an eligibility check: the open question, the verdicts, what another answer would change, and what to keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Optional

from bot.guidance.content.cards import Card, Offer, listed, note_card, offers
from bot.guidance.content.source_list import SourceList
from bot.guidance.dates import PartialDate
from bot.guidance.eligibility.assess import Assessment
from bot.guidance.eligibility.checks import Answers, findings, most_left
from bot.guidance.eligibility.circumstances import Value, choice_of
from bot.guidance.knowledge import Knowledge
from bot.guidance.referral.routes import route_cards
from bot.guidance.schema.eligibility import RuleSet
from bot.guidance.schema.place import HOME, KINGDOM

DONT_KNOW, RATHER_NOT = "unknown", "declined"
MOST_POSSIBLE = 3


def question_card(
    k: Knowledge, sets: Sequence[RuleSet], state: Card, answers: Answers, asked: str, role: Optional[str] = None
) -> Card:
    """The open question of a check, with why we ask, its choices, and how far along we are."""
    question, for_other = k.questions[asked], state.get("for_other", False)
    answered = len(state.get("asked", []))
    most = answered + most_left(k, sets, answers)
    choices = [_answer_offer(asked, choice.title, choice.id) for choice in question.choices]
    choices.append(_answer_offer(asked, k.say("check.dont_know"), DONT_KNOW))
    if question.private:
        choices.append(_answer_offer(asked, k.say("check.rather_not"), RATHER_NOT))
    title = listed(k, [rules.title for rules in sets])
    past = bool(sets) and sets[0].tense == "past"
    who = whom(k, role) if for_other or past else k.say("check.you")
    intro = k.say("check.intro_past" if past else "check.intro", title=title, whom=who)
    notes = [intro, k.say("check.intro_other") if for_other else ""]
    return {
        "card": "question",
        "circumstance": asked,
        "title": title,
        "ask": ask_words(k, asked, for_other),
        "why": question.why,
        "example": k.say("card.example", example=question.example) if question.example else None,
        "choices": offers(choices),
        "progress": {"answered": answered, "at_most": most,
                     "text": k.say("check.progress", number=answered + 1, most=most)},
        "note": " ".join(note for note in notes if note) if not state.get("introduced") else None,
        "next": offers(choices),
    }


def ask_words(k: Knowledge, name: str, for_other: bool) -> str:
    """A question as it is put to whoever it is about, or about somebody else where there are words for that."""
    question = k.questions[name]
    return (question.ask_other if for_other else None) or question.ask


def whom(k: Knowledge, role: Optional[str]) -> str:
    """Whom a check is about that is for somebody else, as whoever types would say it."""
    names = k.phrase("roles.whom")
    return str(names.get(role) or names["default"])


def _answer_offer(asked: str, title: str, value: Any) -> Offer:
    kind = {DONT_KNOW: "dont_know", RATHER_NOT: "rather_not"}.get(value, "value")
    meant = value if kind == "value" else None
    return Offer(title, {"intent": "reply", "circumstance": asked, "value": meant, "kind": kind})


def verdict_cards(
    k: Knowledge, sets: Sequence[RuleSet], answers: Answers, place: Optional[str], role: Optional[str], today: date,
    for_other: bool = False,
) -> list[Card]:
    """A verdict for each set that was tried, the best first; one about somebody else says so."""
    note = k.say("check.about_other", whom=whom(k, role)) if for_other else None
    cards = [
        verdict_card(k, rules, each, _door_at(k, rules, each, answers, place), role or rules.asked_of, today)
        for rules, each in findings(k, sets, answers)
    ]
    return [{**card, "note": note} for card in cards]


def _door_at(k: Knowledge, rules: RuleSet, found: Assessment, answers: Answers, place: Optional[str]) -> Optional[str]:
    """Where to look for a door: the nation that was said, else the place, else nowhere in particular.

    Where the outcome is that another nation's rules hold, the place is none of England.
    """
    asked = {criterion.test.circumstance for criterion in rules.criteria.values()}
    said = [str(answers[name]) for name in answers if name in asked and answers[name] in k.places.nations]
    nation = next((name for name in said if name != HOME), None)
    lived = k.places.chains.get(place or "", ())
    is_home = place is None or HOME in lived
    return nation or (None if found.outcome and found.outcome.elsewhere and is_home else place)


def verdict_card(
    k: Knowledge, rules: RuleSet, found: Assessment, place: Optional[str], role: Optional[str], today: date
) -> Card:
    """The outcome of a check with its reasons, what would change it, next steps and a route."""
    sources = SourceList(k)
    outcome = found.outcome
    if outcome is None:
        raise ValueError("a verdict needs a settled check")
    reasons = [
        {"text": reason.text, "state": reason.state, "state_text": k.say(f"check.state_{reason.state}"),
         "source": sources.cite(reason.source)}
        for reason in found.reasons
    ]
    if outcome.source:
        sources.cite(outcome.source)
    dated = (k.say("check.as_at", title=rules.title, when=rules.as_at.words()), rules.caution)
    return {
        "card": "verdict",
        "rule_set": rules.id,
        "scheme": rules.title[0].upper() + rules.title[1:],
        "title": outcome.title,
        "outcome": outcome.id,
        "means": outcome.means,
        "sentence": k.fill(outcome.sentence, rules.as_at.first),
        "as_at_text": " ".join(text for text in dated if text),
        "reasons": reasons,
        "changes": list(found.changes),
        "steps": [k.fill(step, rules.as_at.first) for step in outcome.next],
        "have_ready": list(outcome.have_ready),
        "routes": route_cards(k, outcome.need, KINGDOM if outcome.elsewhere and not place else place, role, today)[:2],
        "sources": sources.cards,
        "missing": list(found.missing),
        "note": None,
        "next": [],
    }


def what_if_card(k: Knowledge, sets: Sequence[RuleSet], answers: Answers, name: str, value: Value) -> Card:
    """What would change if one circumstance were another; the check itself stays as it is."""
    now = {rules.id: each for rules, each in findings(k, sets, answers)}
    lines = []
    for rules, then in findings(k, sets, {**answers, name: value}):
        same = rules.id in now and now[rules.id].possible == then.possible
        key = "check.if_same" if same else "check.if_then" if then.outcome else "check.if_open"
        lines.append(k.say(key, title=rules.title, outcome=_said(k, rules, then)))
    lead = k.say("check.what_if", title=k.questions[name].title, value=in_words(k, name, value))
    return note_card(" ".join([lead, *lines]))


def changed_card(k: Knowledge, name: str, value: Value) -> Card:
    """Says that an answer was put right, and what it is now."""
    return note_card(k.say("check.changed", title=k.questions[name].title, value=in_words(k, name, value)))


def noted_card(k: Knowledge, told: Answers) -> Card:
    """Says what was taken in passing, so that nobody has to wonder whether it was heard."""
    said = [k.say("sheet.said", title=k.questions[name].title, value=in_words(k, name, value)) for name, value in told.items()]
    return note_card(k.say("check.noted", said="; ".join(said)))


def _said(k: Knowledge, rules: RuleSet, found: Assessment) -> str:
    """The outcome in words, or those that are still possible."""
    if found.outcome:
        return k.fill(f"{found.outcome.title}. {found.outcome.sentence}", rules.as_at.first)
    titles = list(dict.fromkeys(rules.outcomes[name].title for name in found.possible if name != rules.open_outcome))
    return "; ".join(titles[:MOST_POSSIBLE])


def keep_card(k: Knowledge, sets: Sequence[RuleSet], answers: Answers, verdicts: Sequence[Card], today: date) -> Card:
    """The whole check as a summary to keep: what was said, each verdict with its reasons, sources, date and rules."""
    asked = {test.test.circumstance for rules in sets for test in rules.criteria.values()}
    said = [
        f"{k.questions[name].title}: {in_words(k, name, answers[name])}"
        for name in k.questions if name in asked and answers.get(name) is not None
    ]
    sections = [{"title": k.say("keep.said"), "items": said}]
    for card in verdicts:
        sections.append({"title": f"{card['scheme']}: {card['title']}", "items": [card["sentence"], card["as_at_text"]]})
        reasons = [f"{reason['state_text']}: {reason['text']}" for reason in card["reasons"]]
        sections.append({"title": k.say("card.reasons"), "items": reasons})
        sections.append({"title": k.say("card.changes"), "items": card["changes"]})
        sections.append({"title": k.say("card.steps"), "items": card["steps"]})
        sections.append({"title": k.say("card.have_ready"), "items": card["have_ready"]})
    made = k.say("keep.made_on", when=PartialDate.parse(today.isoformat()).words(), version=k.version)
    return {
        "card": "summary",
        "title": k.say("keep.title"),
        "intro": k.say("keep.intro"),
        "sections": [section for section in sections if section["items"]],
        "routes": list({route["id"]: route for card in verdicts for route in card["routes"]}.values()),
        "sources": _each_once(card["sources"] for card in verdicts),
        "as_at_text": made,
        "next": [],
    }


def _each_once(lists: Any) -> list[Card]:
    return list({(one["title"], one["locator"]): one for sources in lists for one in sources}.values())


def in_words(k: Knowledge, name: str, value: Value) -> str:
    """An answer as a person reads it: the choice, the place, or the amount."""
    question = k.questions[name]
    if value in (DONT_KNOW, RATHER_NOT):
        return k.say("check.dont_know" if value == DONT_KNOW else "check.rather_not")
    choice = choice_of(question, value)
    if choice is not None:
        return choice.title
    if question.kind == "place" and k.places and value in k.places.by_id:
        return str(k.places.by_id[str(value)].name)
    return f"£{value:,}" if question.kind == "money" else str(value)
