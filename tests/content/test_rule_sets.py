"""Every set of eligibility rules, over all circumstances that make a difference."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Optional

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.guidance.documents import read_document
from bot.guidance.eligibility.assess import Assessment, assess, next_question, questions_left
from bot.guidance.eligibility.circumstances import known, meets
from bot.guidance.eligibility.replies import parse
from bot.guidance.eligibility.rules import Rules, rules
from bot.guidance.knowledge import Knowledge
from bot.guidance.load import load_knowledge
from bot.guidance.schema.eligibility import FigureReference

KNOWLEDGE = load_knowledge(Path(__file__).parents[2] / "knowledge")
WORKED = Path(__file__).parent / "worked_people"
TODAY = date(2026, 11, 22)
SETS = sorted(KNOWLEDGE.rule_sets)
MOST_ABOVE_OPTIMUM = 0.5
every_set = pytest.mark.parametrize("name", SETS)


def people_of(name: str) -> list[dict[str, Any]]:
    return list(read_document(WORKED / f"{name}.yml", name).data["people"])


WORKED_PEOPLE = [(name, person) for name in SETS for person in people_of(name)]
every_person = pytest.mark.parametrize("name,person", WORKED_PEOPLE, ids=[person["who"] for _, person in WORKED_PEOPLE])


@cache
def everybody(name: str) -> tuple[dict[str, Any], ...]:
    """One person for each combination of answers that meet different criteria."""
    ready = rules(KNOWLEDGE, name)
    values = [ready.partitions[question].representatives for question in ready.order]
    return tuple(dict(zip(ready.order, combination)) for combination in itertools.product(*values))


@cache
def verdicts(name: str) -> dict[tuple[Any, ...], str]:
    """The outcome of every combination of answers, "unknown" among them."""
    ready = rules(KNOWLEDGE, name)
    branches: list[list[Optional[int]]] = [[None, *range(width)] for width in ready.widths]
    found = {}
    for combination in itertools.product(*branches):
        node = ready.diagram.root
        for number, branch in enumerate(combination):
            if branch is not None:
                node = ready.diagram.answer(node, number, branch)
        for number, branch in enumerate(combination):
            if branch is None:
                node = ready.diagram.give_up(node, number)
        found[combination] = ready.diagram.outcome(node)
    return found  # type: ignore[return-value]


def first_rule_that_holds(ready: Rules, person: dict[str, Any]) -> str:
    """The rules read plainly from top to bottom, without the diagram."""
    bounds = (b for c in ready.criteria.values() for b in c.test.bounds() if isinstance(b, FigureReference))
    amounts = {bound.figure: int(KNOWLEDGE.figure(bound.figure, ready.day).value) for bound in bounds}
    for rule in ready.rule_set.rules:
        tests = (ready.criteria[name].test for name in rule.all)
        if all(meets(test, person[test.circumstance], amounts) for test in tests):
            return rule.outcome
    raise AssertionError("no rule holds")


def replied(person: dict[str, Any], question: str) -> Any:
    """The value of what a worked person says to a question."""
    reply = parse(KNOWLEDGE.questions[question], person["says"][question], KNOWLEDGE, TODAY)
    unanswered = {"dont_know": "unknown", "rather_not": "declined"}
    assert reply.kind in ("value", *unanswered), f"{person['says'][question]!r} was taken as {reply.kind}"
    return unanswered.get(reply.kind, reply.value)


def conversation(ready: Rules, person: dict[str, Any]) -> tuple[Assessment, int]:
    """The verdict and the number of questions when a worked person is asked."""
    answers: dict[str, Any] = {}
    while (question := next_question(ready, known(KNOWLEDGE, answers))) is not None:
        assert question not in answers, f"{question} was asked twice"
        answers[question] = replied(person, question)
    return assess(ready, known(KNOWLEDGE, answers)), len(answers)


@every_set
def test_everybody_gets_the_outcome_of_the_first_rule_that_holds(name: str) -> None:
    ready = rules(KNOWLEDGE, name)
    for person in everybody(name):
        node = ready.locate(person)
        assert ready.diagram.outcome(node) == first_rule_that_holds(ready, person)


@every_set
def test_every_verdict_has_reasons_next_steps_and_a_need_that_a_route_serves(name: str) -> None:
    ready = rules(KNOWLEDGE, name)
    served = {need for route in KNOWLEDGE.routes.values() for need in route.needs}
    for person in everybody(name):
        found = assess(ready, person)
        assert found.settled and found.outcome is not None
        assert found.reasons and found.outcome.next and found.outcome.need in served, person
        assert all(reason.text and "{" not in reason.text and reason.source.id in KNOWLEDGE.sources for reason in found.reasons)
        criteria = [reason.criterion for reason in found.reasons]
        assert len(criteria) == len(set(criteria)), "a reason is given twice"


@every_set
def test_an_unknown_never_makes_a_verdict_better(name: str) -> None:
    ready, found = rules(KNOWLEDGE, name), verdicts(name)
    ranks = {combination: ready.rank(outcome) for combination, outcome in found.items()}
    for combination, rank in ranks.items():
        for number, branch in enumerate(combination):
            if branch is None:
                for other in range(ready.widths[number]):
                    assert rank <= ranks[(*combination[:number], other, *combination[number + 1 :])]


@every_set
def test_an_unknown_leaves_a_verdict_open_only_where_it_matters(name: str) -> None:
    ready, found = rules(KNOWLEDGE, name), verdicts(name)
    full = [combination for combination in found if None not in combination]
    for number in range(len(ready.order)):
        groups: dict[tuple[Any, ...], set[str]] = {}
        for combination in full:
            key = (*combination[:number], None, *combination[number + 1 :])
            groups.setdefault(key, set()).add(found[combination])
        for key, outcomes in groups.items():
            assert found[key] == (outcomes.pop() if len(outcomes) == 1 else ready.open_outcome)


@every_set
def test_every_outcome_is_reached_by_somebody(name: str) -> None:
    assert set(verdicts(name).values()) == set(rules(KNOWLEDGE, name).outcomes)


@every_set
def test_nobody_hears_that_they_are_entitled(name: str) -> None:
    for outcome in KNOWLEDGE.rule_sets[name].outcomes.values():
        words = f"{outcome.title} {outcome.sentence}".lower()
        assert not any(promise in words for promise in ("you are eligible", "you qualify", "you are entitled", "you will get"))


@every_set
def test_rules_of_the_past_speak_of_the_past_and_of_the_provider(name: str) -> None:
    rule_set = KNOWLEDGE.rule_sets[name]
    end = rule_set.period.period().last
    assert (rule_set.tense == "past") == (end is not None and end < TODAY)
    if rule_set.tense == "past":
        asked = {criterion.test.circumstance for criterion in rule_set.criteria.values()}
        assert all(KNOWLEDGE.questions[circumstance].at is not None for circumstance in asked)


@every_set
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_order_of_answers_does_not_matter(name: str, data: st.DataObject) -> None:
    ready = rules(KNOWLEDGE, name)
    answers = {
        question: data.draw(st.sampled_from([*ready.partitions[question].representatives, "unknown", "declined"]))
        for question in ready.order
    }
    shuffled = data.draw(st.permutations(list(answers.items())))
    assert assess(ready, dict(shuffled)) == assess(ready, answers)
    node = ready.diagram.root
    for question, value in shuffled:
        number = ready.order.index(question)
        is_open = value in ("unknown", "declined")
        node = node if is_open else ready.diagram.answer(node, number, ready.partitions[question].branch(value))
    for question, value in reversed(shuffled):
        if value in ("unknown", "declined"):
            node = ready.diagram.give_up(node, ready.order.index(question))
    assert ready.diagram.outcome(node) == assess(ready, answers).outcome.id  # type: ignore[union-attr]


@every_set
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_check_ends_and_never_asks_what_cannot_matter(name: str, data: st.DataObject) -> None:
    ready = rules(KNOWLEDGE, name)
    answers: dict[str, Any] = {}
    most = questions_left(ready, answers)
    while (question := next_question(ready, answers)) is not None:
        assert question not in answers
        nodes = {ready.locate({**answers, question: value}) for value in ready.partitions[question].representatives}
        assert len(nodes) > 1, f"no answer to {question} makes a difference"
        answers[question] = data.draw(st.sampled_from([*ready.partitions[question].representatives, "unknown"]))
    assert assess(ready, answers).settled
    assert len(answers) <= most


@every_person
def test_a_worked_person_gets_the_outcome_that_the_source_gives(name: str, person: dict[str, Any]) -> None:
    ready = rules(KNOWLEDGE, name)
    assert person["source"]["id"] in KNOWLEDGE.sources
    found, _ = conversation(ready, person)
    assert found.outcome is not None
    assert found.outcome.id == person["outcome"]
    at_once = assess(ready, known(KNOWLEDGE, {question: replied(person, question) for question in person["says"]}))
    assert at_once.outcome == found.outcome


@every_set
def test_there_are_enough_worked_people_and_they_meet_every_outcome(name: str) -> None:
    people = people_of(name)
    assert len(people) >= 12
    missed = set(rules(KNOWLEDGE, name).outcomes) - {person["outcome"] for person in people}
    assert len(missed) <= 1, missed


@every_set
def test_few_questions_are_asked(name: str) -> None:
    ready = rules(KNOWLEDGE, name)
    people = people_of(name)
    counts = [conversation(ready, person)[1] for person in people]
    mean, best = sum(counts) / len(counts), optimum(ready, people)
    longest = questions_left(ready, {})
    print(f"\n{name}: {mean:.2f} questions on average (at best {best:.2f}), at most {longest}")
    assert max(counts) <= longest
    assert mean <= best + MOST_ABOVE_OPTIMUM


def optimum(ready: Rules, people: list[dict[str, Any]]) -> float:
    """The least mean number of questions by brute force over all orders, knowing who will come."""
    branches = [dict(_branches(ready, person)) for person in people]

    @cache
    def fewest(node: int, group: frozenset[int]) -> int:
        if not group or ready.diagram.outcome(node):
            return 0
        best = None
        for question in ready.open_questions(node):
            number = ready.order.index(question)
            after: dict[int, set[int]] = {}
            for one in group:
                branch = branches[one].get(question)
                left = ready.diagram.give_up(node, number) if branch is None else ready.diagram.answer(node, number, branch)
                after.setdefault(left, set()).add(one)
            total = sum(fewest(left, frozenset(ones)) for left, ones in after.items())
            best = total if best is None else min(best, total)
        return len(group) + (best or 0)

    return fewest(ready.diagram.root, frozenset(range(len(people)))) / len(people)


def _branches(ready: Rules, person: dict[str, Any]) -> Iterator[tuple[str, int]]:
    answers = known(KNOWLEDGE, {question: replied(person, question) for question in person["says"]})
    for question, value in answers.items():
        if value not in ("unknown", "declined"):
            yield question, ready.partitions[question].branch(value)


def test_the_maths_course_of_the_conversation_takes_four_more_questions(knowledge: Knowledge) -> None:
    ready = rules(knowledge, "adult-skills-fund-2026-27")
    answers: dict[str, Any] = {"goal": "maths"}
    asked = []
    given = {"age": 34, "place": "norwich", "residence": "none", "holds-maths": "no"}
    while (question := next_question(ready, known(knowledge, answers))) is not None:
        asked.append(question)
        answers[question] = given[question]
    assert set(asked) == set(given)
    assert asked[-1] == "residence"
    found = assess(ready, known(knowledge, answers))
    assert found.outcome is not None and found.outcome.id == "free-english-maths"
