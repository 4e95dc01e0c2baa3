"""Pictures of understanding in inline SVG; each has a table beside it that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.bench.calibration import Bin
from bot.bench.confusion import Confusion
from bot.bench.sure import Tried
from bot.workforce.markup import Element, e

CELL, LABELS, HEADS = 28, 122, 124
INK, LINE = "#1b2733", "#5b6570"
# From the palest to the darkest cell.
_PALE, _DARK = (255, 255, 255), (16, 48, 74)
# On every colour darker than this white has the better contrast, on every other black has; both are 4.5 to 1 or better.
_MIDDLE = 0.179
WIDE, HIGH, EDGE = 520, 300, 48
# Lines that differ in dashes and in the shape at each point, not by colour alone.
_LINES = (
    ("right", "right", "#0b6b5d", None, "circle"),
    ("asked", "asked “did you mean”", "#7a4b00", "7 4", "square"),
    ("confident", "wrong and confident", "#8c1d40", "2 3", "diamond"),
)


def heat_map(found: Confusion, title: str) -> Element:
    """A cell for each sort that was asked (rows) and heard (columns), darker the larger its share of the row."""
    width, height = LABELS + CELL * len(found.heard), HEADS + CELL * len(found.asked)
    drawn: list[Element] = [
        e("text", name, transform=f"translate({LABELS + CELL * at + CELL / 2 + 4} {HEADS - 8}) rotate(-55)")
        for at, name in enumerate(found.heard)
    ]
    for down, asked in enumerate(found.asked):
        middle = HEADS + CELL * down + CELL / 2 + 4
        drawn.append(e("text", asked, x=LABELS - 8, y=middle, text_anchor="end"))
        for across, heard in enumerate(found.heard):
            drawn += _cell(found, asked, heard, LABELS + CELL * across, HEADS + CELL * down)
    return _svg(title, width + 66, height + 2, drawn)


def _cell(found: Confusion, asked: str, heard: str, x: float, y: float) -> Iterator[Element]:
    count, share = found.counts.get((asked, heard), 0), found.share(asked, heard)
    right, (colour, ink) = asked == heard, shade(share)
    yield e(
        "rect", x=x + 1, y=y + 1, width=CELL - 2, height=CELL - 2, fill=colour,
        stroke="#0b6b5d" if right else "#d9e0e6", stroke_width=3 if right else 1,
    )
    if count:
        yield e("text", f"{count}", x=x + CELL / 2, y=y + CELL / 2 + 4, text_anchor="middle", fill=ink)


def shade(share: float) -> tuple[str, str]:
    """The colour of a cell with that share of its row, and the colour of the number on it."""
    # The square root: one in a hundred is still to be seen.
    colour = [round(pale + (dark - pale) * share**0.5) for pale, dark in zip(_PALE, _DARK)]
    return "#" + "".join(f"{part:02x}" for part in colour), "#ffffff" if luminance(colour) < _MIDDLE else "#000000"


def luminance(colour: Sequence[int]) -> float:
    """The relative luminance of red, green and blue (0 to 255), as the contrast rules for web pages define it: 0 to 1."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def reliability(found: Sequence[Bin], title: str) -> Element:
    """A bar for each bin as high as its share of right answers, the number of answers over it, and where it should be."""
    drawn = [*_frame("score of the answer", "share that was right")]
    for one in found:
        if not one.number:
            continue
        x, y = _x(one.low) + 2, _y(one.right)
        drawn.append(e("rect", x=x, y=y, width=_x(one.high) - _x(one.low) - 4, height=_y(0) - y, fill="#2a6fb0"))
        drawn.append(e("text", f"{one.number}", x=(_x(one.low) + _x(one.high)) / 2, y=y - 5, text_anchor="middle"))
    drawn.append(e("path", d=f"M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}", stroke=INK, stroke_dasharray="6 4", fill="none"))
    return _svg(title, WIDE + 24, HIGH + 20, drawn)


def curves(found: Sequence[Tried], now: float, title: str) -> Element:
    """Three lines over the threshold: right, asked back, wrong and confident; an upright line where it is now."""
    drawn = [*_frame("threshold", "share of questions and follow-ups")]
    drawn.append(e("path", d=f"M{_x(now)} {_y(0)}V{_y(1)}", stroke=LINE, stroke_dasharray="1 3", fill="none"))
    drawn.append(e("text", f"now {now:g}", x=_x(now) + 4, y=_y(1) + 12))
    for name, words, colour, dashes, shape in _LINES:
        points = [(_x(one.threshold), _y(getattr(one, name))) for one in found]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        drawn.append(e("path", d=path, stroke=colour, stroke_width=2.5, stroke_dasharray=dashes, fill="none"))
        drawn += [_mark(shape, x, y, colour) for x, y in points]
        if points:
            drawn.append(e("text", words, x=points[-1][0] + 10, y=points[-1][1] + 4, fill=colour))
    return _svg(title, WIDE + 130, HIGH + 20, drawn)


def _mark(shape: str, x: float, y: float, colour: str) -> Element:
    if shape == "circle":
        return e("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, fill=colour)
    turned = f"rotate(45 {x:.1f} {y:.1f})" if shape == "diamond" else None
    return e("rect", x=f"{x - 4:.1f}", y=f"{y - 4:.1f}", width=8, height=8, fill=colour, transform=turned)


def _frame(across: str, upwards: str) -> Iterator[Element]:
    for tenth in range(0, 11, 2):
        part = tenth / 10
        yield e("path", d=f"M{_x(0)} {_y(part)}H{_x(1)}", stroke="#d9e0e6", fill="none")
        yield e("text", f"{part:.0%}", x=_x(0) - 6, y=_y(part) + 4, text_anchor="end")
        yield e("text", f"{part:g}", x=_x(part), y=_y(0) + 16, text_anchor="middle")
    yield e("text", across, x=(_x(0) + _x(1)) / 2, y=_y(0) + 34, text_anchor="middle")
    yield e("text", upwards, x=_x(0) - 40, y=_y(1) - 26)


def _x(part: float) -> float:
    return EDGE + (WIDE - EDGE) * part


def _y(part: float) -> float:
    return HIGH - EDGE / 2 - (HIGH - EDGE - 20) * part


def _svg(title: str, width: float, height: float, drawn: Sequence[Element]) -> Element:
    return e(
        "svg", *drawn, viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", height=f"{height:g}",
        role="img", aria_label=title, class_="picture",
    )
