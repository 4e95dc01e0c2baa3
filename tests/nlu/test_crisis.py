"""A person in danger is seen; harmless words that look alike are left alone."""
from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.crisis import CrisisWords

FILE = Path(__file__).parents[2] / "knowledge" / "crisis.yml"
PATTERNS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
WORDS = CrisisWords(PATTERNS)

IN_DANGER = {
    "self_harm": [
        "I want to kill myself",
        "im going to end my life",
        "i just want to die",
        "I don’t want to live any more",
        "thinking about suicide",
        "feeling suicidal tbh",
        "suicidle",
        "i cant go on",
        "I can't go on like this",
        "everyone would be better off without me",
        "they'd be better off if i was dead. i wish i was dead",
        "no reason to live",
        "there is no point in living",
        "I've been cutting myself again",
        "i self harm",
        "i want to hurt myself",
        "took too many tablets",
        "thinking of taking an overdose, i overdosed before",
        "I want it all to end",
        "kms",
        "i wanna die lol",
        "I'd be better off dead",
        "what is the skills pledge. also I want to kill myself",
        "life isn't worth living",
        "im thinking of ending it all",
        "going to jump off a bridge",
        "nothing left to live for",
        "i dont want to be here anymore",
        "I don't want to wake up tomorrow",
        "I am tired of living",
    ],
    "self_harm_other": [
        "my colleague says he will kill himself",
        "one of my learners is self harming and talks of hurting herself",
        "my friend is suicidal",
        "she said she wants to die",
    ],
    "exploitation": [
        "my boss took my passport",
        "They keep my papers and won't pay me",
        "we are locked in at night",
        "he makes me work for nothing",
        "i am being trafficked",
        "is this modern slavery",
        "the gangmaster keeps our wages",
        "im not allowed to leave the house",
        "they treat us like slaves",
        "my agent has my passport and i have to work off the debt",
    ],
    "exploitation_other": ["they keep the workers' passports", "the boss won't let them leave"],
    "danger": [
        "my partner hits me",
        "i was raped",
        "I'm in danger",
        "my manager punched me",
        "he is going to kill me",
        "i fear for my life",
        "domestic abuse at home",
    ],
}

HARMLESS = [
    "this job is killing me",
    "dead end job",
    "I'm stuck in a dead-end job, what can I learn?",
    "my feet are killing me",
    "the deadline is killing me",
    "I'm dying to start my course",
    "dying for a change of career",
    "bored to death at work",
    "death by PowerPoint",
    "is plumbing a dying trade",
    "my boss will kill me if I miss the training",
    "is there a suicide prevention course",
    "suicide awareness training level 2",
    "it would be career suicide to leave",
    "they want to cut my hours",
    "how do I end it?",
    "end my apprenticeship early",
    "can I end my contract and start college",
    "I can't go on the course, it's full",
    "I can't carry on with the check now",
    "my boss won't let me go on a course",
    "my employer won't let me leave early for college",
    "there's no point in going to college at my age",
    "no point in doing level 2 twice",
    "I could murder a brew",
    "killing time before my shift",
    "my job is in danger, I am in danger of redundancy",
    "I burned myself on the oven at work, who do I tell",
    "I hurt myself lifting boxes",
    "drop dead gorgeous hair course",
    "end of life care qualification",
    "they kicked me off the course",
    "the maths hit me with a shock",
    "dead easy or dead hard?",
    "die casting apprenticeship",
    "what kills me is the paperwork",
    "I want to live in Leeds and train there",
    "does the Skills Pledge end my other duties",
    "I work like a dog",
    "the exam nearly finished me off",
    "that beats me",
    "I'd die of embarrassment in a classroom",
    "our scheme is dead",
    "the killer question",
    "stop it",
    "hold my place",
    "they took my certificate",
    "has my employer to pay for safety training",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in IN_DANGER.items() for text in texts])
def test_a_person_in_danger_is_seen(kind: str, text: str) -> None:
    assert WORDS.kind_of(text) == kind


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_are_left_alone(text: str) -> None:
    assert WORDS.kind_of(text) is None


def test_every_kind_has_words_to_say() -> None:
    phrases = yaml.safe_load((FILE.parent / "phrases.yml").read_text(encoding="utf-8"))
    assert set(PATTERNS) - {"harmless"} <= set(phrases["care"])
