"""`make eval`: measures a set of messages, prints the figures, writes a page of results, and fails where a bar is missed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.bench import banking77, beside, by_facet, step_back, sure
from bot.bench.in_process import InProcess
from bot.bench.results import Figure, Results, write
from bot.bench.understanding import FOLLOW_UPS, QUESTIONS, ROWS, Tally, figures_of, measure, missed, page
from bot.guidance.knowledge import Knowledge
from bot.launch.progress import say

SETS = Path("tests/nlu")
PAGES = Path(".state/eval")
BARS = Path(__file__).with_name("bars.yml")
# The same sentences come again for every threshold that is tried: they are encoded once.
SENTENCES_KEPT = "20000"
Others = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Bars:
    """The bars that a measurement of understanding is held to."""

    understanding: dict[str, float]
    banking77: float


def main(arguments: list[str]) -> int:
    """Measure the held-out set, or the one that is named; print the figures, and return 1 where a bar is missed."""
    if arguments[:1] == ["quick"]:
        return step_back.main(arguments[1:])
    folder = SETS / (arguments[0] if arguments else "held_out")
    if not (folder / "messages.yml").exists():
        names = ", ".join(sorted(path.parent.name for path in SETS.glob("*/messages.yml")))
        say(f"There is no set of messages in {folder}. Name one of these: {names}")
        return 2
    os.environ.setdefault("ENCODER_CACHE", SENTENCES_KEPT)
    given = yaml.safe_load(BARS.read_text("utf-8"))
    found = _measured(folder, Bars(given["understanding"], given["benchmarks"]["banking77"]))
    path = PAGES / f"{folder.name}.html"
    write(found, path)
    say(f"All of it, with pictures: {path}")
    return 0 if all(one.held for one in found.figures) else 1


def _measured(folder: Path, bars: Bars) -> Results:
    """Everything about a set, printed as it is found."""
    from bot.guidance.live import current
    from bot.launch.content import checked
    from bot.launch.model import up_to_date_model
    from bot.launch.settings import settings_from

    settings = settings_from(os.environ)
    model = up_to_date_model(settings, checked(settings))
    assistant = InProcess(model)
    tally = measure(assistant, folder, current())
    figures = figures_of(tally)
    print("\n".join([*page(folder.name, tally, figures, bars.understanding), "", *by_facet.lines(by_facet.rows(tally.said))]))
    tried = _tried(assistant, folder, current())
    others, without = _others(folder, model)
    print("\n".join(beside_ours(figures, others)))
    public = on_public_data(current(), bars.banking77)
    rows = [*rows_of(figures, bars.understanding, others), *([public] if public else [])]
    notes = [*without, banking77.BESIDE if public else banking77.NOT_HERE]
    return Results(folder.name, tally.said, rows, notes, tried, sure.now())


def _tried(assistant: InProcess, folder: Path, knowledge: Knowledge) -> list[sure.Tried]:
    """Other thresholds, on the set where one may be chosen."""
    if folder.name != sure.CHOSEN_ON:
        return []
    say(f"Trying {len(sure.TRIED)} thresholds")

    def measured(apart: str) -> Tally:
        return measure(assistant, folder, knowledge, apart, slips=False)

    return sure.curve(measured, (QUESTIONS, FOLLOW_UPS))


def _others(folder: Path, model: Path) -> tuple[dict[str, dict[str, float]], list[str]]:
    """The figures of each other classifier by its title, and words for each that cannot be had."""
    found, without = {}, []
    for name, other in beside.OTHERS.items():
        figures = beside.figures(name, folder, model, PAGES / f"{folder.name}-{name}.json")
        if figures is None:
            without.append(other.ready() or f"No figures of {other.TITLE}: it could not be measured")
        else:
            found[other.TITLE] = figures
    return found, without


def on_public_data(knowledge: Knowledge, bar: float) -> Figure | None:
    """The figure on BANKING77, printed; None where the data is not here."""
    where = banking77.folder()
    if where is None:
        say(f"  {banking77.NOT_HERE}")
        return None
    accuracy = banking77.measure(where, knowledge)
    found = Figure(banking77.TITLE, accuracy, f"at least {bar:.0%}", accuracy >= bar)
    say(f"  {found.title:48}{found.value:>7.1%}   {found.bar}   {'ok' if found.held else 'MISSED'}")
    return found


def rows_of(figures: Mapping[str, float], bars: dict[str, float], others: Others) -> list[Figure]:
    """The figures for the page, each with its bar and with the same of the others."""
    wrong = missed(dict(figures), bars)
    return [
        Figure(
            title, figures[name], f"at {side} {bars[name]:.0%}", name not in wrong,
            {other: found[name] for other, found in others.items()},
        )
        for name, (title, side) in ROWS.items()
    ]


def beside_ours(figures: Mapping[str, float], others: Others) -> Iterator[str]:
    """Our figures beside those of the others, as lines of text."""
    if not others:
        return
    yield "  Beside others in the place of our classifier: same examples, labels, matcher and decisions"
    for number, title in enumerate(others, 1):
        yield f"  ({number}) {title}"
    yield f"  {'':48}{'ours':>7}" + "".join(f"{f'({number})':>9}" for number, _ in enumerate(others, 1))
    for name, (title, _side) in ROWS.items():
        yield f"  {title:48}{figures[name]:>7.1%}" + "".join(f"{found[name]:>9.1%}" for found in others.values())
