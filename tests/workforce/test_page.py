"""The page to show: its numbers, its words, and that it stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from bot.workforce.plots import COLOURS, LINE_COLOUR

from .conftest import Check, Done

VOID = {"meta", "br", "hr", "img", "link", "input"}
HEAD = "Staff number,Department,Age,Home town,Annual pay,Course wanted,UK residence,Maths GCSE\n"
MARKUP = "<script>alert(1)</script> & \"Sons\" <b>"


def staff(groups: dict[str, int]) -> str:
    rows = [
        f'{number},"{name.replace(chr(34), chr(34) * 2)}",{18 + number % 9},Norwich,{"24k" if number % 2 else ""},{("maths", "level 3", "HGV")[number % 3]},no,no'
        for name, people in groups.items() for number in range(people)
    ]
    return HEAD + "\n".join(rows) + "\n"


@dataclass
class Found(HTMLParser):
    """What a page holds: tags in order with attributes, text, and tables as rows of cells by id."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    visible: str = ""
    _table: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self._table = attributes["id"] or ""
            self.tables[self._table] = []
        elif tag == "tr":
            self.tables[self._table].append([])
        elif tag in ("td", "th"):
            self.tables[self._table][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.tables[self._table][-1][-1] += data
        if "style" not in self.open:
            self.visible += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(done: Done) -> Found:
    found = Found()
    found.feed(done.text("result.html"))
    assert not found.open
    return found


@pytest.fixture
def found(check: Check) -> Found:
    groups = {f"Unit {number}": 10 + number for number in range(16)} | {MARKUP: 40, "Tiny": 2, "Small": 4, "": 7}
    return read(check(staff(groups) + "x,Unit 1,400,Norwich,1,maths,no,no\n"))


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_numbers_of_every_table_add_up(found: Found) -> None:
    people = sum(10 + number for number in range(16)) + 40 + 2 + 4 + 7
    outcomes, departments, wording = (found.tables[f"set-1-{name}"] for name in ("outcomes", "departments", "wording"))
    for column, table in ((2, outcomes), (3, wording)):
        counts = [number(row[column]) for row in table[1:]]
        assert sum(counts[:-1]) == counts[-1] == people
    for at in range(1, len(departments[0])):
        column = [number(row[at]) for row in departments[1:]]
        assert sum(column[:-1]) == column[-1]
    for row in departments[1:]:
        assert sum(map(number, row[1:-1])) == number(row[-1])
    assert number(departments[-1][-1]) == people
    assert sum(number(row[1]) for row in found.tables["set-1-doors"][1:]) == people
    assert f"{people} people checked" in found.visible and "1 row could not be read" in found.visible


def test_the_largest_departments_stand_alone_and_small_ones_together(found: Found) -> None:
    names = [row[0] for row in found.tables["set-1-departments"][1:-1]]
    assert len(names) == 12 + 2 and names[0] == MARKUP
    assert names[-2:] == ["All other departments", "Small departments together"]
    assert not {"Tiny", "Small"} & set(names) and "Tiny" not in found.visible


@pytest.mark.parametrize("groups", [{"A": 4, "B": 3}, {"A": 4, "B": 2}, {"A": 30, "B": 2}, {"A": 30, "B": 6, "C": 1}, {"A": 3}])
def test_no_group_of_fewer_than_five_is_shown(check: Check, groups: dict[str, int]) -> None:
    rows = read(check(staff(groups))).tables.get("set-1-departments", [])
    assert all(number(row[-1]) >= 5 for row in rows[1:])
    assert bool(rows) == (sum(groups.values()) >= 5)


def test_nothing_in_the_file_becomes_markup(found: Found) -> None:
    assert not found.all("script") and not found.all("b")
    assert MARKUP in found.visible


def test_the_page_needs_nothing_else(found: Found) -> None:
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in found.tags}
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    addresses = [value or "" for _, attributes in found.tags for name, value in attributes.items() if name in ("src", "href")]
    assert all(address.startswith("https://") for address in addresses)
    assert all(tag == "a" for tag, attributes in found.tags if "href" in attributes)


def test_the_page_can_be_heard_as_well_as_seen(found: Found) -> None:
    assert found.all("html")[0]["lang"] == "en-GB" and found.all("title")
    assert sum(tag == "h1" for tag, _ in found.tags) == 1
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:]))
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    plots = [each for each in found.all("div") if each.get("role") == "img"]
    assert len(plots) == 2 and all("table below" in (plot["aria-label"] or "") for plot in plots)
    assert all(each["aria-hidden"] == "true" for each in found.all("svg")), "the plot around it is what is told"
    assert len(found.all("caption")) == len(found.all("table"))
    assert all(each.get("scope") in ("col", "row") for each in found.all("th"))


def test_colours_stand_out_from_the_paper() -> None:
    for colour in [*(colour for kind, colour in COLOURS.items() if kind != "open"), LINE_COLOUR]:
        assert contrast(colour, "#ffffff") >= 3, colour


def test_the_page_says_what_it_stands_on(found: Found) -> None:
    assert "as at August 2026" in found.visible and "22 November 2026" in found.visible
    assert "guidance, not a decision" in found.visible and "read for 2025-26" in found.visible.lower()
    assert "Sources" in found.visible and found.all("a")
    assert "English GCSE" in found.visible, "what is not known for anybody"


def test_a_file_without_departments_says_so(check: Check) -> None:
    page = read(check("Age,Home town\n34,Norwich\n"))
    assert "no column for the department" in page.visible and "set-1-departments" not in page.tables


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
