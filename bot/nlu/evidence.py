"""What speaks for a meaning of a clause: fills in the columns of evidence."""
from __future__ import annotations

import numpy as np

from bot.guidance.content.marks import marks
from bot.guidance.places.gazetteer import surroundings
from bot.guidance.referral.needs import need_of_topic
from bot.guidance.text import folded
from bot.nlu.columns import AT, EVIDENCE, KINDS, Table
from bot.nlu.form import Form
from bot.nlu.labels import OUT_OF_SCOPE
from bot.nlu.landmarks import landmarks
from bot.nlu.reading import ClauseReading
from bot.nlu.situation import Situation, has_rules, named_in_part
from bot.nlu.whereabouts import asks_who_helps
from bot.nlu.wording import POINTING, looks_like_question

LEAST_LIKELY = 1e-6
SHORT = 4  # words: a message of so few leans on what was said before


def logarithm(likely: np.ndarray) -> np.ndarray:
    """Return the logarithm of likelihoods, that of nothing kept finite."""
    found: np.ndarray = np.log(np.maximum(likely, LEAST_LIKELY))
    return found


def own_of(clause: ClauseReading, likely: np.ndarray, rooms: np.ndarray, table: Table) -> np.ndarray:
    """Return the logarithm of how likely each room is among those of its topic: by the topic's own examples, where it has any."""
    rows, topics = table.own_of_room[rooms], table.topic[rooms]
    own = np.full(len(rows), LEAST_LIKELY, np.float32) if not len(clause.own) else np.exp(clause.own[rows])
    for topic in set(topics[(rows < 0) | (len(clause.own) == 0)]):
        # A topic that is newer than the model: as its questions are asked of any.
        here = topics == topic
        own[here] = np.exp(likely[here]) / np.exp(likely[here]).sum()
    return logarithm(own)


def of_rooms(
    features: np.ndarray, evidence: np.ndarray, rooms: np.ndarray, table: Table, form: Form, at: Situation
) -> None:
    """Fill in what speaks for rooms alone."""
    special = table.is_special[rooms][:, None]
    first, size = AT["point"], len(EVIDENCE)
    features[:, first : first + size] = evidence
    features[:, first + size : first + 2 * size] = evidence * special
    if len(evidence):
        features[:, first + 2 * size : first + 3 * size] = evidence == evidence.max(axis=0)
    own, topics = features[:, AT["own"]], table.topic[rooms]
    features[:, AT["own_special"]] = own * special[:, 0]
    starts = [0, *(np.flatnonzero(topics[1:] != topics[:-1]) + 1)]
    if len(own):
        features[:, AT["own_best"]] = own >= np.repeat(np.maximum.reduceat(own, starts), np.diff([*starts, len(own)]))
    features[:, AT["special"]] = special[:, 0]
    features[:, AT["likely_special"] : AT["lexical_special"] + 1] = features[:, :2] * special
    facet = table.facet[rooms]
    features[np.flatnonzero(facet >= 0), AT["facet_what"] + facet[facet >= 0]] = 1.0
    questions = table.question[rooms]
    of_before, asked_before = topics == at.memory.topic, questions == at.memory.facet
    features[:, AT["same"]] = of_before & asked_before
    features[:, AT["same_question"]] = ~of_before & asked_before
    features[:, AT["bare_same"]] = asked_before & form.bare
    features[:, AT["bare_what"]] = (questions == "what") & form.bare
    features[:, AT["came_after"]] = (questions == "status") & form.asks_what_came_after
    features[:, AT["later_named"]] = np.isin(topics, list({match.id for match in at.reading.topics} - _first(at)))
    features[:, AT["both_special"]] = special[:, 0] * form.of_both
    features[:, AT["same_corrected"]] = features[:, AT["same"]] * form.corrects
    features[:, AT["same_counted"]] = features[:, AT["same"]] * form.counts
    features[:, AT["second_last"]] = topics == next((topic for topic in at.memory.recent if topic != at.memory.topic), None)
    features[:, AT["part_of_name"]] = np.isin(topics, named_in_part(at))
    if wanted := marks(at.reading.text):
        marked = set(landmarks.of(at.knowledge).rooms_with(wanted))
        features[:, AT["marked"]] = [room in marked for room in zip(topics, questions)]
    titles = [at.points.rooms.words_of_title(room) for room in rooms]
    if names := _names(at):
        features[:, AT["named_in_title"]] = [
            any(words <= title and own != topic for own, words in names) for topic, title in zip(topics, titles)
        ]
        features[:, AT["bare_named_in_title"]] = features[:, AT["named_in_title"]] * form.bare
    if names := _names_of_places(at):
        features[:, AT["place_in_title"]] = [any(name <= title for name in names) for title in titles]
        features[:, AT["for_who_lives_there"]] = _for_who_lives_there(topics, questions, at)
        features[:, AT["only_lives_there"]] = features[:, AT["for_who_lives_there"]] * form.says_only_where
        features[:, AT["bare_place"]] = features[:, AT["place_in_title"]] * form.bare


