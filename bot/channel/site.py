"""What the operator of this assistant sets: its name, look and opening words, who may embed it, whom people turn to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

from pydantic import ValidationError, validator

from bot.channel.allowed import DARK, LIGHT, colour, origin, person_link, plain_text, privacy_link
from bot.channel.logo import Logo, read_logo
from bot.guidance.documents import Document, KnowledgeError, read_document
from bot.guidance.schema.base import Record

FILE = Path(__file__).resolve().parent.parent / "settings.yml"
NAMES_THE_FILE = "CHAT_SETTINGS"
LONGEST = {"name": 60, "tagline": 120, "opening_title": 120, "opening_text": 300, "opening_starters": 120, "person": 200}
MOST_STARTERS = 6
# What separates the items of a list in an environment variable.
SEPARATORS = {"allowed_origins": ",", "opening_starters": "|"}
BRAND_LIGHT, BRAND_DARK = "#0b4f4a", "#8ad6c9"
OWN_ICON = "icon.svg"

Labels = dict[str, Any]


class SiteRefused(Exception):
    """Settings that cannot be used: a line for each thing that is wrong, with where it stands and what is allowed."""


class Site(Record):
    """The settings as they are in force; None where the assistant's own words or nothing stand."""

    name: Optional[str] = None
    tagline: Optional[str] = None
    brand_light: str = BRAND_LIGHT
    brand_dark: str = BRAND_DARK
    logo: Optional[Logo] = None
    opening_title: Optional[str] = None
    opening_text: Optional[str] = None
    opening_starters: Optional[tuple[str, ...]] = None
    allowed_origins: tuple[str, ...] = ()
    privacy: Optional[str] = None
    person: Optional[str] = None
    person_link: Optional[str] = None
    demo: bool = True

    @validator("name", "tagline", "opening_title", "opening_text", "person", pre=True)
    def _is_text(cls, value: object, field: Any) -> str:
        return plain_text(value, LONGEST[field.name])

    @validator("opening_starters", "allowed_origins", pre=True)
    def _is_a_list(cls, value: object, field: Any) -> object:
        if not isinstance(value, (list, tuple)):
            raise ValueError("should be a list: [first, second]")
        if field.name == "opening_starters" and not 1 <= len(value) <= MOST_STARTERS:
            raise ValueError(f"has {len(value)} questions; one to {MOST_STARTERS} are allowed")
        return value

    @validator("opening_starters", each_item=True, pre=True)
    def _is_a_starter(cls, value: object) -> str:
        return plain_text(value, LONGEST["opening_starters"])

    @validator("allowed_origins", each_item=True, pre=True)
    def _is_an_origin(cls, value: object) -> str:
        return origin(value)

    @validator("brand_light", pre=True)
    def _can_be_seen_by_day(cls, value: object) -> str:
        return colour(value, LIGHT)

    @validator("brand_dark", pre=True)
    def _can_be_seen_by_night(cls, value: object) -> str:
        return colour(value, DARK)

    @validator("logo", pre=True)
    def _is_a_picture(cls, value: object) -> Logo:
        return value if isinstance(value, Logo) else read_logo(Path(str(value)))

    @validator("privacy", pre=True)
    def _leads_to_a_notice(cls, value: object) -> str:
        return privacy_link(value)

    @validator("person_link", pre=True)
    def _leads_to_somebody(cls, value: object, values: dict[str, Any]) -> str:
        if values.get("person", "") is None:
            raise ValueError("is a link without words; say in `person` whom it leads to")
        return person_link(value)

    @validator("demo", pre=True)
    def _is_true_or_false(cls, value: object) -> bool:
        if str(value).lower() not in ("true", "false"):
            raise ValueError(f"{value!r} is neither true nor false")
        return str(value).lower() == "true"

    @property
    def logo_name(self) -> str:
        """The name under which the picture is served."""
        return self.logo.name if self.logo else OWN_ICON

    def logo_file(self) -> dict[str, tuple[bytes, str]]:
        """The operator's picture by its name, with its media type; empty where there is none."""
        return {self.logo.name: (self.logo.content, self.logo.media_type)} if self.logo else {}

    def colours_css(self) -> str:
        """CSS to stand after that of the chat, which sets --brand and --masthead; empty for the colours that come with it."""
        if (self.brand_light, self.brand_dark) == (BRAND_LIGHT, BRAND_DARK):
            return ""
        # The bar at the top stays the same by night: white text stands on it.
        return (
            f"\n:root, :host {{ --brand: {self.brand_light}; --masthead: {self.brand_light}; }}\n"
            f"@media (prefers-color-scheme: dark) {{ :root, :host {{ --brand: {self.brand_dark}; }} }}\n"
        )

    def words(self, labels: Labels) -> Labels:
        """The labels of `widget` with the operator's words in the place of ours; the page's title follows the name."""
        own = {
            "name": self.name,
            "tagline": self.tagline,
            "welcome_title": self.opening_title,
            "welcome": self.opening_text,
            "starters": list(self.opening_starters) if self.opening_starters else None,
        }
        shown = {**labels, **{key: words for key, words in own.items() if words is not None}}
        if self.name or self.tagline:
            shown["page_title"] = f"{shown['name']}: {shown['tagline']}"
        return shown


def load(environment: Mapping[str, str]) -> Site:
    """The settings of the file that CHAT_SETTINGS names (else bot/settings.yml), each overridden by its variable.

    SiteRefused lists every mistake, not only the first.
    """
    document = _document(environment)
    written = {key: value for key, value in document.data.items() if value is not None}
    own = {key: _split(key, environment[variable]) for key, variable in _set(environment)}
    if isinstance(written.get("logo"), str):
        written["logo"] = _path(environment).parent / written["logo"]
    try:
        return Site.parse_obj({**written, **own})
    except ValidationError as error:
        lines = [_line(detail, document, own) for detail in error.errors()]
        raise SiteRefused("\n".join(lines)) from error


def variable_of(setting: str) -> str:
    """The environment variable that sets one setting."""
    return f"CHAT_{setting.upper()}"


def _set(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for setting in Site.__fields__:
        if environment.get(variable_of(setting), "").strip():
            yield setting, variable_of(setting)


def _split(setting: str, text: str) -> object:
    separator = SEPARATORS.get(setting)
    return [part.strip() for part in text.split(separator) if part.strip()] if separator else text.strip()


def _path(environment: Mapping[str, str]) -> Path:
    return Path(environment.get(NAMES_THE_FILE, "").strip() or FILE)


def _document(environment: Mapping[str, str]) -> Document:
    path = _path(environment)
    try:
        document = read_document(path, f"{FILE.parent.name}/{FILE.name}" if path == FILE else str(path))
    except KnowledgeError as error:
        raise SiteRefused(str(error)) from error
    except OSError as error:
        raise SiteRefused(f"{NAMES_THE_FILE}={path}: the file cannot be read ({error.strerror})") from error
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        raise SiteRefused(str(document.problem((), "should hold a setting a line, as in `name: Skills at Example College`")))
    return Document(document.name, data, document.tree)


def _line(detail: Any, document: Document, own: dict[str, Any]) -> str:
    """One mistake: the file and line or the variable, the setting, what is wrong."""
    unknown = detail["type"] == "value_error.extra"
    message = f"there is no such setting; there are {', '.join(Site.__fields__)}" if unknown else detail["msg"]
    setting = detail["loc"][0]
    return f"{variable_of(setting)}: {message}" if setting in own else str(document.problem(detail["loc"], message))


def main() -> int:
    """Say what is wrong with the settings; the exit code."""
    try:
        load(os.environ)
    except SiteRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
