"""A message that takes what was offered: by its title, its number, or words that stand in only one choice."""
from __future__ import annotations

from bot.guidance.places.gazetteer import surroundings
from bot.guidance.text import folded, same
from bot.nlu.asked_again import same_question
from bot.nlu.landmarks import landmarks
from bot.nlu.questions import question
from bot.nlu.situation import Parse, Situation
from bot.nlu.wording import chosen_number

MOST_WORDS_OF_A_CHOICE = 5
_AROUND_CHOICE = frozenset(folded("the a an one in i mean meant please that it is er um"))


def offered(at: Situation) -> Parse | None:
    """A title that the last reply offered means just that."""
    for offer in at.memory.offered:
        if same(offer.get("title") or "", at.reading.text):
            return meaning_of(at, offer.get("meaning") or {})
    return None


def titled(at: Situation) -> Parse | None:
    """The title of a special question or of a check, wherever it was seen, means just that."""
    said = folded(at.reading.text)
    room = landmarks.of(at.knowledge).titles.get(said)
    if room:
        return same_question(at, [room[0]], room[1])
    chosen = [rules.id for rules in at.knowledge.rule_sets.values()
              if said == folded(at.knowledge.say("check.offer", title=rules.title))]
    return {"intent": "check", "rule_set": chosen[0]} if chosen else None


def numbered(at: Situation) -> Parse | None:
    number = chosen_number(at.reading.text)
    if number is None or not 1 <= number <= len(at.memory.offered):
        return None
    return meaning_of(at, at.memory.offered[number - 1].get("meaning") or {})


def offered_in_part(at: Situation) -> Parse | None:
    """"The Isle of Wight one": words that stand in only one of the choices that we asked to choose from."""
    said = set(folded(at.reading.text)) - _AROUND_CHOICE
    if at.memory.last != "choice" or not said or len(said) > MOST_WORDS_OF_A_CHOICE:
        return None
    meant = [offer for offer in at.memory.offered if said <= set(folded(offer.get("title") or ""))]
    meant = meant or [offer for offer in at.memory.offered if _lies_at(at, (offer.get("meaning") or {}).get("places") or [])]
    return meaning_of(at, meant[0].get("meaning") or {}) if len(meant) == 1 else None


def _lies_at(at: Situation, places: list[str]) -> bool:
    """Say whether an offered place lies in, or beside, one that the message names: "the one in Kent"."""
    areas = {hit.area or hit.nation for hit in at.reading.places}
    return any(areas & set(surroundings(at.knowledge.places, place)) for place in places)


def meaning_of(at: Situation, meaning: Parse) -> Parse | None:
    """Return what an offer means, as a parse."""
    if not meaning.get("intent"):
        return None
    found = dict(meaning)
    if meaning["intent"] == "ask" and meaning.get("topic"):
        asked = meaning.get("special") or meaning.get("facet") or ""
        sought = at.points.rooms.asked_by_title(meaning["topic"], asked)
        chosen = question(meaning["topic"], meaning.get("facet"), meaning.get("special"), 1.0, False,
                          meaning.get("on"), sought, at.points)
        # What was asked before the choice says more of the points wanted than the title chosen.
        found["questions"] = [{**chosen, "points": meaning.get("points") or chosen["points"],
                               "chosen": meaning.get("chosen")}]
    if meaning.get("place"):
        found["places"] = [meaning["place"]]
    if meaning["intent"] == "reply":
        value = meaning.get("value")
        found["reply"] = {
            "circumstance": meaning.get("circumstance"),
            "value": value,
            "kind": meaning.get("kind") or ("value" if value is not None else "dont_know"),
        }
        found["kind"] = None
    return found
