"""Eligibility in a fixed grammar: circumstances, criteria that each test one of them, rules in order, outcomes."""

from __future__ import annotations

from typing import Any, Literal, Optional, Union

from pydantic import StrictInt, StrictStr, conlist, root_validator, validator

from bot.guidance.dates import PartialDate
from bot.guidance.schema.base import Citation, Reading, Record, Valid
from bot.guidance.schema.topic import Role

UNANSWERED = ("unknown", "declined")
Value = Union[StrictInt, StrictStr]


class Choice(Record):
    """One answer that a question offers.

    `aliases` are other words for it, with "5+ gcses" for five or more and "1-4 gcses" for one to four; `said` are
    phrases that give it away anywhere in a message; `weight` is how often it is given, next to the others; `need`
    is what help those who give it look for, and one that is `broad` gives way to another beside it.
    """

    id: str
    title: str
    aliases: list[str] = []
    said: list[str] = []
    weight: float = 1
    need: Optional[str] = None
    broad: bool = False

    @validator("id")
    def _a_real_answer(cls, id: str) -> str:
        if id in UNANSWERED:
            raise ValueError(f"{id!r} is kept for people who do not answer")
        return id


class Circumstance(Record):
    """Something about a person that a rule may turn on, and how we ask for it.

    `names` are other words for it ("my age"), `usual` is the span of most answers, `area_kinds` the kinds of area
    that a place may be in, `wish` marks what a person wants, `private` what many would rather not say, `age` a
    number of years lived, `several: last` that of several answers the last choice counts, `dont_know` the choice
    that "don't know" amounts to, `at` the day in the past that is asked about, `ask_other` puts the question about
    somebody else, `sheet` is the part of a learner's sheet where the answer stands, and `bands` where each span of
    numbers begins that a sheet gives in place of the number itself.
    """

    kind: Literal["whole_number", "choice", "yes_no", "money", "place"]
    title: str
    names: list[str] = []
    ask: str
    ask_other: Optional[str] = None
    why: str
    unknown: str
    choices: list[Choice] = []
    area_kinds: list[Choice] = []
    range: Optional[tuple[int, int]] = None
    usual: Optional[tuple[int, int]] = None
    example: Optional[str] = None
    impossible: Optional[str] = None
    wish: bool = False
    private: bool = False
    asked_last: Optional[bool] = None
    age: bool = False
    of_other: bool = False
    in_nation: Optional[str] = None
    held: bool = False
    counts: list[str] = []
    dont_know: Optional[str] = None
    several: Literal["none", "last"] = "none"
    at: Optional[PartialDate] = None
    sheet: Literal["goal", "start", "limits"] = "limits"
    bands: list[int] = []

    @validator("bands")
    def _ascending(cls, bands: list[int]) -> list[int]:
        if bands != sorted(set(bands)):
            raise ValueError("bands have to rise")
        return bands

    @root_validator(skip_on_failure=True)
    def _can_be_answered(cls, values: dict[str, Any]) -> dict[str, Any]:
        is_number = values["kind"] in ("whole_number", "money")
        if is_number and not (values["range"] and values["impossible"] and values["example"]):
            raise ValueError("a question for a number needs range, example and impossible")
        if values["asked_last"] is None:
            values["asked_last"] = values["private"]
        if values["bands"] and not is_number:
            raise ValueError("bands are for a question for a number")
        if is_number and values["usual"] is None:
            values["usual"] = values["range"]
        if not is_number and not values["choices"]:
            raise ValueError("a question without a number needs choices")
        if values["kind"] == "yes_no" and [choice.id for choice in values["choices"]] != ["yes", "no"]:
            raise ValueError("a yes_no question has the choices yes and no, in this order")
        if values["area_kinds"] and values["kind"] != "place":
            raise ValueError("area_kinds are for a question whose answer is a place")
        ids = [choice.id for choice in (*values["choices"], *values["area_kinds"])]
        if values["dont_know"] is not None and values["dont_know"] not in ids:
            raise ValueError("dont_know has to be one of the choices")
        if len(ids) != len(set(ids)):
            raise ValueError("two choices have the same id")
        return values

    @property
    def answers(self) -> list[Choice]:
        """Every worded answer: those offered as buttons, and the kinds of area that a place belongs to."""
        return [*self.choices, *self.area_kinds]


class FigureReference(Record):
    """An amount kept in figures.yml, so that it changes in one place."""

    figure: str


Bound = Union[StrictInt, FigureReference]