def _names(at: Situation) -> list[tuple[str | None, set[str]]]:
    """Return the words of each topic and term that is named, with the topic whose name it is."""
    text = at.reading.text
    topics = [(match.id, set(folded(text[match.start : match.end]))) for match in at.reading.topics]
    return [*topics, *((None, set(folded(text[match.start : match.end]))) for match in at.reading.terms)]


def _for_who_lives_there(topics: np.ndarray, questions: np.ndarray, at: Situation) -> list[bool]:
    """Return of each room whether it is for people who live at a place that is named."""
    around = {one for hit in at.reading.places for one in surroundings(at.knowledge.places, hit.id)}
    specials = (at.knowledge.topics[topic].specials.get(question) for topic, question in zip(topics, questions))
    return [special is not None and not around.isdisjoint(special.lives_in) for special in specials]


def of_needs(features: np.ndarray, needs: np.ndarray, form: Form, at: Situation) -> None:
    """Fill in what speaks for a wish to find help: `needs` is what each label looks for."""
    about = at.reading.topics[0].id if at.reading.topics else at.memory.topic
    here = needs == (need_of_topic(at.knowledge, about) if about else None)
    features[:, AT["need_here"]] = here
    features[:, AT["need_there"]] = here * bool(at.reading.places)
    features[:, AT["only_there"]] = here * bool(at.reading.places) * form.says_only_where


def _names_of_places(at: Situation) -> list[set[str]]:
    """Return the words of each place that is named, and of what it lies in: who lives in Glasgow asks for Scotland."""
    places = at.knowledge.places
    around = {
        one for hit in at.reading.places for one in surroundings(places, hit.id)
        # England is where most people live: it tells nothing, unless it is named.
        if one == hit.id or places.by_id[one].kind != "kingdom" and not (one == hit.nation and hit.region)
    }
    return [set(folded(places.by_id[one].name)) for one in around]


def _first(at: Situation) -> set[str]:
    return {match.id for match in at.reading.topics[:1]}


def of_free(features: np.ndarray, kinds: np.ndarray) -> None:
    """Fill in what speaks for rooms of topics that were neither named nor talked of: a special's words must name it."""
    free = np.isin(kinds, [KINDS.index("elsewhere"), KINDS.index("unnamed")])
    features[free, AT["free_own"]] = features[free, AT["own"]]
    special = free & (features[:, AT["special"]] > 0)
    first = AT["free_likely"]
    features[special, first : first + 3] = features[special, :3]
    features[special, first + 3] = features[special, AT["title"]]
    features[free, AT["about_free"]] = features[free, AT["about"]]
    features[:, AT["free_facet"]] = free & ~special


def circumstances(
    clause: ClauseReading, at: Situation, form: Form, evidence: np.ndarray, kinds: np.ndarray
) -> dict[str, float]:
    """Return everything of the message and the conversation that makes a kind of meaning likelier or less likely."""
    text = clause.clause.text
    count = max(len(text.split()), 1)
    named = bool(at.reading.topics)
    inside = [row for row, label in enumerate(at.reading.labels) if label != OUT_OF_SCOPE]
    about = [match.id for match in at.reading.topics] or [at.memory.topic]
    here = evidence[np.isin(kinds, [KINDS.index("carried"), KINDS.index("beside")])]
    return {
        "point_here": float(here[:, 0].max(initial=0.0)),
        "title_here": float(here[:, 2].max(initial=0.0)),
        "points_back": float(bool(POINTING.search(text))),
        "few_words": float(count <= SHORT),
        "question_form": float(looks_like_question(text)),
        "best_point": float(evidence[:, 0].max(initial=0.0)),
        "best_title": float(evidence[:, 2].max(initial=0.0)),
        "best_near": float(clause.near[inside].max(initial=0.0)),
        "strange": clause.strange_words / count,
        "strange_named": clause.strange_words / count * named,
        "topic_named": float(named),
        "topic_carried": float(at.memory.topic in at.knowledge.topics and not named),
        "term_named": float(bool(at.reading.terms)),
        "place": float(bool(at.reading.places)),
        "facts": float(bool(at.reading.circumstances)),
        "who_helps": float(asks_who_helps(text)),
        "ruled": float(any(has_rules(at, topic) for topic in about)),
        "asked": float(bool(at.memory.asked)),
        "at_first": float(not at.memory.last),
        "bare": float(form.bare),
        "eligible": float(form.asks_eligibility),
        "goes_back": float(form.goes_back),
        "corrects": float(form.corrects),
        "of_the_other": float(form.of_the_other),
    }
