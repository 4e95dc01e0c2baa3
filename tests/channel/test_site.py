"""What the operator sets: every setting has a default, each mistake is named where it stands, and nothing half-right is used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channel.allowed import DARK, LIGHT, Ground, colour
from bot.channel.contrast import contrast
from bot.channel.logo import LARGEST, PNG
from bot.channel.site import FILE, LONGEST, MOST_STARTERS, Site, SiteRefused, load, variable_of
from bot.guidance.live import current
from bot.launch.check import site_problems

ROOT = Path(__file__).parents[2]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'
OWN = {
    "name": "Skills at Example College",
    "tagline": "Courses, and who pays",
    "brand_light": "#1D70B8",
    "brand_dark": "#ffdd00",
    "opening_title": "What brings you here?",
    "opening_text": "Ask in your own words.",
    "opening_starters": ["What is free?", "Who can help, and where?"],
    "allowed_origins": ["https://intranet.example", "http://localhost:8080"],
    "privacy": "https://www.example/privacy?a=1",
    "person": "Ring the front desk",
    "person_link": "tel:+44 114 496 0000",
    "demo": False,
}
REFUSED = {
    "name": ["", " ", "x" * 61, "<b>Skills</b>", "two\nlines", "\u202e\u0007bell", ["a"], True, {"a": 1}],
    "tagline": ["x" * 121],
    "opening_title": ["x" * 121],
    "opening_text": ["x" * 301, "a < b"],
    "person": ["x" * 201],
    "brand_light": ["green", "#fff", "#12345g", "0b4f4a", "#77aaff", "#ffffff", "#0b4f4a;}", 12, ["#0b4f4a"]],
    "brand_dark": ["#0b4f4a", "#000000", "#4f6f69", "url(x)"],
    "opening_starters": ["What is free?", [], ["a"] * (MOST_STARTERS + 1), [""], ["x" * 121], ["<i>"], [["a"]]],
    "allowed_origins": [
        "https://a.example", ["*"], ["https://*.example"], ["https://a.example/"], ["https://a.example/x"], ["a.example"],
        ["http://a.example"], ["http://localhost.evil.example"], ["null"], ["https://user@a.example"], ["https://a.example:0"],
        ["https://a.example:65536"], ["https://a.example:"], ["https://ä.example"], ["https://a.example https://b.example"], [""],
        ["file:///x"], ["https://-a.example"], [None],
    ],
    "privacy": ["http://www.example/privacy", "//evil.example", "privacy", "javascript:alert(1)", "https://", "https://a b",
                "/\\evil.example", "https://user:x@www.example/", "https://www.example/" + "x" * 500, "https://www.example:x/"],
    "person_link": ["http://www.example", "tel:desk", "0114 496 0000", "javascript:alert(1)", "data:text/html,x", "mailto:desk",
                    "mailto:desk@www.example?subject=x", "sms:+441144960000", "/people"],
    "demo": ["maybe", 3, []],
}


def given(tmp_path: Path, **settings: Any) -> dict[str, str]:
    """The environment that names a file with these settings."""
    path = tmp_path / "own.yml"
    path.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), "utf-8")
    return {"CHAT_SETTINGS": str(path)}


def refusal(environment: dict[str, str]) -> list[str]:
    with pytest.raises(SiteRefused) as refused:
        load(environment)
    return str(refused.value).splitlines()


def test_the_file_holds_every_setting_with_its_default_and_says_what_it_is() -> None:
    text = FILE.read_text("utf-8")
    assert list(yaml.safe_load(text)) == list(Site.__fields__)
    assert load({}) == Site()
    for setting in Site.__fields__:
        before = text.split(f"\n{setting}:")[0].splitlines()
        above = [line for line in before if line.startswith("#")]
        assert above, setting
    assert "CHAT_SETTINGS" in text and "CHAT_NAME" in text


def test_the_limits_in_the_comments_are_those_that_hold() -> None:
    comments = " ".join(line[1:].strip() for line in FILE.read_text("utf-8").splitlines() if line.startswith("#"))
    for longest in LONGEST.values():
        assert str(longest) in comments
    assert f"{LARGEST // 1024} KB" in comments and "4.5 to 1" in comments


def test_what_is_written_in_a_file_holds(tmp_path: Path) -> None:
    site = load(given(tmp_path, **OWN))
    assert site.name == OWN["name"] and site.demo is False
    assert site.brand_light == "#1d70b8"
    assert site.opening_starters == ("What is free?", "Who can help, and where?")
    assert site.allowed_origins == ("https://intranet.example", "http://localhost:8080")
    assert site.person_link == "tel:+441144960000"


def test_a_setting_that_is_left_out_or_null_keeps_its_default(tmp_path: Path) -> None:
    assert load(given(tmp_path, name=None, demo=None)) == Site()
    (tmp_path / "own.yml").write_text("# nothing yet\n", "utf-8")
    assert load({"CHAT_SETTINGS": str(tmp_path / "own.yml")}) == Site()


@pytest.mark.parametrize("setting", OWN)
def test_each_setting_is_overridden_by_its_variable(tmp_path: Path, setting: str) -> None:
    separator = {"allowed_origins": " , ", "opening_starters": " | "}.get(setting)
    value = separator.join(OWN[setting]) if separator else str(OWN[setting])
    environment = given(tmp_path, person="Somebody else", person_link="https://www.example")
    expected = load(given(tmp_path, **{"person": "Somebody else", "person_link": "https://www.example", setting: OWN[setting]}))
    given(tmp_path, person="Somebody else", person_link="https://www.example")
    assert load({**environment, variable_of(setting): value}) == expected
    assert load({**environment, variable_of(setting): " "}) == load(environment)


@pytest.mark.parametrize(("setting", "value"), [(setting, value) for setting, values in REFUSED.items() for value in values])
def test_a_value_that_is_not_allowed_is_refused_where_it_stands(tmp_path: Path, setting: str, value: Any) -> None:
    first = "person" if setting == "person_link" else "demo" if setting == "name" else "name"
    [line] = refusal(given(tmp_path, **{first: OWN[first], setting: value}))
    where = "[23]" if isinstance(value, list) else "2"
    assert re.match(rf"{re.escape(str(tmp_path))}/own\.yml:{where}: {setting}\b", line)


def test_every_mistake_is_listed_not_only_the_first(tmp_path: Path) -> None:
    lines = refusal({**given(tmp_path, nmae="x", name="<", demo="maybe", allowed_origins=["*", "https://fine.example", "x"]),
                     "CHAT_BRAND_DARK": "#000000"})
    assert len(lines) == 6
    assert sum(": allowed_origins." in line for line in lines) == 2
    assert any("nmae" in line and "name, tagline" in line for line in lines)
    assert any(line.startswith("CHAT_BRAND_DARK: ") for line in lines)


def test_a_link_needs_words_that_say_whom_it_leads_to(tmp_path: Path) -> None:
    [line] = refusal(given(tmp_path, person_link="tel:+441144960000"))
    assert "person" in line


@pytest.mark.parametrize("text", ["- a\n- b\n", "name\n", "name: [a\n", "name: a\nname: b\n", "name: a\n  tagline: b\n"])
def test_a_file_that_holds_no_settings_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yml"
    path.write_text(text, "utf-8")
    [line] = refusal({"CHAT_SETTINGS": str(path)})
    assert line.startswith(f"{path}:")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yml", tmp_path):
        [line] = refusal({"CHAT_SETTINGS": str(path)})
        assert line.startswith(f"CHAT_SETTINGS={path}: ")
    (tmp_path / "own.yml").write_bytes(b"name: \xff\xfe\n")
    assert refusal({"CHAT_SETTINGS": str(tmp_path / "own.yml")})


@pytest.mark.parametrize(("file", "content", "served"), [("a.png", PNG + b"rest ", "logo.png"), ("mark.png", SVG, "logo.svg")])
def test_a_logo_is_taken_for_what_it_is_beside_the_file(tmp_path: Path, file: str, content: bytes, served: str) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / file).write_bytes(content)
    site = load(given(tmp_path, logo=f"pictures/{file}"))
    assert site.logo_name == served
    assert site.logo_file() == {served: (content, "image/png" if served.endswith("png") else "image/svg+xml")}
    assert load({"CHAT_LOGO": str(tmp_path / "pictures" / file)}).logo == site.logo


def test_without_a_logo_the_pages_own_picture_stands() -> None:
    assert Site().logo_name == "icon.svg" and Site().logo_file() == {}
    assert (ROOT / "bot/widget/icon.svg").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a", b"<html/>", b"<svg/>", b"<svg xmlns='http://www.w3.org/2000/svg'>", PNG + b"x" * LARGEST,
        SVG.replace(b"<path", b"<script>alert(1)</script><path"), SVG.replace(b"<path", b"<path onload='alert(1)'"),
        SVG.replace(b"<path", b"<foreignObject/><path"), b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG, b"\xff\xfe" + SVG,
    ],
)
def test_a_logo_that_is_no_picture_or_too_large_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.svg").write_bytes(content)
    [line] = refusal(given(tmp_path, logo="logo.svg"))
    assert "own.yml:1: logo: " in line and "logo.svg" in line


def test_a_logo_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for logo in ("missing.svg", "."):
        [line] = refusal(given(tmp_path, logo=logo))
        assert "own.yml:1: logo: " in line


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b4f4a", "#0b4f4a") == 1


def test_the_colours_around_the_brand_are_those_of_the_style() -> None:
    style = (ROOT / "bot/widget/skills-chat.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root, :host \{(.*?)\}", style, re.S)[:2]
    )
    assert Ground(light["brand-ink"], light["surface"], light["paper"]) == LIGHT
    assert Ground(dark["brand-ink"], dark["surface"], dark["paper"]) == DARK
    assert (colour(light["brand"], LIGHT), colour(dark["brand"], DARK)) == (Site().brand_light, Site().brand_dark)


def test_a_colour_that_is_refused_comes_with_its_contrast(tmp_path: Path) -> None:
    [line] = refusal(given(tmp_path, brand_light="#77aaff"))
    assert "2.34 to 1" in line and "4.5 to 1" in line and "3 to 1" in line and "darker" in line
    [line] = refusal(given(tmp_path, brand_dark="#4f6f69"))
    assert "4.5 to 1" in line and "lighter" in line


def test_the_style_is_changed_for_colours_of_ones_own_only() -> None:
    assert Site().colours_css() == ""
    by_day, by_night = Site(brand_light="#1D70B8").colours_css().split("@media (prefers-color-scheme: dark)")
    assert "--brand: #1d70b8;" in by_day and "--masthead: #1d70b8;" in by_day
    assert f"--brand: {Site().brand_dark};" in by_night


def test_the_operators_words_stand_in_the_place_of_ours(tmp_path: Path) -> None:
    labels = dict(current().phrase("widget"))
    assert Site().words(labels) == labels
    shown = load(given(tmp_path, **OWN)).words(labels)
    assert (shown["name"], shown["tagline"], shown["welcome_title"], shown["welcome"], shown["starters"]) == (
        OWN["name"], OWN["tagline"], OWN["opening_title"], OWN["opening_text"], OWN["opening_starters"]
    )
    assert OWN["name"] in shown["page_title"]
    assert {key for key in labels if shown[key] != labels[key]} <= {
        "name", "tagline", "page_title", "welcome_title", "welcome", "starters"
    }


def test_settings_do_not_change_while_it_runs() -> None:
    with pytest.raises(TypeError):
        Site().name = "another"  # type: ignore[misc]


def test_the_check_of_the_content_names_them_too(tmp_path: Path) -> None:
    assert site_problems({}) == []
    assert len(site_problems(given(tmp_path, name="<b>", demo="maybe"))) == 2


def test_the_launcher_names_what_is_wrong_and_starts_nothing(tmp_path: Path) -> None:
    environment = given(tmp_path, name="<b>", demo="maybe")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**os.environ, **environment, "STATE_DIR": str(tmp_path / "state"), "MODELS_DIR": str(tmp_path / "models")},
    )
    assert done.returncode == 1
    first, second, last = done.stderr.splitlines()
    assert "own.yml:1: name: " in first and "own.yml:2: demo: " in second and "settings" in last
    assert "Training" not in done.stdout and "Starting" not in done.stdout
    assert not (tmp_path / "state").exists()