class Test(Record):
    """One comparison with one circumstance."""

    circumstance: str
    is_: Optional[Value] = None
    in_: Optional[conlist(Value, min_items=1)] = None  # type: ignore[valid-type]
    at_least: Optional[Bound] = None
    under: Optional[Bound] = None
    between: Optional[conlist(Bound, min_items=2, max_items=2)] = None  # type: ignore[valid-type]

    class Config(Record.Config):
        fields = {"is_": "is", "in_": "in"}

    @root_validator(skip_on_failure=True)
    def _one_comparison(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in ("is_", "in_", "at_least", "under", "between") if values[name] is not None]
        if len(given) != 1:
            raise ValueError("a test has exactly one of is, in, at_least, under, between (both ends included)")
        return values

    def bounds(self) -> list[Union[int, FigureReference]]:
        """The amounts that the test compares with; none where it compares with answers."""
        return [bound for bound in (self.at_least, self.under, *(self.between or ())) if bound is not None]

    def answers(self) -> list[Union[int, str]]:
        """The answers that meet the test; none where it compares with amounts."""
        return [self.is_] if self.is_ is not None else list(self.in_ or ())


class Criterion(Record):
    """A condition on one circumstance, with words for met and for unmet and the source of both."""

    test: Test
    met: str
    unmet: str
    source: Citation
    change: Optional[str] = None


class Rule(Record):
    """Criteria that must all hold for the outcome; the first rule that holds decides."""

    all: list[str]
    outcome: str


# What an outcome comes to, the best first, whatever the scheme: so that verdicts of several can be laid side by side.
MEANS = ("yes", "partly", "maybe", "no", "open")


class Outcome(Record):
    """A verdict: its words, its rank among the others (higher is better), what to do next and whom to ask.

    `elsewhere`: England's doors are no help, and no other nation is known.
    """

    id: str = ""
    rank: int
    means: Literal["yes", "partly", "maybe", "no", "open"]
    title: str
    sentence: str
    next: conlist(str, min_items=1)  # type: ignore[valid-type]
    need: str
    have_ready: list[str] = []
    elsewhere: bool = False
    source: Optional[Citation] = None


class RuleSet(Record):
    """The rules of one scheme for one period."""

    id: str
    title: str
    topic: str
    # Of whom it is asked; what sets of the same name are tried together with it, and who wants to hear of it then.
    asked_of: Role
    together: Optional[str] = None
    wish: Optional[str] = None
    period: Valid
    as_at: PartialDate
    tense: Literal["present", "past"]
    read: Reading
    seen_for: Optional[str] = None
    review_by: Optional[PartialDate] = None
    caution: Optional[str] = None
    sources: conlist(Citation, min_items=1)  # type: ignore[valid-type]
    criteria: dict[str, Criterion]
    rules: conlist(Rule, min_items=1)  # type: ignore[valid-type]
    outcomes: dict[str, Outcome]
    open_outcome: str

    @validator("outcomes")
    def _named_outcomes(cls, outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
        return {name: outcome.copy(update={"id": name}) for name, outcome in outcomes.items()}

    @root_validator(skip_on_failure=True)
    def _nothing_dangles(cls, values: dict[str, Any]) -> dict[str, Any]:
        outcomes, criteria = values["outcomes"], values["criteria"]
        used = {criterion for rule in values["rules"] for criterion in rule.all}
        ends = {rule.outcome for rule in values["rules"]}
        unreached = sorted(set(outcomes) - ends - {values["open_outcome"]})
        problems = [
            *(f"rules: criterion {name!r} is not defined" for name in sorted(used - set(criteria))),
            *(f"criteria.{name}: no rule uses it" for name in sorted(set(criteria) - used)),
            *(f"rules: outcome {name!r} is not defined" for name in sorted(ends - set(outcomes))),
            *(f"outcomes.{name}: no rule leads to it" for name in unreached),
        ]
        open_ones = [name for name, outcome in outcomes.items() if outcome.means == "open"]
        if open_ones != [values["open_outcome"]]:
            problems.append("outcomes: open_outcome, and no other, means `open`")
        if values["open_outcome"] not in outcomes:
            problems.append(f"open_outcome: {values['open_outcome']!r} is not defined")
        elif outcomes[values["open_outcome"]].rank > min(outcome.rank for outcome in outcomes.values()):
            problems.append("open_outcome: an open verdict may not rank above another")
        if values["tense"] == "present" and values["review_by"] is None:
            problems.append("review_by: rules that hold today need a day to look again")
        if problems:
            raise ValueError("; ".join(problems))
        return values
