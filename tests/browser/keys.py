"""Somebody who has a keyboard and nothing else, and what has the focus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Goes into the chat's own tree. Covered are points of it that lie outside the window, or where something else would be
# hit by a press. What is tall counts as covered where nothing of it can be seen.
_FOCUS = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return null;
    const INSET = 3;
    const seen = ([x, y]) => at.contains(at.getRootNode().elementFromPoint(x, y));
    const covered = [...at.getClientRects()].flatMap(({left, right, top, bottom}) => {
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        if (bottom - top > innerHeight / 4) {
            const down = [...Array(20).keys()].map(n => [x, top + INSET + (bottom - top - 2 * INSET) * n / 19]);
            return down.filter(seen).length > 3 ? [] : down;
        }
        const points = [[x, y], [x, top + INSET], [x, bottom - INSET], [left + INSET, y], [right - INSET, y]];
        return points.filter(point => !seen(point));
    });
    const labels = [...(at.labels ?? [])].map(label => label.textContent).join(' ');
    const name = (at.getAttribute('aria-label') || labels || at.textContent).replace(/\\s+/g, ' ').trim();
    const {outlineStyle, outlineWidth} = getComputedStyle(at);
    const order = (window.focused ??= []);
    if (!order.includes(at)) order.push(at);
    return {number: order.indexOf(at), name, tag: at.localName, marked: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0, covered};
}"""
MOST_STOPS = 200


@dataclass(frozen=True)
class Stop:
    """What has the focus: a number of its own, its name and tag, whether it is marked, and its points that are covered."""

    number: int
    name: str
    tag: str
    marked: bool
    covered: list[Any]


class Keys:
    """Presses keys, and nothing but keys."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def focus(self) -> Stop | None:
        found = self.page.evaluate(_FOCUS)
        return Stop(**found) if found else None

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def stops(self, key: str = "Tab") -> list[Stop]:
        """Every stop from here until the focus leaves the page or is where it began."""
        found: dict[int, Stop] = {}
        while len(found) < MOST_STOPS:
            self.press(key)
            stop = self.focus
            if stop is None or stop.number in found:
                return list(found.values())
            found[stop.number] = stop
        raise AssertionError(f"the focus never leaves: {list(found.values())[-5:]}")

    def to(self, name: str, key: str = "Tab", tag: str = "") -> Stop:
        """Goes on until what has the focus has that name, or one that begins so; nothing on the way may be hidden."""
        passed: list[str] = []
        while len(passed) < MOST_STOPS:
            self.press(key)
            stop = self.focus
            assert stop is None or (stop.marked and not stop.covered), stop
            if stop and stop.name.startswith(name) and stop.tag.startswith(tag):
                return stop
            passed.append(stop.name if stop else "-")
        raise AssertionError(f"no way to {name!r} by {key}: {passed[-40:]}")
