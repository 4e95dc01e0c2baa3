"""The page of results holds every figure, can be read without its pictures, and says where thresholds may be chosen."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.bench.calibration import bins
from bot.bench.confusion import confusion
from bot.bench.evaluation import beside_ours, rows_of
from bot.bench.pictures import curves, heat_map, luminance, reliability, shade
from bot.bench.results import Figure, Results, page, write
from bot.bench.said import Said
from bot.bench.sure import CHOSEN_ON, Tried
from bot.bench.understanding import ROWS
from bot.bench.verdicts import CONFIDENT, RIGHT

SAID = [
    *[Said("cost", "cost", RIGHT, 0.9, (("facet", "cost"),))] * 3,
    Said("cost", "<time>", CONFIDENT, 0.35, (("facet", "cost"), ("kind", "pronoun"))),
]
TRIED = [Tried(0.25, 0.8, 0.05, 0.15), Tried(0.5, 0.7, 0.25, 0.05)]
FIGURES = [Figure("questions right", 0.75, "at least 93%", False, {"plain words": 0.5})]


def _page(name: str = CHOSEN_ON) -> str:
    return page(Results(name, SAID, FIGURES, ["no others"], TRIED if name == CHOSEN_ON else (), 0.25))


def test_the_page_has_each_figure_with_its_bar_and_that_of_the_others() -> None:
    text = _page()
    for part in ("75.0%", "at least 93%", "MISSED", "plain words", "50.0%", "no others", "3 (75%)", "Turn: pronoun"):
        assert part in text, part


def test_the_page_has_no_script_and_needs_nothing_else() -> None:
    text = _page()
    assert "<script" not in text and "http" not in text.replace("http-equiv", "")
    assert "default-src 'none'" in text
    assert "&lt;time&gt;" in text  # what was heard is never taken for markup


def test_every_picture_has_a_name_and_a_table_in_the_same_section() -> None:
    body = _page().partition("<body>")[2].partition("</body>")[0]
    root = ElementTree.fromstring(f"<body>{body}</body>")
    drawn = [one for one in root.iter("section") if one.find(".//svg") is not None]
    assert len(drawn) == 3
    for one in drawn:
        assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in one.iter("svg"))
        assert one.find(".//table/caption") is not None


def test_thresholds_are_offered_on_the_development_set_only() -> None:
    assert "Asked “did you mean”" in _page(CHOSEN_ON)
    other = _page("held_out")
    assert "No threshold may be chosen on this set" in other and "Asked “did you mean”" not in other


def test_every_number_on_a_cell_has_enough_contrast() -> None:
    for hundredth in range(101):
        colour, ink = shade(hundredth / 100)
        ground, letters = (luminance([int(one[at : at + 2], 16) for at in (1, 3, 5)]) for one in (colour, ink))
        assert (max(ground, letters) + 0.05) / (min(ground, letters) + 0.05) >= 4.5, hundredth


def test_a_larger_share_is_darker() -> None:
    grounds = [luminance([int(shade(share)[0][at : at + 2], 16) for at in (1, 3, 5)]) for share in (0.0, 0.01, 0.3, 1.0)]
    assert grounds == sorted(grounds, reverse=True) and len(set(grounds)) == 4


def _texts(drawn: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in drawn.iter("text")]


def test_the_heat_map_has_a_number_in_each_cell_that_is_not_empty() -> None:
    assert _texts(heat_map(confusion(SAID), "map")) == ["cost", "<time>", "cost", "3", "1"]


def test_a_bar_is_as_high_as_the_share_that_was_right() -> None:
    drawn = reliability(bins([(0.95, True), (0.95, False), (0.15, True)]), "scores")
    heights = [float(one.get("height", "0")) for one in drawn.iter("rect")]
    assert heights[0] == pytest.approx(2 * heights[1])  # one of one, then one of two
    assert {"1", "2"} <= set(_texts(drawn))


def test_the_curves_are_told_apart_by_words_and_show_the_threshold_in_force() -> None:
    texts = _texts(curves(TRIED, 0.25, "curves"))
    assert {"right", "asked “did you mean”", "wrong and confident", "now 0.25"} <= set(texts)


def test_others_stand_beside_our_figures() -> None:
    ours, theirs = dict.fromkeys(ROWS, 0.5), dict.fromkeys(ROWS, 0.25)
    rows = rows_of(ours, dict.fromkeys(ROWS, 0.6), {"plain words": theirs})
    assert [row.held for row in rows] == [side == "most" for _, side in ROWS.values()]
    assert all(row.others == {"plain words": 0.25} for row in rows)
    text = "\n".join(beside_ours(ours, {"plain words": theirs}))
    assert "(1) plain words" in text and text.count("25.0%") == len(ROWS)
    assert list(beside_ours(ours, {})) == []


def test_the_page_is_written_into_a_folder_of_its_own(tmp_path: Path) -> None:
    write(Results("dev", SAID, FIGURES), tmp_path / "new/dev.html")
    assert (tmp_path / "new/dev.html").read_text("utf-8").startswith("<!DOCTYPE html>")
