"""Another classifier in the place of ours is really asked, on the same clauses and labels; what is missing is said in words."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import yaml

from bot.bench import bag_of_words, beside, diet
from bot.bench.bag_of_words import BagOfWords
from bot.bench.examples import kept_in
from bot.nlu.clauses import Clause
from bot.nlu.examples import Example
from bot.nlu.reading import ClauseReading, Reading

LEARNT = [
    Example("ask/cost", "how much is the scheme", "how much is train to gain"),
    Example("ask/cost", "what does the scheme cost", "what does the pledge cost"),
    Example("ask/time", "how long does the scheme take", "how long does an apprenticeship take"),
    Example("chat/greet", "good morning", "good morning"),
]


class Fixed:
    """Knows two labels, and gives each clause the same."""

    labels = ["ask/time", "ask/cost"]

    def __init__(self) -> None:
        self.asked: list[list[tuple[str, str]]] = []

    def judge(self, clauses: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        self.asked.append(clauses)
        rows = len(clauses)
        return np.tile(np.float32([0.25, 0.75]), (rows, 1)), np.tile(np.float32([0.5, 0.875]), (rows, 1))


def _clause(bare: str, neutral: str) -> ClauseReading:
    return ClauseReading(Clause(bare, 0, len(bare)), bare, neutral, [], strange_words=2)


def _reading() -> Reading:
    whole = _clause("the pledge, what does it cost", "the scheme, what does it cost")
    labels = ["ask/cost", "ask/time", "chat/greet"]
    return Reading("", clauses=[_clause("what does it cost", "what does it cost")], whole=whole, labels=labels)


def test_each_clause_is_judged_in_both_forms_and_in_the_order_of_our_labels() -> None:
    reading, other = _reading(), Fixed()
    beside.read_again(reading, other)
    assert other.asked == [[
        ("what does it cost", "what does it cost"), ("the scheme, what does it cost", "the pledge, what does it cost"),
    ]]
    assert reading.whole is not None
    for clause in (*reading.clauses, reading.whole):
        assert clause.likely.tolist() == [0.75, 0.25, 0.0]  # the last is a label that the other never saw
        assert clause.near.tolist() == [0.875, 0.5, 0.0]
        assert clause.words_likely.tolist() == clause.likely.tolist()
        assert clause.strange_words == 2


def test_decisions_are_made_on_what_the_other_finds_and_on_ours_again_after(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.nlu import context

    def ours(at: Any) -> Any:
        return at.reading.whole.likely.tolist()

    monkeypatch.setattr(context, "decide", ours)
    with beside.in_place_of_ours(Fixed()):
        assert context.decide(SimpleNamespace(reading=_reading())) == [0.75, 0.25, 0.0]
    assert context.decide is ours


def test_a_message_that_was_not_classified_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.nlu import context

    monkeypatch.setattr(context, "decide", lambda at: at.reading.broken)
    other = Fixed()
    with beside.in_place_of_ours(other):
        assert context.decide(SimpleNamespace(reading=Reading("", broken="blank"))) == "blank"
        assert not other.asked
        context.decide(SimpleNamespace(reading=_reading()))


def test_figures_of_a_classifier_that_was_never_asked_are_no_figures() -> None:
    with pytest.raises(AssertionError, match="never asked"), beside.in_place_of_ours(Fixed()):
        pass


def test_a_bag_of_words_learns_labels_and_knows_its_own_examples() -> None:
    learnt = BagOfWords(LEARNT, rounds=200)
    likely, near = learnt.judge([(one.neutral, one.bare) for one in LEARNT])
    assert [learnt.labels[at] for at in likely.argmax(axis=1)] == [one.label for one in LEARNT]
    assert np.allclose(likely.sum(axis=1), 1.0) and np.allclose(near.max(axis=1), 1.0, atol=1e-3)


def test_a_text_unlike_any_example_is_near_to_none() -> None:
    likely, near = BagOfWords(LEARNT).judge([("", "zzz"), ("", "")])
    assert near.max() == 0.0 and likely.shape == near.shape == (2, 3)


def test_what_is_learnt_is_kept_for_exactly_this_data_and_code(tmp_path: Path) -> None:
    data, code = tmp_path / "data", tmp_path / "code.py"
    data.mkdir()

    def place(example: str, line: str) -> Path:
        (data / "ask.yml").write_text(example, "utf-8")
        code.write_text(line, "utf-8")
        return kept_in(code, data)

    assert place("one", "a") == place("one", "a")
    assert len({place("one", "a"), place("two", "a"), place("one", "b")}) == 3


def test_a_classifier_that_is_not_trained_is_said_so_and_is_not_trained_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(beside.subprocess, "run", lambda *_: pytest.fail("was measured"))
    missing = diet.ready(tmp_path)
    assert missing and "make eval-baselines" in missing and "minutes" in missing
    monkeypatch.setitem(beside.OTHERS, "diet", SimpleNamespace(ready=lambda: missing, TITLE=diet.TITLE))
    assert beside.figures("diet", tmp_path, tmp_path / "model", tmp_path / "kept.json") is None
    assert missing in capsys.readouterr().out


def test_a_measurement_that_fails_leaves_no_old_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text("{}", "utf-8")
    monkeypatch.setattr(beside.subprocess, "run", lambda *_: SimpleNamespace(returncode=1))
    assert bag_of_words.ready() is None
    assert beside.figures("bag-of-words", tmp_path, tmp_path / "model", kept) is None
    assert not kept.exists()


def test_rasa_gets_each_label_as_a_plain_intent_and_each_text_once() -> None:
    written = yaml.safe_load(diet.as_rasa_data([*LEARNT, LEARNT[0], Example("check", "", " ")]))
    assert {one["intent"]: one["examples"] for one in written["nlu"]} == {
        "ask__cost": "- how much is train to gain\n- what does the pledge cost\n",
        "ask__time": "- how long does an apprenticeship take\n",
        "chat__greet": "- good morning\n",
    }


def test_diet_has_the_default_features_and_gives_every_label() -> None:
    pipeline = yaml.safe_load(diet.CONFIG.read_text("utf-8"))["pipeline"]
    default = yaml.safe_load(diet.CONFIG.with_name("baseline.yml").read_text("utf-8"))["pipeline"]
    assert pipeline[:-1] == default[: len(pipeline) - 1]
    assert pipeline[-1]["name"] == "DIETClassifier" and pipeline[-1]["ranking_length"] == 0
    assert f"{pipeline[-1]['epochs']} epochs" in diet.TITLE
