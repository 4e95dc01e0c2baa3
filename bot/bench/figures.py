"""The figures of a system by name, beside its bars and the baseline's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

TITLES = {
    "encoder_ms": "a sentence of 12 tokens as a vector, one core (ms)",
    "median_ms": "one message, median (ms)",
    "p95_ms": "one message, 95th percentile (ms)",
    "quick_reply_ms": "a quick reply (a button), median (ms)",
    "late_turn_ratio": "turn 200 / turn 5",
    "messages_a_second": "32 clients: messages a second",
    "crowd_p95_ms": "32 clients: 95th percentile (ms)",
    "crowd_errors": "32 clients: messages without an answer",
    "resident_gb": "memory, all processes: RSS (GB)",
    "shared_out_gb": "memory, all processes: PSS (GB)",
    "start_seconds": "start until it answers (s)",
    "training_seconds": "a fresh training (s)",
    "ten_times_message": "ten times the topics: a message / before",
    "ten_times_start": "ten times the topics: the start / before",
}
WIDTH = max(map(len, TITLES.values()))

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Bars:
    """What the figures must hold to; `of_baseline`: the most that ours may be as a share of the baseline's."""

    at_most: Figures
    at_least: Figures = field(default_factory=dict)
    of_baseline: Figures = field(default_factory=dict)


def missed(ours: Figures, bars: Bars, theirs: Figures | None = None) -> list[str]:
    """A line for each bar that is not held, or cannot be judged because its figure was not measured."""
    return [line for line, held in _judged(ours, bars, theirs or {}) if not held]


def _judged(ours: Figures, bars: Bars, theirs: Figures) -> Iterator[tuple[str, bool]]:
    for name, bar in bars.at_most.items():
        value = ours.get(name)
        yield _said(name, value, f"at most {bar:g}"), value is not None and value <= bar
    for name, bar in bars.at_least.items():
        value = ours.get(name)
        yield _said(name, value, f"at least {bar:g}"), value is not None and value >= bar
    for name, bar in bars.of_baseline.items():
        share = _share(ours.get(name), theirs.get(name))
        yield _said(name, share, f"at most {bar:g} of the baseline's"), share is not None and share <= bar


def table(ours: Figures, bars: Bars, theirs: Figures | None = None) -> Iterator[str]:
    """The figures as lines of text, each with its bar and, where there is one, the baseline's and ours as a share of it."""
    theirs = theirs or {}
    yield f"{'':{WIDTH}}{'measured':>10}{'bar':>9}  {'':7}" + (f"{'baseline':>10}{'ratio':>7}{'bar':>8}" if theirs else "")
    for name, title in TITLES.items():
        if name in ours:
            yield _row(name, title, ours, bars, theirs).rstrip()


def _row(name: str, title: str, ours: Figures, bars: Bars, theirs: Figures) -> str:
    only = Bars(*({n: bar for n, bar in group.items() if n == name} for group in (bars.at_most, bars.at_least)))
    shared = Bars({}, of_baseline={n: bar for n, bar in bars.of_baseline.items() if n == name})
    bar = "".join([*(f"<={b:g}" for b in only.at_most.values()), *(f">={b:g}" for b in only.at_least.values())])
    line = f"{title:{WIDTH}}{ours[name]:>10.2f}{bar:>9}  {_verdict(bar, missed(ours, only)):7}"
    share = _share(ours[name], theirs.get(name))
    if share is None:
        return line
    most = "".join(f"<={b:g}" for b in shared.of_baseline.values())
    return f"{line}{theirs[name]:>10.2f}{share:>7.2f}{most:>8}  {_verdict(most, missed(ours, shared, theirs))}"


def _verdict(bar: str, over: list[str]) -> str:
    return "" if not bar else "MISSED" if over else "ok"


def _share(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours is not None and theirs else None


def _said(name: str, value: float | None, bar: str) -> str:
    return f"MISSED: {TITLES[name]}: {'not measured' if value is None else f'{value:.2f}'}, the bar is {bar}"
