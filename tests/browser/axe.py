"""Asks axe-core what is wrong with a page: at a phone's and a desktop's width, by day and by night."""

from __future__ import annotations

from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Look = tuple[int, str]
PHONE, DESKTOP = 390, 1280
LOOKS: list[Look] = [(width, scheme) for width in (PHONE, DESKTOP) for scheme in ("light", "dark")]


def wrong(page: Any, looks: list[Look] = LOOKS) -> list[str]:
    """Each violation once: its rule, where it was seen first, and the element."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[tuple[str, str], str] = {}
    for width, scheme in looks:
        page.emulate_media(color_scheme=scheme)
        _as_tall_as_it_is(page, width)
        for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
            for node in violation["nodes"]:
                found.setdefault((violation["id"], node["html"][:200]), f"{width} px, {scheme}")
    return [f"{rule} ({where}): {html}" for (rule, html), where in found.items()]


def _as_tall_as_it_is(page: Any, width: int) -> None:
    # Nothing lies under the box at the foot of the window, where axe could not tell its colours.
    page.set_viewport_size({"width": width, "height": 800})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
